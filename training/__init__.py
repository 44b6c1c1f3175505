"""Reproducible training of what ships inside the package."""
