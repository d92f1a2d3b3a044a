"""The sign-in, also the face of the locked desk."""
