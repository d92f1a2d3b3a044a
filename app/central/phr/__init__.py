"""Services that read a person's information for her, as far as she allowed it: OAuth 2.0 and FHIR R4 (R18)."""
