"""`batch` at the terminal: rows refreshed, broken ones told by line, an end for every way it can go (R10)."""

import argparse
import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.appointments.appointment import BatchId, BatchState, Item
from app.appointments.columns import header_key
from app.appointments.ports import BatchLine, Progress
from app.commands import batch
from app.eligibility.answer import Answer
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.scheme.outcome import Outcome
from app.staff.member import Role
from tests.commands.counter import Ended
from tests.fakes.appointments import AppointmentBookInMemory, BatchLineInMemory
from tests.fakes.ledger import PatientsInMemory, QuickPinHasher, StaffRollInMemory
from tests.people import NOW, answer, held, information, insured, patient

GOOD = "06139992,701,442,02,0214"
HEADING = "保険者番号,記号,番号,枝番,生年月日\n"


class Terminal:
    """`batch` joined to a ledger and a line in memory."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.respond: Callable[[Item], Answer | str] = lambda item: answer()
        self.line: BatchLineInMemory | BatchLine | None = BatchLineInMemory(lambda item: self.respond(item))
        self.book, self.index = AppointmentBookInMemory(), PatientsInMemory()
        self.roll, self.hasher = StaffRollInMemory(), QuickPinHasher()
        self.file, self.out = folder / "予約.csv", folder / "refreshed.csv"
        self.waited: list[float] = []
        self._capsys = capsys

    def batch(self, *rows: str, heading: str = HEADING, more: str = "", stdin: str = "") -> Ended:
        self.file.write_text(heading + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return self.again(more, stdin)

    def again(self, more: str = "", stdin: str = "") -> Ended:
        parser = argparse.ArgumentParser()
        batch.add_arguments(parser)
        tools = batch.BatchTools(
            book=self.book,
            line=self.line,
            index=self.index,
            roll=self.roll,
            hasher=self.hasher,
            clock=lambda: NOW,
            new_id=lambda: BatchId(f"batch-{len(self.book.batches())}"),
            wait=self.waited.append,
            explain=lambda code: f"«{code}»",
        )
        words = [str(self.file), "--out", str(self.out), *more.split()]
        status = batch.run(parser.parse_args(words), tools, io.StringIO(stdin))
        return Ended(status, *self._capsys.readouterr())

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out.read_text(encoding="utf-8-sig"), newline="")))


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


def test_every_row_answered_ends_well(terminal: Terminal) -> None:
    ended = terminal.batch(GOOD, GOOD)
    assert (ended.status, ended.out) == (0, "answered 2, refused 0, not answered 0, left out 0\n")
    assert terminal.out.read_bytes().startswith(b"\xef\xbb\xbf")
    first, second = terminal.rows()
    assert (first["line"], second["line"]) == ("2", "3")
    assert (first["on"], first["outcome"], first["ratio_percent"]) == ("2026-11-22", "valid", "30")
    assert first["exception"] == "unknown_patient"


def test_a_row_comes_back_with_what_the_service_has_now(terminal: Terminal) -> None:
    """R10, R12: a branch learned, a loss, what differs from the ledger."""
    terminal.index.add(patient(1, held(), address="東京都見本区例示1-2-3"))
    said = {
        "1": answer(Outcome.VALID, information(address="東京都例示区")),
        "2": answer(Outcome.VALID, information(insured(branch="05"), name="架空　葉", kana="カクウ　ハ")),
        "3": answer(Outcome.LAPSED_NEWER, information(lost_on=date(2026, 11, 1))),
        "4": answer(Outcome.NONE),
    }
    terminal.respond = lambda item: said[item.id]
    no_branch = "06139992,701,442,,1988-02-14"
    assert terminal.batch(GOOD, no_branch, GOOD, GOOD).status == 0
    changed, learned, lapsed, none = terminal.rows()
    assert (changed["changed"], changed["exception"]) == ("住所", "changed")
    assert (learned["branch"], learned["changed"]) == ("05", "枝番")
    assert (lapsed["outcome"], lapsed["lost_on"], lapsed["ratio_percent"]) == (
        "lapsed_newer",
        "2026-11-01",
        "",
    )
    assert (none["outcome"], none["insurer"], none["exception"]) == ("none", "06139992", "none")


def test_what_was_written_can_be_read_again(terminal: Terminal) -> None:
    terminal.batch(GOOD)
    terminal.out.replace(terminal.file)
    assert terminal.again().status == 0


def test_a_name_that_a_sheet_would_reckon_is_text_there_and_a_name_here(terminal: Terminal) -> None:
    heading, row = f"氏名,{HEADING}", f"=1+1,{GOOD}"
    terminal.batch(row, heading=heading)
    assert terminal.rows()[0]["name"] == "'=1+1"
    terminal.out.replace(terminal.file)
    assert terminal.again().status == 0
    assert terminal.rows()[0]["name"] == "'=1+1"


def test_a_broken_row_is_told_by_line_and_field_and_hides_no_good_one(terminal: Terminal) -> None:
    ended = terminal.batch(GOOD, "himitsu,701,442,02,0214", GOOD)
    assert ended.status == 2
    assert f"{terminal.file}:3: insurer: " in ended.err and "himitsu" not in ended.err
    assert [row["outcome"] for row in terminal.rows()] == ["valid", "valid"]
    (kept,) = terminal.book.batches()
    assert [each.line for each in terminal.book.left_out(kept.id)] == [3], "the desk tells of it too"


@pytest.mark.parametrize(
    ("rows", "heading", "code"),
    [
        ((), "", "appointments.file_empty"),
        ((GOOD,), "記号,番号\n", "appointments.columns_missing"),
        ((GOOD,), "", "appointments.file_no_header"),
    ],
)
def test_a_file_that_is_none_of_appointments_is_refused(
    terminal: Terminal, rows: tuple[str, ...], heading: str, code: str
) -> None:
    ended = terminal.batch(*rows, heading=heading)
    assert ended.status == 2 and ended.err.startswith(f"{code}: ")
    assert not terminal.out.exists() and terminal.book.batches() == ()


def test_a_file_of_broken_rows_alone_asks_nothing(terminal: Terminal) -> None:
    assert terminal.batch("x,701,442,02,0214").status == 2
    assert terminal.book.batches() == ()


def test_places_that_cannot_be_read_or_written_are_named(terminal: Terminal) -> None:
    ended = terminal.again()
    assert (ended.status, ended.err) == (2, "input.refused: FILE: cannot be read\n")
    terminal.out = terminal.out.parent / "no such folder" / "out.csv"
    ended = terminal.batch(GOOD)
    assert ended.status == 2 and "--out" in ended.err
    terminal.out = terminal.file.parent
    assert "is a folder" in terminal.again().err
    assert terminal.book.batches() == (), "nothing is asked that could not be written"


def test_a_place_that_is_lost_meanwhile_keeps_no_half_of_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*places: object) -> None:
        raise PermissionError

    monkeypatch.setattr("app.commands.batch.os.replace", refused)
    ended = terminal.batch(GOOD)
    assert ended.status == 2 and "cannot be written" in ended.err
    assert [each.name for each in terminal.file.parent.iterdir()] == [terminal.file.name]


def test_columns_mapped_at_the_desk_are_known_at_the_terminal(terminal: Terminal) -> None:
    header = ("い", "ろ", "は", "に", "ほ")
    assert terminal.batch(GOOD, heading="い,ろ,は,に,ほ\n").status == 2
    mapping = dict(zip(("insurer", "symbol", "number", "branch", "birth"), header, strict=True))
    terminal.book.keep_mapping(header_key(header), mapping)
    assert terminal.again().status == 0


def test_rows_without_a_day_are_for_the_day_that_is_given(terminal: Terminal) -> None:
    assert terminal.batch(GOOD, more="--on R8.11.24").status == 0
    assert terminal.rows()[0]["on"] == "2026-11-24"
    assert terminal.again("--on 2026-13-01").status == 2


def test_a_line_cut_on_the_way_leaves_what_is_known_and_the_next_run_goes_on(terminal: Terminal) -> None:
    line = BatchLineInMemory(lambda item: answer(), at_once=1, page=1)
    terminal.line = line
    real = line.progress
    seen: list[int] = []

    def cut(receipt_number: str) -> Progress:
        seen.append(1)
        if len(seen) == 2:
            raise CentralUnreachable
        return real(receipt_number)

    line.progress = cut  # type: ignore[method-assign]
    ended = terminal.batch(GOOD, GOOD)
    assert ended.status == 6 and "line.unreachable" in ended.err and "続きから" in ended.err
    assert [row["outcome"] for row in terminal.rows()] == ["valid", ""]
    assert terminal.again().status == 0
    assert [row["outcome"] for row in terminal.rows()] == ["valid", "valid"]
    assert len(line.handed_over) == 1 and len(terminal.book.batches()) == 1


def test_refused_rows_and_a_refused_batch_have_their_own_end(terminal: Terminal) -> None:
    terminal.respond = lambda item: "number.refused" if item.id == "1" else answer()
    assert terminal.batch(GOOD, GOOD).status == 8
    refused, good = terminal.rows()
    assert (refused["exception"], refused["problem"]) == ("refused", "number.refused")
    assert good["outcome"] == "valid"
    assert isinstance(terminal.line, BatchLineInMemory)
    terminal.line.trouble = RefusedByCentral("scope.missing")
    ended = terminal.again()
    assert ended.status == 8 and ended.err.startswith("scope.missing")


def test_a_pause_is_told_with_its_end_and_not_waited_for(terminal: Terminal) -> None:
    class Paused(BatchLineInMemory):
        def _progress(self, receipt: str) -> Progress:
            return replace(super()._progress(receipt), state="paused", paused_until=NOW)

    terminal.line = Paused(lambda item: answer(), at_once=0)
    ended = terminal.batch(GOOD)
    assert ended.status == 6 and ended.err.startswith("batch.paused: until 10:32")
    assert terminal.waited == []


def test_a_service_that_stands_still_is_not_waited_for_for_ever(terminal: Terminal) -> None:
    terminal.line = BatchLineInMemory(lambda item: answer(), at_once=0)
    ended = terminal.batch(GOOD)
    assert ended.status == 6 and "line.slow" in ended.err
    assert 60 <= sum(terminal.waited) < 65 and max(terminal.waited) <= 1
    (kept,) = terminal.book.batches()
    assert kept.state is BatchState.WORKING, "it is fetched by the next run"


def test_a_desk_that_takes_no_part_says_so(terminal: Terminal) -> None:
    """R20."""
    terminal.line = None
    ended = terminal.batch(GOOD)
    assert ended.status == 7 and ended.err.startswith("line.not_connected")


def test_where_the_home_has_staff_somebody_signs_in(terminal: Terminal) -> None:
    terminal.roll.add("佐藤", frozenset({Role.RECEPTIONIST}), terminal.hasher.hashed("83614"))
    assert terminal.batch(GOOD).status == 2
    assert terminal.again("--staff 佐藤 --staff-pin-stdin", "83614\n").status == 0
    assert terminal.book.batches()[0].staff_name == "佐藤"
