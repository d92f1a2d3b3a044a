"""Madoguchi: the counter program of a clinic or pharmacy, and the reference central service beside it."""
