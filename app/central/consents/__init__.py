"""Consents to show health information: who agreed to what, at which institution, how, until when (R15)."""
