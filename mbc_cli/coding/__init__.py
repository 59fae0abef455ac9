"""What a US registrar records: categories by date of diagnosis, and the NAACCR items."""
