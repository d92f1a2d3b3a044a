"""What the settings tell of the desk itself, and the report that can be given away."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.adapters.central_client.connection_file import ConnectedTo
from app.adapters.credentials.keeper import CENTRAL_SECRET, LEDGER_KEY, MemoryKeeper
from app.adapters.ledger.ledger import create_ledger
from app.assembly.homes import OpenHome, open_home
from app.assembly.house import DeskHouse
from app.assembly.report import ReportNotWritten, write_report
from app.desk.settings.values import Connection
from app.settings import Settings
from tests.people import patient

CONNECTED = ConnectedTo("https://central.example", "1319990014", "見本医院", False, date(2026, 4, 1))


@pytest.fixture
def keeper() -> MemoryKeeper:
    kept = MemoryKeeper()
    kept.put(CENTRAL_SECRET, "s3cret-of-the-line")
    return kept


@pytest.fixture
def home(tmp_path: Path, keeper: MemoryKeeper) -> Iterator[OpenHome]:
    settings = Settings(tmp_path / "home")
    create_ledger(settings.home, keeper)[0].close()
    with open_home(settings, keeper) as opened:
        yield opened


@pytest.fixture
def house(home: OpenHome) -> DeskHouse:
    return DeskHouse(home, lambda: ("見本リーダー",), lambda path: write_report(home.settings, path))


def test_a_new_home_has_neither_line_nor_backup(house: DeskHouse) -> None:
    facts = house.facts()
    assert (facts.connection, facts.last_backup_at, facts.practice) == (None, None, False)
    assert facts.readers == ("見本リーダー",)


def test_the_line_is_told_with_its_first_day(house: DeskHouse, home: OpenHome) -> None:
    CONNECTED.save(home.settings.connection_file)
    assert house.facts().connection == Connection(
        "https://central.example", "1319990014", "見本医院", date(2026, 4, 1)
    )


def test_a_backup_made_now_is_the_last_one(house: DeskHouse) -> None:
    made = house.back_up_now()
    last = house.facts().last_backup_at
    assert last is not None
    assert abs((last - made).total_seconds()) < 60


def test_the_report_holds_logs_and_versions_but_neither_ledger_nor_secret_nor_person(
    house: DeskHouse, home: OpenHome, keeper: MemoryKeeper, tmp_path: Path
) -> None:
    home.ledger.patients.add(patient(name="架空　花"))
    house.back_up_now()
    home.settings.logs.mkdir()
    for name in ("desk.log", "desk.log.1"):
        (home.settings.logs / name).write_text("line.unreachable\n", encoding="utf-8")
    CONNECTED.save(home.settings.connection_file)
    house.save_report(str(tmp_path / "report.zip"))
    with ZipFile(tmp_path / "report.zip") as report:
        held = {name: report.read(name) for name in report.namelist()}
    assert set(held) == {"program.json", "logs/desk.log", "logs/desk.log.1"}
    text = b"".join(held.values()).decode("utf-8")
    secrets = [keeper.get(CENTRAL_SECRET), keeper.get(LEDGER_KEY), "架空"]
    assert [each for each in secrets if each and each in text] == []
    assert "https://central.example" in text


def test_a_report_that_cannot_be_written_is_said_and_leaves_no_half(
    house: DeskHouse, home: OpenHome, tmp_path: Path
) -> None:
    with pytest.raises(ReportNotWritten):
        house.save_report(str(tmp_path / "no such folder" / "report.zip"))
    home.settings.logs.mkdir()
    (home.settings.logs / "desk.log").symlink_to(tmp_path / "nothing")  # a log that vanishes half-way
    with pytest.raises(ReportNotWritten):
        house.save_report(str(tmp_path / "report.zip"))
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
