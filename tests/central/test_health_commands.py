"""Commands about consents and health information, as an operator types them."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.central.__main__ import main
from app.central.storage.database import open_database
from tests.central.clinic import SOCIETY, enter, person
from tests.central.records.test_checkups import HEADER, ME, SYSTOLIC
from tests.central.records.test_medicines import master

Command = Callable[..., int]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'central.sqlite3'}"


@pytest.fixture
def command(url: str) -> Command:
    """On a database with insurers, one person and one clinic."""

    async def people() -> None:
        database = await open_database(url)
        await enter(database, person())
        await database.close()

    assert main(["migrate", "--database", url]) == 0
    asyncio.run(people())
    assert main(["create-institution", "1319990014", "--name", "見本医院", "--database", url]) == 0
    return lambda *arguments: main([*arguments, "--database", url])


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    async def read() -> list[tuple[Any, ...]]:
        database = await open_database(url)
        async with database.transaction() as tx:
            found = [tuple(row) for row in await tx.fetch(sql)]
        await database.close()
        return found

    return asyncio.run(read())


def test_paper_is_allowed_to_an_institution_and_stopped_again(
    command: Command, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """R15"""
    assert command("institution", "allow-paper", "1319990014", "--per-day", "5") == 0
    assert rows(url, "SELECT institution, per_day FROM paper_permission") == [("1319990014", 5)]
    assert command("institution", "allow-paper", "1319990014", "--per-day", "0") == 2
    assert command("institution", "allow-paper", "1319990022") == 4
    assert "create-institution first" in capsys.readouterr().err
    assert command("institution", "stop-paper", "1319990014") == 0
    assert rows(url, "SELECT institution FROM paper_permission") == []


def test_an_insurer_entrusts_the_service_from_a_day_until_a_day(command: Command, url: str) -> None:
    """R15"""
    days = ("--from", "2026-04-01", "--until", "2027-03-31")
    assert command("insurer", "entrust", SOCIETY, *days, "--kinds", "drug") == 0
    assert [str(each) for row in rows(url, "SELECT * FROM entrustment") for each in row[:4]] == [
        SOCIETY,
        "drug",
        "2026-04-01",
        "2027-03-31",
    ]
    assert command("insurer", "entrust", SOCIETY, "--from", "2026-04-01", "--kinds", "genome") == 2
    assert command("insurer", "entrust", "06139984", "--from", "2026-04-01") == 4


def test_the_official_master_is_taken_in_and_its_refused_lines_told(
    command: Command, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = master(tmp_path, {}, {11: "free"})
    capsys.readouterr()
    assert command("medicines", "import", str(file), "--from", "2026-06-01") == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == ["line,field,reason", "2,price,is no amount"]
    assert "1 medicines, 1 refused" in told.err
    assert rows(url, "SELECT receipt_code, price FROM medicine_price") == [("610406079", "26.00")]
    assert command("medicines", "import", str(tmp_path / "nothing.csv")) == 2


def test_an_insurers_checkups_are_taken_in_and_refused_rows_told(
    command: Command, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R16"""
    file = tmp_path / "checkups.csv"
    good, bad = f"{ME},2025-06-10,{SYSTOLIC},128", f"{ME},2025-06-10,{SYSTOLIC},high"
    file.write_text("\n".join((HEADER, bad, good, "")), encoding="utf-8")
    capsys.readouterr()
    assert command("checkups", "import", str(file), "--insurer", SOCIETY) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == ["line,field,reason", "2,value,is no number"]
    assert "2 rows: 1 entered, 1 refused" in told.err
    assert rows(url, "SELECT item, value FROM checkup_value") == [(SYSTOLIC, "128")]
    assert command("checkups", "import", str(file), "--insurer", "06139984") == 4


def test_what_waits_for_reading_is_read_by_command_too(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("records", "derive", "--again") == 0
    assert "0 parts" in capsys.readouterr().err


def test_what_failed_to_be_read_is_named_by_the_command(
    url: str, command: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> bool:
        raise ValueError("himitsu")

    rows(
        url, "INSERT INTO records_waiting (receipt_number, block, run) VALUES ('a1b2', 7, 1) RETURNING block"
    )
    monkeypatch.setattr("app.central.records.waiting.derive", fails)
    for _ in range(2):  # also while it is not tried again yet
        assert command("records", "derive") == 4
        told = capsys.readouterr().err
        assert "a1b2: block 7 failed" in told and "himitsu" not in told
