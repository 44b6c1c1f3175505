"""Spans, documents and the records the steps exchange."""
