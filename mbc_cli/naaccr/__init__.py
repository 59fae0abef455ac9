"""NAACCR XML, the file format of cancer registries: read as a stream, judged, and filled without touching the rest."""
