"""The curator's workbench: templates for new entries, and the differences between two books."""
