"""How the weights of transforms/reader are made: corpora, features, training, export, model card."""
