"""The whole vocabulary as files: tables that follow from the declarations of the records, and mappings of codes."""
