"""Answers as pages and as data; only what draws a page knows a terminal."""
