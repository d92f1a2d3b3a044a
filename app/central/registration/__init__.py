"""Insurers' registration: rows told by insurers, checked, and entered into the register in two times (R4)."""
