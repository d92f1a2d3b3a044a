"""connection.json: whole or not at all."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.adapters.central_client.connection_file import (
    ConnectedTo,
    ConnectionFileDamaged,
    ConnectionFileUnwritable,
)

CONNECTED = ConnectedTo("https://central.example", "1319990014", "見本医院", False, date(2026, 11, 22))


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "home" / "connection.json"
    for kept in (CONNECTED, replace(CONNECTED, own_trust_anchor=True)):
        kept.save(path)
        assert ConnectedTo.load(path) == kept


def test_nothing_there_is_no_damage(tmp_path: Path) -> None:
    assert ConnectedTo.load(tmp_path / "connection.json") is None


@pytest.mark.parametrize("lost", ["url", "institution", "institution_name", "own_trust_anchor", "since"])
def test_a_file_that_lacks_anything_is_damaged(tmp_path: Path, lost: str) -> None:
    path = tmp_path / "connection.json"
    CONNECTED.save(path)
    path.write_text(path.read_text("utf-8").replace(f'"{lost}"', '"other"'), "utf-8")
    with pytest.raises(ConnectionFileDamaged):
        ConnectedTo.load(path)


def test_a_day_that_is_none_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "connection.json"
    CONNECTED.save(path)
    path.write_text(path.read_text("utf-8").replace("2026-11-22", "2026-13-22"), "utf-8")
    with pytest.raises(ConnectionFileDamaged):
        ConnectedTo.load(path)


def test_a_cut_off_write_leaves_the_former_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "connection.json"
    CONNECTED.save(path)

    def power_cut(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(ConnectionFileUnwritable):
        replace(CONNECTED, url="https://other.example").save(path)
    assert ConnectedTo.load(path) == CONNECTED
