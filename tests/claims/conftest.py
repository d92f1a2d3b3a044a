"""A ledger made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.credentials.keeper import MemoryKeeper
from app.adapters.ledger.ledger import create_ledger, open_ledger
from tests.claims.month_files import Office


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MemoryKeeper]:
    home, keeper = tmp_path_factory.mktemp("claims"), MemoryKeeper()
    create_ledger(home, keeper)[0].close()
    return home, keeper


@pytest.fixture
def office(empty_home: tuple[Path, MemoryKeeper], tmp_path: Path) -> Iterator[Office]:
    made, keeper = empty_home
    home, files = tmp_path / "home", tmp_path / "files"
    shutil.copytree(made, home)
    files.mkdir()
    ledger = open_ledger(home, keeper)
    yield Office(files, ledger)
    ledger.close()
