"""The inbox of an institution: what the review made of its receipts, worked to done (R14)."""
