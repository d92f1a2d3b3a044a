"""Confirmation of eligibility: by typed card, by photograph, by signed statement (R5–R8)."""
