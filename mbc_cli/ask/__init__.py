"""Questions to the book: what a text stands for, what a name is, where a word occurs."""
