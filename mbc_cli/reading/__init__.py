"""Text to a treatment: the only place where text is read."""
