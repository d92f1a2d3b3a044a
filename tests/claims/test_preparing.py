"""A month taken in, compared with what the ledger knows, asked about in one batch, and compared again (R10, R13)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.adapters.worker_process import WorkerHere
from app.appointments.appointment import Item
from app.claims.evidence import Source
from app.claims.fixes import Fix, FixItem
from app.claims.month import ClaimState, MonthId
from app.claims.precheck import Prediction
from app.claims.preparing import MonthNotOpen, Step, enter_month, mend, take_back
from app.claims.sending import want_sending, write_copy
from app.claims.taking_in import ReceiptFileUnusable
from app.eligibility.answer import Answer
from app.eligibility.ports import CentralUnreachable
from app.scheme.outcome import Outcome
from app.scheme.receipts.complaints import Weight
from app.scheme.receipts.letters import LetterOutside
from app.scheme.receipts.reading import ReceiptsUnreadable
from app.staff.member import NotAllowed, Role, StaffId, StaffMember
from tests.central.review.files import Bill
from tests.claims.month_files import BILL, OCTOBER_12, Office, told
from tests.people import MANAGER, NOW, TODAY, held, insured, patient


def test_a_file_is_taken_in_and_never_written(office: Office) -> None:
    path = office.file(BILL, BILL)
    path.chmod(0o400)
    before = path.read_bytes(), path.stat().st_mtime_ns
    month = enter_month(path, MANAGER, NOW, MonthId("x"), office.book, office.worker, lambda _: None)
    assert (month.state, month.receipts, month.claims, month.points) == (ClaimState.PREPARED, 2, 2, 848)
    assert month.whole is not None and month.whole.claim_month == date(2026, 11, 1)
    assert [row.number for row in office.rows(month)] == ["1", "2"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("name", ["RECEIPTC.UKE", "\udc83\udc8cRECEIPTC.UKE"], ids=["plain", "no letters"])
def test_bytes_that_are_no_letters_in_heading_and_name_keep_no_file_out(office: Office, name: str) -> None:
    """They stand as ● where they are shown, and stop the sending by their place."""
    path = office.file(BILL)
    data = path.read_bytes().replace(b",9990014,", b",99900\x814,")
    try:
        path = path.rename(path.with_name(name))
    except (OSError, UnicodeError):
        pytest.skip("no file can have this name here")
    path.write_bytes(data)
    month = enter_month(path, MANAGER, NOW, MonthId("x"), office.book, office.worker, lambda _: None)
    assert month.whole is not None and month.whole.institution == "13199900●4"
    assert office.book.months()[0].file_name == name.replace("\udc83\udc8c", "●●")
    with pytest.raises(LetterOutside, match=r"line 1, IR, 医療機関コード: 0x81"):
        write_copy(month, office.book, office.worker)


def test_no_receipts_at_all_leave_nothing_behind(office: Office) -> None:
    path = office.folder / "letter.txt"
    path.write_text("拝啓")
    with pytest.raises(ReceiptsUnreadable):
        enter_month(path, MANAGER, NOW, MonthId("x"), office.book, office.worker, lambda _: None)
    with pytest.raises(ReceiptFileUnusable):
        enter_month(
            path.with_name("none"), MANAGER, NOW, MonthId("x"), office.book, office.worker, lambda _: None
        )
    assert office.book.months() == ()


def test_a_doctor_keeps_no_claims(office: Office) -> None:
    doctor = StaffMember(StaffId(9), "医師", frozenset({Role.DOCTOR}))
    with pytest.raises(NotAllowed):
        enter_month(office.file(BILL), doctor, NOW, MonthId("x"), office.book, office.worker, lambda _: None)


def test_broken_receipts_are_told_and_hide_no_good_one(office: Office) -> None:
    office.respond = told
    month = office.prepared(BILL, replace(BILL, sex="5"), BILL)
    assert [row.weight for row in office.rows(month)] == [None, Weight.RECEIPT, None]
    assert office.book.summary(month.id).faulty == 1
    assert {each.receipt for each in office.book.complaints(month.id, 10)} == {2}


def test_the_month_is_asked_about_in_one_batch_without_branches(office: Office) -> None:
    """R10, R12: each card, birth date and day once; by the full birth date."""
    asked: list[Item] = []

    def respond(item: Item) -> Answer:
        asked.append(item)
        return told(item)

    office.respond = respond
    month = office.prepared(BILL, replace(BILL, branch="77"), replace(BILL, number="９"))
    assert [(str(each.appointment.insured), each.appointment.on.day) for each in asked] == [
        ("06139992 ７０１・４４２", 20),
        ("06139992 ７０１・９", 20),
    ]
    assert {each.appointment.birth_on for each in asked} == {date(1988, 2, 14)}
    assert len(office.batches.handed_over) == 1
    assert [row.prediction for row in office.rows(month)] == [Prediction.FORWARDED] * 3
    assert [row.reason for row in office.rows(month)][1] == "branch_corrected"


def test_days_after_a_loss_are_asked_about_one_by_one(office: Office) -> None:
    """R13: of each uncovered day it must be known whether a newer cover holds."""
    days: list[int] = []

    def respond(item: Item) -> Answer:
        days.append(item.appointment.on.day)
        newer = item.appointment.on >= date(2026, 10, 20)
        return told(item, Outcome.LAPSED_NEWER if newer else Outcome.LAPSED, lost_on=OCTOBER_12)

    office.respond = respond
    month = office.prepared(replace(BILL, days=(5, 13, 20)))
    assert days == [20, 13]
    assert (office.row(month).prediction, office.row(month).reason) == (
        Prediction.RETURNED,
        "uncovered_days",
    )


def test_what_the_counter_confirmed_is_not_asked_again(office: Office) -> None:
    kept = office.ledger.patients.add(patient())
    seen = datetime(2026, 10, 20, 1, tzinfo=UTC)
    office.ledger.patients.hold_card(kept.id, held(insured(), confirmed_at=seen))
    month = office.prepared(BILL)
    assert office.row(month).prediction is Prediction.FORWARDED
    assert office.batches.handed_over == []


def test_without_a_line_the_ledger_alone_tells(office: Office) -> None:
    """R20"""
    month = office.prepared(BILL, connected=False)
    assert office.row(month).prediction is Prediction.UNCONFIRMED


def test_a_cut_line_leaves_what_stands_and_goes_on(office: Office) -> None:
    month = office.enter(BILL)
    office.batches.trouble = CentralUnreachable()
    with pytest.raises(CentralUnreachable):
        office.compare(month)
    assert office.row(month).prediction is Prediction.UNCONFIRMED
    office.batches.trouble = None
    office.compare(month)
    assert office.row(month).prediction is Prediction.FORWARDED
    assert len(office.batches.handed_over) == 1


def test_only_what_the_service_has_not_told_yet_is_waited_for(office: Office) -> None:
    """A month of many pages would else take a pause for each of them, and for each block that they change."""
    month = office.enter(BILL)
    taken = list(iter(lambda: office.took(month), Step.NONE))
    assert taken == [Step.NEXT, Step.AWAITED, Step.NEXT, Step.NEXT], "compared, asked, told, compared again"


def test_a_batch_the_service_forgot_is_handed_over_again(office: Office) -> None:
    month = office.enter(BILL)
    while office.book.month(month.id).asking is None:
        office.step(month)
    office.batches.forget()
    office.compare(month)
    assert office.row(month).prediction is Prediction.FORWARDED


def test_a_refused_card_is_unconfirmed_and_not_asked_for_ever(office: Office) -> None:
    office.respond = lambda item: "input.refused"
    month = office.prepared(BILL)
    assert office.row(month).prediction is Prediction.UNCONFIRMED


def test_a_fix_is_compared_again_and_taken_back_at_will(office: Office) -> None:
    month = office.prepared(replace(BILL, kana="カクウハル"))
    page = office.book.page(month.id, 1)
    assert page.precheck is not None
    assert [each.item for each in page.precheck.fixes] == [FixItem.KANA]
    office.book.fix(month.id, 1, page.precheck.fixes)
    office.compare(month)
    fixed = office.book.page(month.id, 1)
    assert fixed.precheck is not None and fixed.precheck.fixes == ()
    assert (fixed.row.kana, fixed.row.fixed) == ("カクウハナ", 1)
    office.book.undo_fix(month.id, 1)
    office.compare(month)
    assert office.book.page(month.id, 1) == page


class Interrupted(WorkerHere):
    """Somebody does something while a block is with the worker, once."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile: Callable[[], object] | None = meanwhile

    def stream(self, work: Callable[..., Iterator[Any]], *arguments: object) -> Iterator[Any]:
        for block in work(*arguments):
            if self._meanwhile is not None:
                self._meanwhile()
                self._meanwhile = None
            yield block


