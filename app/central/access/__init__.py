"""Who is let in: tokens and what they allow, and the record of who asked for what."""
