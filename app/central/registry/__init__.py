"""The register: one person, their details and periods of cover, in two times (R2, R4)."""
