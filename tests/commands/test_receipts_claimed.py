"""`receipts precheck` and `receipts send` at the terminal: an end for every way they can go (R13, R14)."""

import argparse
import io
import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.appointments.appointment import Item
from app.claims.evidence import Source
from app.claims.fixes import Fix, FixItem
from app.claims.ports import ClaimsLine
from app.commands import receipts, receipts_claimed
from app.eligibility.answer import Answer
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.errors import ClinicError
from app.scheme.outcome import Outcome
from app.scheme.receipts.complaints import Fault
from app.scheme.receipts.kinds import ReceiptKind
from app.staff.member import Role
from tests.central.review.files import Bill, uke
from tests.claims.conftest import empty_home, office
from tests.claims.month_files import BILL, Office, ReviewInMemory, told
from tests.commands.counter import Ended
from tests.fakes.ledger import QuickPinHasher, StaffRollInMemory
from tests.people import NOW
from tests.scheme.receipts.damages import CASES, Case, encoded, lines_of

__all__ = ["empty_home", "office"]
_WEIGHTS = {each.code: each.weight for each in Fault}
NOBODY = replace(BILL, number="９")


def respond(item: Item) -> Answer:
    return told(item, Outcome.NONE if item.appointment.insured.number == "９" else Outcome.VALID)


class Terminal:
    """The two commands joined to a real ledger, and to a service in memory."""

    def __init__(self, office: Office, capsys: pytest.CaptureFixture[str]) -> None:
        self.office = office
        self.review = ReviewInMemory()
        self.line: ClaimsLine | None = self.review
        self.connected = True
        self.sample: Path | None = None
        self.roll, self.hasher = StaffRollInMemory(), QuickPinHasher()
        self._capsys = capsys
        office.respond = respond

    def run(self, step: str, *bills: Bill, more: str = "", stdin: str = "") -> Ended:
        return self.again(step, str(self.office.file(*bills)), more, stdin)

    def again(self, step: str, file: str = "", more: str = "", stdin: str = "") -> Ended:
        parser = argparse.ArgumentParser()
        receipts.add_arguments(parser, argparse.ArgumentParser(add_help=False))
        tools = receipts_claimed.ClaimTools(
            book=self.office.book,
            worker=self.office.worker,
            batches=self.office.batches if self.connected else None,
            line=self.line if self.connected else None,
            roll=self.roll,
            hasher=self.hasher,
            clock=lambda: NOW,
            new_id=self.office.new_id,
            wait=lambda _: None,
            explain=lambda code: f"«{code}»",
            sample=self.sample,
        )
        asked = parser.parse_args([step, *file.split(), *more.split()])
        status = receipts_claimed.run(asked, tools, io.StringIO(stdin))
        return Ended(status, *self._capsys.readouterr())


