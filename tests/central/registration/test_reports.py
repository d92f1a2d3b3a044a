"""`insurer findings`, `unreturned`, `card-face` and `delays`, as an operator types them."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.central.__main__ import main
from app.central.commands import insurer_reports
from tests.central.clinic import ASSOCIATION, MORNING, SOCIETY
from tests.central.registrar import known_by_card, row

Command = Callable[..., int]
MEMBER = row(card_issued_on="2025-12-02", acquired_on="2026-04-01", filed_on="2026-04-05", cover_ref="c-1")
LOSS = known_by_card(row(), action="lose", lost_on="2026-04-10", loss_reason="03")
ELSEWHERE = row() | {
    "insurer_number": ASSOCIATION,
    "symbol": "7",
    "number": "89",
    "branch": "05",
    "acquired_on": "2026-04-08",
}


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """A command on a register of two insurers, in which a member left a card behind."""

    def run(*arguments: str) -> int:
        return main([*arguments, "--database", f"sqlite:///{tmp_path / 'central.sqlite3'}"])

    run("migrate")
    for number, name in ((SOCIETY, "見本組合"), (ASSOCIATION, "見本協会")):
        assert run("create-insurer", number, "--name", name) == 0
    columns = list(dict.fromkeys([*MEMBER, *LOSS]))
    for place, (told, moment) in enumerate(
        (([MEMBER, row(2)], "2026-04-06"), ([LOSS], "2026-04-15"), ([ELSEWHERE], "2026-04-20"))
    ):
        file = tmp_path / f"{place}.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            out = csv.DictWriter(opened, columns)
            out.writeheader()
            out.writerows(told)
        assert run("insurer", "register", str(file), "--known-at", f"{moment}T12:00:00+09:00") == 0
    capsys.readouterr()
    return run


def _table(told: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(told)))


def test_an_insurers_secret_stands_alone_on_standard_output_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'central.sqlite3'}")
    main(["migrate", *database])
    capsys.readouterr()
    assert main(["create-insurer", SOCIETY, "--name", "見本組合", *database]) == 0
    told = capsys.readouterr()
    (secret,) = told.out.splitlines()
    assert len(secret) >= 43 and secret not in told.err
    assert main(["create-insurer", SOCIETY, "--name", "見本組合", *database]) == 4
    assert main(["create-insurer", "0613", "--name", "見本組合", *database]) == 2
    assert main(["create-insurer", "06139990", "--name", "見本", *database]) == 0
    assert "check digit" in capsys.readouterr().err


def test_a_register_of_a_real_insurer_takes_no_town(command: Command) -> None:
    assert command("town", "--people", "10") == 3


def test_findings_are_told_to_their_insurer(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("insurer", "findings", SOCIETY) == 0
    (overlap,) = _table(capsys.readouterr().out)
    assert (overlap["kind"], overlap["day_from"], overlap["day_until"]) == (
        "overlap",
        "2026-04-08",
        "2026-04-09",
    )
    assert (overlap["cover_ref"], overlap["number"], overlap["branch"]) == ("c-1", "3456", "00")
    assert command("insurer", "findings", SOCIETY, "--closed", "--json") == 0
    kinds = {json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()}
    assert kinds == {"overlap", "no_successor"}, "a successor came, so the loss alone is closed"


def test_reminders_are_written_for_cards_not_returned(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R11"""
    letters = tmp_path / "letters.pdf"
    asked = ("insurer", "unreturned", SOCIETY, "--letters", str(letters))
    assert command(*asked) == 2 and not letters.exists()
    assert "return-to" in capsys.readouterr().err, "a letter without an address brings no card back"
    assert command(*asked, "--return-to", "東京都架空区 03-0000-0000") == 0
    told = capsys.readouterr()
    (card,) = _table(told.out)
    assert (card["name"], card["lost_on"], card["issued_on"]) == ("架空　太", "2026-04-10", "2025-12-02")
    assert told.err == "1 letters\n"
    (page,) = PdfReader(letters).pages
    assert "架空　太　様" in page.extract_text()
    assert command("insurer", "unreturned", ASSOCIATION) == 0
    assert _table(capsys.readouterr().out) == []


def test_a_file_that_cannot_be_written_is_named_by_its_field(command: Command, tmp_path: Path) -> None:
    assert command("insurer", "unreturned", SOCIETY, "--letters", str(tmp_path), "--return-to", "架空区") == 2


def test_a_card_face_is_of_exactly_one_member_with_cover(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "card.pdf"
    face = ["insurer", "card-face", SOCIETY, "--symbol", "12", "--number", "3456"]
    assert command(*face, "--branch", "01", str(out)) == 0
    assert "枝番" in PdfReader(out).pages[0].extract_text()
    assert command(*face, str(out)) == 0, "the other one has left"
    assert command(*face, "--branch", "00", str(out)) == 4
    assert command(*face, "--branch", "1", str(out)) == 2


def test_delays_are_told_by_insurer_and_month_and_published(
    command: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """R4"""
    monkeypatch.setattr(insurer_reports, "utc_now", lambda: MORNING)
    assert command("insurer", "delays", "--month", "2026-04", "--publish") == 0
    told = capsys.readouterr()
    figures = {
        (each["insurer"], each["event"], each["span"]): (each["rows"], each["p50_days"])
        for each in _table(told.out)
    }
    assert figures[SOCIETY, "acquisition", "true_to_filed"] == ("1", "4")
    assert figures[SOCIETY, "loss", "true_to_known"] == ("1", "5")
    assert figures[ASSOCIATION, "acquisition", "true_to_known"] == ("1", "12")
    assert f"{ASSOCIATION}: usually 12 days, published" in told.err
    assert command("insurer", "delays", ASSOCIATION, "--month", "2026-04", "--slowest") == 0
    (slow,) = _table(capsys.readouterr().out)
    assert (slow["number"], slow["known_on"], slow["days"]) == ("89", "2026-04-20", "12")
    assert command("insurer", "delays", ASSOCIATION, "--json") == 0
    assert json.loads(capsys.readouterr().out)["usual_delay_days"] == 12


@pytest.mark.parametrize("report", [["findings"], ["unreturned"], ["delays"]])
def test_an_insurer_nobody_knows_is_refused(command: Command, report: list[str]) -> None:
    assert command("insurer", *report, "01139989") == 4
    assert command("insurer", *report, "x") == 2
