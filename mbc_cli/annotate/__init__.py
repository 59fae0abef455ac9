"""From a column of texts to ids: one annotator, and one module for each kind of file."""
