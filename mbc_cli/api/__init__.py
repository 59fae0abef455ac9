"""The questions that people ask, in Python: each answer is a frozen record, a page, and the JSON of its command."""