@pytest.fixture
def terminal(office: Office, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(office, capsys)


def test_a_month_that_goes_on_as_it_stands_ends_with_0(terminal: Terminal) -> None:
    """R13; the copy of a look at the terminal goes with it."""
    ended = terminal.run("precheck", BILL, more="--json")
    assert ended.status == 0
    assert ended.document["predictions"]["forwarded"] == 1
    assert ended.document["attention"] == []
    assert terminal.office.book.months() == ()


def test_what_needs_a_look_is_told_without_names(terminal: Terminal) -> None:
    ended = terminal.run("precheck", BILL, NOBODY, more="--json")
    assert ended.status == receipts_claimed.NEEDS_A_LOOK
    (noted,) = ended.document["attention"]
    assert noted == {
        "place": 2,
        "receipt_number": "2",
        "chart": "000002",
        "prediction": "returned",
        "reason": "unknown_person",
        "lapsed_on": None,
        "days": [{"on": "2026-10-05", "status": "unconfirmed"}, {"on": "2026-10-20", "status": "nobody"}],
        "differences": [],
    }
    for word in ("架空", "カクウ", "1988"):
        assert word not in ended.out + ended.err


def test_people_read_a_line_a_receipt(terminal: Terminal) -> None:
    ended = terminal.run("precheck", BILL, NOBODY)
    assert "レセプト 2　件数 2　合計 848点" in ended.out
    assert ended.out.splitlines()[1:] == [
        "そのまま 1　返戻 1",
        "2　返戻　該当する方がいない　10-05 確認なし、10-20 該当者なし",
    ]


@pytest.mark.parametrize(
    ("trouble", "status"),
    [(CentralUnreachable(), 6), (RefusedByCentral("scope.missing"), 8)],
)
def test_what_the_ledger_knows_is_printed_though_the_service_did_not_answer(
    terminal: Terminal, trouble: ClinicError, status: int
) -> None:
    terminal.office.batches.trouble = trouble
    ended = terminal.run("precheck", BILL, more="--json")
    assert ended.status == status
    assert ended.document["predictions"]["unconfirmed"] == 1
    assert "«" in ended.err


def test_a_pause_is_told_with_its_end(terminal: Terminal) -> None:
    terminal.office.batches.paused_until = NOW + timedelta(minutes=30)
    ended = terminal.run("precheck", BILL)
    assert ended.status == 6
    assert "batch.paused: until 11:02" in ended.err


def test_what_was_paused_or_cut_goes_on_when_asked_again(terminal: Terminal) -> None:
    """R13: nobody is asked about twice, since each that is not found counts; in the end the copy goes."""
    batches = terminal.office.batches
    batches.trouble, batches.fails_at = CentralUnreachable(), "hand_over, its reply"
    assert terminal.run("precheck", BILL, NOBODY).status == 6
    batches.trouble, batches.paused_until = None, NOW + timedelta(minutes=30)
    assert terminal.run("precheck", BILL, NOBODY).status == 6
    assert [each.file_name for each in terminal.office.book.months()] == ["RECEIPTC.UKE"]
    assert terminal.run("precheck", BILL).status == 6, "another file is another look"
    batches.paused_until = None
    handed_over = len(batches.handed_over)
    ended = terminal.run("precheck", BILL, NOBODY, more="--json")
    assert ended.status == receipts_claimed.NEEDS_A_LOOK
    assert (ended.document["predictions"]["returned"], len(batches.handed_over)) == (1, handed_over)
    assert [each.receipts for each in terminal.office.book.months()] == [1]
    assert terminal.run("precheck", BILL).status == 0
    assert terminal.office.book.months() == ()


def test_a_paused_look_that_went_on_at_the_desk_is_left_there(terminal: Terminal) -> None:
    terminal.office.batches.paused_until = NOW + timedelta(minutes=30)
    assert terminal.run("precheck", BILL).status == 6
    (month,) = terminal.office.book.months()
    sex = Fix(FixItem.SEX, "女", "男", ("1",), Source.STAFF)
    terminal.office.book.fix(month.id, 1, (sex,))
    terminal.office.batches.paused_until = None
    assert terminal.run("precheck", BILL).status == 0
    assert [each.id for each in terminal.office.book.months()] == [month.id]
    terminal.office.book.keep(replace(month, wants_sending=True))
    assert terminal.run("precheck", BILL).status == 0, "the file itself is looked at"
    assert [each.id for each in terminal.office.book.months()] == [month.id]


def test_a_service_that_refuses_leaves_no_copy_behind(terminal: Terminal) -> None:
    terminal.office.batches.trouble = RefusedByCentral("scope.missing")
    assert terminal.run("precheck", BILL).status == 8
    assert terminal.office.book.months() == ()


def test_without_a_line_nothing_is_sent_and_the_ledger_alone_predicts(terminal: Terminal) -> None:
    """R20"""
    terminal.connected = False
    assert terminal.run("precheck", BILL).status == receipts_claimed.NEEDS_A_LOOK
    assert terminal.run("send", BILL).status == 7


@pytest.mark.parametrize("step", ["precheck", "send"])
def test_a_file_that_cannot_be_read_ends_with_2(terminal: Terminal, step: str) -> None:
    path = terminal.office.folder / "letter.txt"
    path.write_text("拝啓")
    ended = terminal.again(step, str(path))
    assert ended.status == 2
    assert "letter.txt" in ended.err
    assert terminal.again(step, str(path.with_name("none"))).status == 2
    assert terminal.office.book.months() == ()


def test_every_damage_is_compared_and_handed_in_as_it_stands(terminal: Terminal) -> None:
    """R13: files of all three kinds. Never a traceback: a letter outside alone keeps a file from being sent."""
    terminal.office.respond = told
    path = terminal.office.folder / "file"
    whole = [Case("valid", kind, lambda lines: lines, ()) for kind in ReceiptKind]
    assert len(CASES) >= 40
    for kind, damage, complaints in ((case.kind, case.damage, case.told) for case in (*whole, *CASES)):
        data = encoded(damage(lines_of(kind)))
        path.write_bytes(data)
        compared = terminal.again("precheck", str(path), "--json")
        if "file.empty 0" in complaints:
            for ended in (compared, terminal.again("send", str(path))):
                assert (ended.status, ended.err[:12]) == (2, "claims.empty")
            assert all(each.receipts for each in terminal.office.book.months()), "nothing of it is kept"
            continue
        found = compared.document
        assert sum(found["predictions"].values()) == found["receipts"], (kind, complaints)
        assert compared.status == (3 if found["attention"] else 0), (kind, complaints)
        weights = [_WEIGHTS[each.split()[0]] for each in complaints]
        assert found["complaints"] == dict(Counter(weights)), (kind, complaints)
        sent = terminal.again("send", str(path))
        if any(each.startswith(("item.letter", "item.bytes")) for each in complaints):
            assert (sent.status, sent.err[:23]) == (2, "receipts.letter_outside")
        else:
            assert (sent.status, terminal.review.received) == (0, data), (kind, complaints)


@pytest.mark.parametrize("step", ["precheck", "send"])
def test_in_practice_the_towns_own_file_is_taken_where_none_is_named(terminal: Terminal, step: str) -> None:
    terminal.sample = terminal.office.file(BILL, BILL)
    ended = terminal.again(step, more="--json")
    assert (ended.status, ended.document["receipts"]) == (0, 2)
    terminal.sample = None
    ended = terminal.again(step)
    assert (ended.status, "FILE: is missing" in ended.err) == (2, True)


def test_a_file_is_sent_once_however_often_one_asks(terminal: Terminal) -> None:
    first = terminal.run("send", BILL, more="--json")
    assert (first.status, first.document["state"]) == (0, "sent")
    assert terminal.review.received == uke(BILL)
    again = terminal.run("send", BILL, more="--json")
    assert again.document == first.document
    assert terminal.review.announced == 1
    assert len(terminal.office.book.months()) == 1


def test_a_cut_file_goes_on_when_asked_again(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.claims.sending.PART", 300)
    terminal.review.cut_after, terminal.review.trouble = 1, CentralUnreachable()
    assert terminal.run("send", BILL, BILL).status == 6
    assert len(terminal.review.received) == 300
    assert terminal.run("send", BILL, BILL).status == 0
    assert terminal.review.received == uke(BILL, BILL)


def test_a_file_refused_as_a_whole_says_why_and_is_not_kept(terminal: Terminal) -> None:
    terminal.review.refusal = "counts"
    ended = terminal.run("send", BILL)
    assert ended.status == 8
    assert ended.err.splitlines()[-1].startswith("counts: ") and ended.err.endswith("総件数が合わない\n")
    assert terminal.office.book.months() == ()


def test_a_letter_that_receipts_cannot_hold_stops_the_sending(terminal: Terminal) -> None:
    path = terminal.office.file(BILL)
    path.write_bytes(path.read_bytes().replace("見本病名".encode("cp932"), b"\x81"))
    ended = terminal.again("send", str(path))
    assert ended.status == 2
    assert "line 6, SY" in ended.err
    assert terminal.office.book.months() == ()
    assert terminal.run("send", BILL).status == 0


def test_where_the_home_has_staff_somebody_signs(terminal: Terminal) -> None:
    terminal.roll.add("受付", frozenset({Role.RECEPTIONIST}), terminal.hasher.hashed("482913"))
    assert terminal.run("send", BILL).status == 2
    wrong = terminal.run("send", BILL, more="--staff 受付 --staff-pin-stdin", stdin="111111\n")
    assert wrong.status == 2
    right = terminal.run("send", BILL, more="--staff 受付 --staff-pin-stdin", stdin="482913\n")
    assert right.status == 0


@pytest.mark.parametrize("step", ["precheck", "send"])
def test_what_can_be_read_only_once_is_refused_at_once(terminal: Terminal, step: str) -> None:
    """A pipe would be waited for without end; a folder is none either. The path is named."""
    pipe = terminal.office.folder / "pipe"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for path in filter(Path.exists, (pipe, terminal.office.folder)):
        ended = terminal.again(step, str(path))
        assert ended.status == 2
        assert ended.err == f"claims.file_unusable: {path}: is not a file «claims.file_unusable»\n"
