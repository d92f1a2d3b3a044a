"""Reads the vectors: one JSON file per message and failure, each with its source."""

import json
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parent / "vectors"


class Vector(NamedTuple):
    name: str
    source: str
    model: str
    message: Any


def vectors() -> list[Vector]:
    return [
        Vector(path.stem, **json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(_FOLDER.glob("*.json"))
    ]


def vector(name: str) -> Any:
    """The message of one vector."""
    return next(each.message for each in vectors() if each.name == name)
