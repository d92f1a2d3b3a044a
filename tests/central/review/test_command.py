"""`review FILE.UKE --json`, as an operator types it."""

import asyncio
import hashlib
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from app.central.__main__ import main
from app.central.commands.on_database import BAD_INPUT, DONE, REFUSED
from app.central.institutions.credentials import create_institution
from app.central.review import submissions
from app.central.review.runs import begin_run
from app.central.storage.database import open_database
from app.central.storage.migrate import migrate
from app.scheme.days import utc_now
from app.scheme.receipts import reading
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.routing import ReviewOutcome
from app.streams import READER_GONE
from tests.central.clinic import ASSOCIATION, CODE, MORNING, card, cover, enter, person
from tests.central.review.files import Bill, uke
from tests.scheme.receipts.damages import CASES, encoded, lines_of

OCTOBER_12 = date(2026, 10, 12)


@pytest.fixture
def register(tmp_path: Path) -> str:
    """架空 花 changed her insurer on 12 October."""
    url = f"sqlite:///{tmp_path / 'central.sqlite3'}"

    async def fill() -> None:
        database = await open_database(url)
        await migrate(database, MORNING)
        await enter(
            database,
            person(cover(lost_on=OCTOBER_12), cover(card(ASSOCIATION, "13990001", "7", "01"), OCTOBER_12)),
        )
        await database.close()

    asyncio.run(fill())
    return url


