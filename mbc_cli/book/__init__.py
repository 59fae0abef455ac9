"""The data as records: no text is read here, and nothing is printed."""
