"""The reference central service: register, verification and what later subjects add. Nothing of the desk."""
