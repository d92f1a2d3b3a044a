"""The intermediary lies beside the register, its key in a file of its owner's alone."""

import os
import stat
from pathlib import Path

import pytest

from app.central.intermediary.key import IntermediaryKey, IntermediaryKeyMissing, make_key_file
from app.central.intermediary.opening import IntermediaryPlace
from app.errors import InputRefused


def test_beside_a_sqlite_file_it_is_a_sibling() -> None:
    place = IntermediaryPlace.beside("sqlite:////srv/central.sqlite3", None, None)
    assert place is not None
    assert place.url == "sqlite:////srv/central.intermediary.sqlite3"
    assert place.key_file == Path("/srv/central.intermediary.key")


def test_beside_postgresql_it_is_named_with_its_key_or_there_is_none(tmp_path: Path) -> None:
    register, other = "postgresql:///central", "postgresql:///intermediary"
    assert IntermediaryPlace.beside(register, None, None) is None
    with pytest.raises(InputRefused, match="intermediary-key"):
        IntermediaryPlace.beside(register, other, None)
    key = tmp_path / "key"
    assert IntermediaryPlace.beside(register, other, key) == IntermediaryPlace(other, key)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "intermediary.key"
    assert make_key_file(file)
    first = IntermediaryKey.read(file)
    assert not make_key_file(file)
    assert IntermediaryKey.read(file) == first
    assert first.sealing != first.finding
    assert first.sealing.hex() not in repr(first)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [None, b"", b"zz", b"00" * 31, "鍵".encode()])
def test_a_file_that_holds_no_key_is_said_to_hold_none(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "intermediary.key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(IntermediaryKeyMissing):
        IntermediaryKey.read(file)
