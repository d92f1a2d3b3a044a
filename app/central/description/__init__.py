"""The service describes itself: /openapi.json, and a page of it for people."""
