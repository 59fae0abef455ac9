"""The questions as tools for an assistant, over the Model Context Protocol (the extra `mcp`)."""
