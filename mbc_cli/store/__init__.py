"""The data read, checked and kept."""
