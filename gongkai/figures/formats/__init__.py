"""A cube written out: JSON-stat, PX, CSV, XLSX, SDMX. No database, no clock."""
