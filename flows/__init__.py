"""Prefect flows and the command line: the only place that knows the order of the steps."""
