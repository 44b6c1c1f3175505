"""Trains the judge: which side a speaker takes on a target, and the tone toward a mention."""
