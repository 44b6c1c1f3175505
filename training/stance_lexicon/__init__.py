"""Training of the weights of the lexical stance and targeted-sentiment scorers."""
