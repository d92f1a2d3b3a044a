"""Checkups, year beside year."""
