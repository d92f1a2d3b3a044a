"""Messages and failure codes on the wire between desks and the central service."""
