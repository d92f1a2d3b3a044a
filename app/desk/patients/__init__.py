"""Patients (F3): found as one types, read, entered, corrected, merged and parted again."""
