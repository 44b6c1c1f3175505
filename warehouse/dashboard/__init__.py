"""A dashboard for Apache Superset over the published run: its definition, and what fills it in."""
