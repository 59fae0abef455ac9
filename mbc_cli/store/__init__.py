"""The data read, checked and stored."""