def test_what_is_fixed_while_it_is_being_compared_is_compared_again(office: Office) -> None:
    """R13: no prediction stands that is not about what will be sent."""
    month = office.enter(replace(BILL, number="９"), BILL)
    right = Fix(FixItem.NUMBER, "", "", ("06139992", "701", "442", "02"), Source.STAFF)
    office.worker = Interrupted(lambda: mend(month.id, 1, [right], MANAGER, office.book))
    assert office.step(month)
    assert office.book.summary(month.id).compared == 1
    office.compare(month)
    assert [row.prediction for row in office.rows(month)] == [Prediction.FORWARDED] * 2


def test_nothing_is_fixed_any_more_once_it_is_being_sent(office: Office) -> None:
    month = office.prepared(BILL)
    fix = Fix(FixItem.BRANCH, "02", "03", ("03",), Source.STAFF)
    mend(month.id, 1, [fix], MANAGER, office.book)
    want_sending(month.id, MANAGER, office.book)
    for change in (
        lambda: mend(month.id, 1, [fix], MANAGER, office.book),
        lambda: take_back(month.id, 1, MANAGER, office.book),
    ):
        with pytest.raises(MonthNotOpen):
            change()
    assert office.book.page(month.id, 1).copy.fixes == (fix,)


def test_a_patient_with_another_card_in_the_ledger_is_found_by_name_and_birth(office: Office) -> None:
    """Number mistyped on the receipt: the chart has the right one."""
    kept = office.ledger.patients.add(patient())
    office.ledger.patients.hold_card(kept.id, held(insured()))
    office.respond = lambda item: told(item, Outcome.NONE)
    month = office.prepared(replace(BILL, number="４４９"))
    page = office.book.page(month.id, 1)
    assert (page.row.prediction, page.row.reason) == (Prediction.RETURNED, "unknown_person")
    assert page.precheck is not None
    assert [each.item for each in page.precheck.fixes] == [FixItem.NUMBER]
    assert page.precheck.fixes[0].known == str(insured())


def test_everything_is_asked_anew_on_demand(office: Office) -> None:
    """An insurer registered in between."""
    month = office.prepared(BILL)
    office.respond = lambda item: told(item, Outcome.LAPSED, lost_on=date(2026, 10, 1))
    office.book.compare_again(month.id)
    office.compare(month)
    assert office.row(month).prediction is Prediction.KOKUHO


def test_nothing_later_than_today_is_asked_about(office: Office) -> None:
    days: list[date] = []

    def respond(item: Item) -> Answer:
        days.append(item.appointment.on)
        return told(item)

    office.respond = respond
    office.prepared(Bill(**{**BILL.__dict__, "month": "202611", "days": (5, 28)}))
    assert days and max(days) <= TODAY
