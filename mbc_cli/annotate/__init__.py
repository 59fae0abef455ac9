"""A column of texts to ids: one annotator, and a file for each kind of input."""
