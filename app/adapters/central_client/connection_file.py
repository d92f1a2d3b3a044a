"""Which service this home is connected to: address and institution in a file, the secret elsewhere."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Self

from app.errors import ClinicError


class ConnectionFileDamaged(ClinicError):
    """connection.json cannot be read: connect again."""

    code = "connect.file_damaged"


class ConnectionFileUnwritable(ClinicError):
    """The home's folder cannot be written to; nothing was changed."""

    code = "connect.file_unwritable"


@dataclass(frozen=True, slots=True)
class ConnectedTo:
    """own_trust_anchor: the home holds one, in place of the system's. since: day of the connection."""

    url: str
    institution: str
    institution_name: str
    own_trust_anchor: bool
    since: date

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """None where this home was never connected. Raises: ConnectionFileDamaged."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                url=_text(values["url"]),
                institution=_text(values["institution"]),
                institution_name=_text(values["institution_name"]),
                own_trust_anchor=values["own_trust_anchor"] is True,
                since=date.fromisoformat(values["since"]),
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise ConnectionFileDamaged(type(cause).__name__) from cause

    def save(self, path: Path) -> None:
        """Whole or not at all. Raises: ConnectionFileUnwritable."""
        values = asdict(self) | {"since": self.since.isoformat()}
        keep_file(path, json.dumps(values, ensure_ascii=False, indent=1).encode())


def keep_file(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk when it returns. Raises: ConnectionFileUnwritable."""
    unfinished = path.with_suffix(".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(unfinished, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError as cause:
        raise ConnectionFileUnwritable from cause


def remove_files(*paths: Path) -> None:
    """Those that are there. Raises: ConnectionFileUnwritable."""
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as cause:
        raise ConnectionFileUnwritable from cause


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
