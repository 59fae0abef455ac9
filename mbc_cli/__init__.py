"""mbc: the words of metastatic breast cancer treatment, with a source for each."""

__version__ = "0.1.0"
