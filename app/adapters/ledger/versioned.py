"""A JSON document that tells the version of its shape."""

import json
from typing import Any

from app.adapters.ledger.errors import LedgerTooNew

Fields = dict[str, Any]
_VERSION = 1


def document_of(fields: Fields) -> str:
    return json.dumps({"v": _VERSION} | fields, ensure_ascii=False, separators=(",", ":"))


def fields_of(document: str) -> Fields:
    """Raises: LedgerTooNew for a shape this version does not know."""
    fields: Fields = json.loads(document)
    if fields["v"] != _VERSION:
        raise LedgerTooNew
    return fields
