"""A month sent in parts, cut and resumed, followed and settled (R14)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.claims import sending
from app.claims.month import ClaimState, MonthFile, MonthId
from app.claims.ports import ToldOutcome
from app.claims.preparing import MonthNotOpen, enter_month
from app.claims.sending import MonthEmpty, Sending, follow, hold_back, want_sending, write_copy
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.scheme.receipts.letters import LetterOutside
from app.scheme.receipts.routing import ReviewOutcome
from tests.central.review.files import uke
from tests.claims.month_files import BILL, Office, ReviewInMemory
from tests.people import MANAGER, NOW

RETURNED = ToldOutcome(2, "returned", "unknown_person")


def sent(office: Office, line: ReviewInMemory, month: MonthFile) -> MonthFile:
    want_sending(month.id, MANAGER, office.book)
    on_its_way = Sending(month.id, office.book, office.worker, line, lambda: NOW)
    while on_its_way.step():
        pass
    return office.book.month(month.id)


def test_the_copy_is_the_file_byte_for_byte(office: Office) -> None:
    month = office.enter(BILL, replace(BILL, branch=None), replace(BILL, sex="9"))
    expected = uke(BILL, replace(BILL, branch=None), replace(BILL, sex="9"))
    assert write_copy(month, office.book, office.worker) == expected


def test_bytes_that_are_no_letter_stop_the_sending_where_they_stand(office: Office) -> None:
    path = office.file(BILL)
    path.write_bytes(path.read_bytes().replace("見本病名".encode("cp932"), b"\x81"))
    month = sending_month(office, path.read_bytes())
    with pytest.raises(LetterOutside) as stopped:
        sent(office, ReviewInMemory(), month)
    assert (stopped.value.record, stopped.value.line) == ("SY", 6)
    assert office.book.month(month.id).is_open


def sending_month(office: Office, content: bytes) -> MonthFile:
    path = office.folder / "odd.UKE"
    path.write_bytes(content)
    return enter_month(path, MANAGER, NOW, MonthId("odd"), office.book, office.worker, lambda _: None)


def test_fixes_are_sent_and_the_rest_stays(office: Office) -> None:
    month = office.prepared(BILL, replace(BILL, branch="77"))
    found = office.book.page(month.id, 2).precheck
    assert found is not None
    office.book.fix(month.id, 2, found.fixes)
    line = ReviewInMemory()
    sent(office, line, month)
    assert line.received == uke(BILL, BILL)


def test_a_month_goes_in_parts_and_is_sent_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PART", 300)
    line = ReviewInMemory()
    month = sent(office, line, office.enter(BILL, BILL))
    assert (month.state, month.receipt_number) == (ClaimState.SENT, "20261122-1")
    assert month.sent == month.length == len(uke(BILL, BILL))
    with pytest.raises(MonthNotOpen):
        want_sending(month.id, MANAGER, office.book)


def test_a_cut_goes_on_where_the_service_stands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after a crash: a new sending announces the same file and gets the same submission."""
    monkeypatch.setattr(sending, "PART", 300)
    line = ReviewInMemory(cut_after=2, trouble=CentralUnreachable())
    month = office.enter(BILL, BILL)
    with pytest.raises(CentralUnreachable):
        sent(office, line, month)
    held = office.book.month(month.id)
    assert (held.wants_sending, held.sent) == (True, 600)
    assert sent(office, line, month).state is ClaimState.SENT
    assert line.received == uke(BILL, BILL)
    assert line.announced == 2


def test_a_refused_file_can_be_corrected_and_says_why(office: Office) -> None:
    month = sent(office, ReviewInMemory(refusal="counts"), office.enter(BILL))
    assert (month.state, month.refusal, month.is_open) == (ClaimState.PREPARED, "counts", True)


def test_sending_can_be_stopped_until_it_is_done(office: Office) -> None:
    month = office.enter(BILL)
    want_sending(month.id, MANAGER, office.book)
    assert hold_back(month.id, office.book).is_open
    sent(office, ReviewInMemory(), month)
    with pytest.raises(MonthNotOpen):
        hold_back(month.id, office.book)


def test_a_file_without_receipts_is_not_sent(office: Office) -> None:
    month = sending_month(office, uke())
    with pytest.raises(MonthEmpty):
        want_sending(month.id, MANAGER, office.book)


