"""The form for a new patient, and for putting details right."""
