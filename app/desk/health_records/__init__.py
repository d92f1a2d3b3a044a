"""Health information at the desk: consent, drug history, checkups; open while a consent is in force, then gone."""
