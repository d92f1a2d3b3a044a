"""Which service this home is connected to: address and institution in a file, the secret elsewhere."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from app.errors import ClinicError


class ConnectionFileDamaged(ClinicError):
    """connection.json cannot be read: connect again."""

    code = "connect.file_damaged"


@dataclass(frozen=True, slots=True)
class ConnectedTo:
    """ca_file: a trust anchor of one's own, "" for the system's. since: ISO day of the connection."""

    url: str
    institution: str
    institution_name: str
    ca_file: str
    since: str

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """None where this home was never connected. Raises: ConnectionFileDamaged."""
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        try:
            values = json.loads(text)
            return cls(**{name: str(values[name]) for name in cls.__dataclass_fields__})
        except (ValueError, KeyError, TypeError) as cause:
            raise ConnectionFileDamaged(path.name) from cause

    def save(self, path: Path) -> None:
        """Whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.with_suffix(".new")
        written.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(written, path)
