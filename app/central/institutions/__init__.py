"""Clinics and pharmacies that may ask: their credentials, tokens and limits."""
