"""Settings (F8): personal ones anybody changes, those of the clinic a manager."""
