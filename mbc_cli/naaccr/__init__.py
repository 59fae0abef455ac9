"""NAACCR XML, the file format of cancer registries: read as a stream, checked, and filled without touching the rest."""
