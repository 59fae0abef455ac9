"""Answers as pages and as data; only the modules that draw a page know about terminals."""
