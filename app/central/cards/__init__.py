"""Card certificates (利用者証明用): whom the service trusts to issue them, whose they are, which are revoked."""
