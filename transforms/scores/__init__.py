"""Sentiment, targets and stance of quotations, and what distinguishes a speaker."""
