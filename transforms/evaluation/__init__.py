"""Measuring: predictions against a gold standard, as counts, shares and the differences in words."""
