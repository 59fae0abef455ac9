"""The curator's bench: what to begin an entry with, and what differs between two books."""
