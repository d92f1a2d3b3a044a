"""Ids that a service sees: its own for every person and thing, so that two services cannot lay theirs side by side."""

import hashlib
import hmac

from app.central.phr.grants import Grant

_DIGITS = 32


def patient_id(key: bytes, grant: Grant) -> str:
    return own_id(key, grant, f"person/{grant.person_id}")


def own_id(key: bytes, grant: Grant, thing: str) -> str:
    """thing: what it is here. key: the service's own."""
    return hmac.digest(key, f"phr/{grant.client_id}/{thing}".encode(), hashlib.sha256).hex()[:_DIGITS]
