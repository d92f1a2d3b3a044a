"""Receipts: a month's file taken in, what the review will make of it, mended, sent and followed."""