def test_what_the_review_made_of_each_receipt_stands_beside_its_prediction(office: Office) -> None:
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL, BILL, BILL, BILL))
    assert follow(month.id, office.book, line, None).state is ClaimState.SENT
    line.review(RETURNED, ToldOutcome(3, "split", "cover_changed"), ToldOutcome(4, "kokuho", "no_cover"))
    assert follow(month.id, office.book, line, None).state is ClaimState.REVIEWED
    assert [row.outcome for row in office.rows(month)] == [
        ReviewOutcome.FORWARDED,
        ReviewOutcome.RETURNED,
        ReviewOutcome.SPLIT,
        ReviewOutcome.KOKUHO,
    ]
    assert office.book.summary(month.id).unlike == 3


@pytest.mark.parametrize("reviewed", [False, True])
def test_a_service_that_came_back_from_a_copy_gets_what_it_lost_once_more(
    office: Office, reviewed: bool
) -> None:
    """The same file; what its new review tells takes the place of what was told before."""
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL, BILL))
    if reviewed:
        line.review(ToldOutcome(2, "split", "cover_changed"))
        assert follow(month.id, office.book, line, lambda _: 1).state is ClaimState.REVIEWED
    line.come_back_from_a_copy()
    lost = follow(month.id, office.book, line, lambda _: 1)
    assert (lost.state, lost.wants_sending, lost.sent_at) == (ClaimState.PREPARED, True, None)
    on_its_way = Sending(month.id, office.book, office.worker, line, lambda: NOW)
    while on_its_way.step():
        pass
    assert line.received == uke(BILL, BILL)
    line.review(RETURNED)
    assert follow(month.id, office.book, line, lambda _: 1).state is ClaimState.REVIEWED
    assert [row.outcome for row in office.rows(month)] == [ReviewOutcome.FORWARDED, ReviewOutcome.RETURNED]


def test_a_settled_month_that_the_service_lost_is_told_and_not_begun_anew(office: Office) -> None:
    """Its working copy is gone."""
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL))
    line.review()
    assert follow(month.id, office.book, line, None).state is ClaimState.SETTLED
    line.come_back_from_a_copy()
    with pytest.raises(RefusedByCentral):
        follow(month.id, office.book, line, None)
    assert office.book.month(month.id).state is ClaimState.SETTLED


def test_a_review_that_ran_again_is_told_anew(office: Office) -> None:
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL, BILL))
    line.review(RETURNED)
    follow(month.id, office.book, line, None)
    line.review(ToldOutcome(2, "reassigned", "other_cover"))
    follow(month.id, office.book, line, None)
    assert [row.outcome for row in office.rows(month)][1] is ReviewOutcome.REASSIGNED


def test_a_month_settles_when_every_notice_is_done_and_loses_its_copy(office: Office) -> None:
    """Settled means reviewed, every notice done; while no notice is known yet, it waits."""
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL, BILL))
    line.review(RETURNED)
    for still_open in (None, 1):
        after = follow(month.id, office.book, line, {"20261122-1": still_open}.__getitem__)
        assert after.state is ClaimState.REVIEWED
    assert follow(month.id, office.book, line, {"20261122-1": 0}.__getitem__).state is ClaimState.SETTLED
    assert office.rows(month) == ()
    assert office.book.copies(month.id, 0, 10) == ()
    assert office.book.month(month.id).points == 848


def test_a_month_without_any_notice_settles_at_once(office: Office) -> None:
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL))
    line.review()
    assert follow(month.id, office.book, line, None).state is ClaimState.SETTLED


def test_a_card_that_lapsed_is_worked_to_done_before_the_month_settles(office: Office) -> None:
    """R11: a receipt may go on as it came and its card have lapsed all the same; there is a notice of that."""
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL))
    line.review()
    assert follow(month.id, office.book, line, lambda _: 1).state is ClaimState.REVIEWED
    assert follow(month.id, office.book, line, lambda _: 0).state is ClaimState.SETTLED


def test_what_a_later_review_tells_of_a_settled_month_opens_it_until_that_is_done(office: Office) -> None:
    """R13: until its closing day it may be reviewed again."""
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL, BILL))
    line.review()
    settled = follow(month.id, office.book, line, lambda _: None)
    assert settled.state is ClaimState.SETTLED
    closing = date(2026, 12, 20)
    assert [settled.is_under_way(day) for day in (closing, closing + timedelta(days=1))] == [True, False]
    line.review(RETURNED)
    assert follow(month.id, office.book, line, lambda _: 1).state is ClaimState.REVIEWED
    assert follow(month.id, office.book, line, lambda _: 0).state is ClaimState.SETTLED


def test_while_it_is_reviewed_again_what_was_told_stands(office: Office) -> None:
    line = ReviewInMemory()
    month = sent(office, line, office.prepared(BILL, BILL))
    line.review(RETURNED)
    before = follow(month.id, office.book, line, lambda _: 1)
    line.review_again()
    assert follow(month.id, office.book, line, lambda _: 1) == before
