"""The DuckDB store, its migrations and checks, and the published Parquet runs."""