def test_the_list_has_an_entry_for_each_receipt(
    register: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R13: the surface of the command."""
    file = tmp_path / "RECEIPTC.UKE"
    file.write_bytes(uke(Bill(), Bill(number="9")))
    assert main(["review", str(file), "--json", "--database", register]) == DONE
    split, returned = json.loads(capsys.readouterr().out)
    assert split == {
        "receipt_number": "1",
        "outcome": "split",
        "reason": "cover_changed",
        "parts": [
            {
                "insurer_number": "06139992",
                "symbol": "12",
                "number": "3456",
                "branch": "00",
                "days": ["2026-10-05"],
                "points": 356,
            },
            {
                "insurer_number": ASSOCIATION,
                "symbol": "13990001",
                "number": "7",
                "branch": "01",
                "days": ["2026-10-20"],
                "points": 68,
            },
        ],
    }
    assert (returned["outcome"], returned["reason"], returned["parts"]) == ("returned", "unknown_person", [])


def test_what_was_known_at_receipt_decides(
    register: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R13, R4: before the register knew anybody."""
    file = tmp_path / "RECEIPTC.UKE"
    file.write_bytes(uke(Bill()))
    moment = "2020-01-01T00:00:00+09:00"
    assert main(["review", str(file), "--received-at", moment, "--json", "--database", register]) == DONE
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["outcome"] == "returned"


def test_for_people_there_is_a_line_a_receipt(
    register: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "RECEIPTC.UKE"
    file.write_bytes(uke(Bill()))
    assert main(["review", str(file), "--database", register]) == DONE
    assert capsys.readouterr().out == "1\t分割\t月の途中で資格が変わった\n"


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 100, b"RE,1"])
def test_a_file_without_receipts_is_bad_input(
    content: bytes, register: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "RECEIPTC.UKE"
    file.write_bytes(content)
    assert main(["review", str(file), "--json", "--database", register]) == BAD_INPUT
    said = capsys.readouterr()
    assert "RECEIPTC.UKE" in said.err and said.out == ""


def test_every_damage_gets_an_entry_for_each_receipt(
    register: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R13: files of all three kinds, valid and broken; never a traceback."""
    file = tmp_path / "file"
    files = [encoded(lines_of(kind)) for kind in ReceiptKind]
    files += [encoded(case.damage(lines_of(case.kind))) for case in CASES]
    for data in files:
        file.write_bytes(data)
        assert main(["review", str(file), "--json", "--database", register]) == DONE
        entries = json.loads(capsys.readouterr().out)
        assert len(entries) == len(list(ReceiptReader(data)))
        assert {each["outcome"] for each in entries} <= set(ReviewOutcome)


def test_a_file_that_breaks_off_inside_a_receipt_without_end_leaves_a_whole_list(
    register: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read up to there is told; standard error and the exit status say that it is not all."""
    monkeypatch.setattr(reading, "_LONGEST", 200_000)
    monkeypatch.setattr(reading, "_BLOCK", 1_000)
    file = tmp_path / "RECEIPTC.UKE"
    file.write_bytes(uke(Bill(), Bill()).removesuffix(b"\x1a") + b"SY,0000999\r\n" * 30_000)
    assert main(["review", str(file), "--json", "--database", register]) == BAD_INPUT
    said = capsys.readouterr()
    assert "a receipt without end" in said.err
    assert [each["outcome"] for each in json.loads(said.out)] == ["split"]


def test_a_missing_file_and_a_moment_without_zone_are_bad_input(register: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.UKE")
    assert main(["review", missing, "--database", register]) == BAD_INPUT
    assert main(["review", missing, "--received-at", "2026-04-08T10:00", "--database", register]) == BAD_INPUT


@pytest.fixture
def handed_in(register: str) -> tuple[str, str]:
    """URL and receipt number of a file that waits for its review."""

    async def hand_in() -> str:
        database = await open_database(register)
        data = uke(Bill(), Bill(number="9"))
        async with database.transaction() as tx:
            await create_institution(tx, CODE, "見本医院", MORNING)
            digest = hashlib.sha256(data).digest()
            found = await submissions.announce(tx, CODE.digits, len(data), digest, (), utc_now())
            await submissions.take_part(tx, found, 0, data)
            await submissions.complete(tx, found, utc_now())
            await begin_run(tx, found.receipt_number, utc_now(), utc_now())
        await database.close()
        return found.receipt_number

    return register, asyncio.run(hand_in())


def test_what_waits_is_reviewed_delivered_and_reviewed_again(
    handed_in: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R13, R14: `reviews work`, `deliver`, `again`."""
    url, number = handed_in
    folder = tmp_path / "out"
    deliver = ["reviews", "deliver", number, str(folder), "--database", url]
    assert main(deliver) == REFUSED, "not reviewed yet"
    assert main(["reviews", "work", "--database", url]) == DONE
    assert main(deliver) == DONE
    assert {path.name for path in folder.iterdir()} == {"1-06139992.UKE", "1-01139997.UKE"}
    capsys.readouterr()
    assert main(["reviews", "closing-day", "28", "--database", url]) == DONE
    assert main(["reviews", "again", "--database", url]) == DONE
    assert capsys.readouterr().out == f"{number}\t2\n"
    assert main(["reviews", "again", number, "--database", url]) == REFUSED, "it is being reviewed"
    assert main(["reviews", "again", "--database", url]) == DONE, "nor does it keep others from being"
    assert capsys.readouterr().out == ""


def test_a_block_that_fails_is_named_and_told_again_until_it_is_done(
    handed_in: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """R13: submission and block, the kind of the failure, no person."""
    url, number = handed_in

    async def spoil() -> None:
        database = await open_database(url)
        async with database.transaction() as tx:
            await tx.execute("UPDATE receipt_block SET paper = $1", True)
        await database.close()

    asyncio.run(spoil())
    assert main(["reviews", "work", "--database", url]) == REFUSED
    assert f"{number}: block 1 failed" in capsys.readouterr().err
    assert main(["reviews", "work", "--database", url]) == DONE
    assert "blocks not done: 1" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_bad_input(
    handed_in: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, number = handed_in
    assert main(["reviews", "work", "--database", url]) == DONE
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        assert main(["reviews", "deliver", number, str(folder), "--database", url]) == BAD_INPUT
        assert capsys.readouterr().err.startswith("DIR: ")


def test_a_closing_day_is_one_that_every_month_has(register: str) -> None:
    assert main(["reviews", "closing-day", "31", "--database", register]) == BAD_INPUT
    assert main(["reviews", "work", "--processes", "0", "--database", register]) == BAD_INPUT


def test_whoever_reads_only_the_beginning_ends_it_quietly(
    register: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "RECEIPTC.UKE"
    file.write_bytes(uke(*[Bill()] * 60))
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert main(["review", str(file), "--json", "--database", register]) == READER_GONE
    assert capsys.readouterr().err == ""
