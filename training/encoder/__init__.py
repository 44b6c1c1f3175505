"""The encoder that the trained models share: its layers, its first weights, and the loop that fits it."""
