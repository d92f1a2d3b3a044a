"""The roll of staff, kept by managers; anybody changes their own PIN here."""
