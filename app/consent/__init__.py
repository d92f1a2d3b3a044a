"""The patient's consent to show health information: what is in force, and until when (R15)."""
