"""The small window with which a person signs in to the own page."""
