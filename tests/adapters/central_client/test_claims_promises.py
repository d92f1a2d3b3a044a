"""What every way of receipts to the review promises: run on the one in memory, and over HTTP on the service (R14)."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app.adapters.central_client.claims_line import CentralClaimsLine
from app.claims.ports import ClaimsLine, Standing, ToldOutcome
from app.eligibility.ports import RefusedByCentral
from tests.adapters.central_client.served import served
from tests.central.clinic import ASSOCIATION, Clinic, card, cover, person
from tests.central.review.files import Bill, uke
from tests.claims.month_files import OCTOBER_12, ReviewInMemory

FILE = uke(Bill(), Bill(days=(13, 20)), Bill(number="９"), Bill(days=(5,)))
OUTCOMES = (
    ToldOutcome(1, "split", "cover_changed"),
    ToldOutcome(2, "reassigned", "other_cover"),
    ToldOutcome(3, "returned", "unknown_person"),
)
HALF = len(FILE) // 2


@dataclass(frozen=True)
class Way:
    """review: the agency reviews what is there."""

    line: ClaimsLine
    review: Callable[[], None]

    def announce(self, content: bytes = FILE) -> Standing:
        return self.line.announce(len(content), hashlib.sha256(content).hexdigest())

    def hand_in(self, content: bytes = FILE) -> Standing:
        return self.line.send_part(self.announce(content).receipt_number, 0, content)


async def _two_covers(clinic: Clinic) -> None:
    new = cover(card(ASSOCIATION, "13990001", "7", "01"), OCTOBER_12)
    await clinic.enter(person(cover(lost_on=OCTOBER_12), new))


@pytest.fixture(params=["in memory", "service"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Way]:
    """Two outcomes a page."""
    if request.param == "in memory":
        fake = ReviewInMemory()
        yield Way(fake, lambda: fake.review(*OUTCOMES))
        return
    monkeypatch.setattr("app.central.review.endpoints._PAGE", 2)
    with served(_two_covers) as service:
        yield Way(CentralClaimsLine(service.way), service.review)


def test_a_file_comes_in_parts_and_is_received_with_its_last_byte(way: Way) -> None:
    announced = way.announce()
    assert (announced.state, announced.received_bytes, announced.received_at) == ("uploading", 0, None)
    number = announced.receipt_number
    first = way.line.send_part(number, 0, FILE[:HALF])
    assert (first.state, first.received_bytes) == ("uploading", HALF)
    last = way.line.send_part(number, HALF, FILE[HALF:])
    assert (last.state, last.received_bytes, last.counts) == ("received", len(FILE), None)
    assert last.received_at is not None
    assert way.line.standing(number) == last


def test_a_part_that_is_there_already_or_leaves_a_gap_changes_nothing(way: Way) -> None:
    number = way.announce().receipt_number
    way.line.send_part(number, 0, FILE[:HALF])
    for position in (0, HALF + 1):
        assert way.line.send_part(number, position, FILE[HALF:]).received_bytes == HALF


def test_the_same_file_again_is_the_same_submission_as_far_as_it_came(way: Way) -> None:
    number = way.announce().receipt_number
    way.line.send_part(number, 0, FILE[:HALF])
    again = way.announce()
    assert (again.receipt_number, again.received_bytes) == (number, HALF)
    way.line.send_part(number, HALF, FILE[HALF:])
    assert (way.announce().receipt_number, way.announce().state) == (number, "received")


def test_what_was_damaged_on_its_way_is_refused_as_a_whole(way: Way) -> None:
    number = way.announce().receipt_number
    damaged = way.line.send_part(number, 0, FILE[:-3] + b"9" + FILE[-2:])
    assert (damaged.state, damaged.refusal) == ("refused", "digest")


def test_before_the_review_there_is_no_outcome_to_tell(way: Way) -> None:
    number = way.hand_in().receipt_number
    with pytest.raises(RefusedByCentral) as refused:
        way.line.outcomes(number, None)
    assert refused.value.reason == "receipts.not_reviewed"


def test_a_review_tells_how_many_went_which_way_and_which_ones_page_by_page(way: Way) -> None:
    """R13, R14"""
    number = way.hand_in().receipt_number
    way.review()
    reviewed = way.line.standing(number)
    assert (reviewed.state, reviewed.run) == ("reviewed", 1)
    assert reviewed.closes_on is not None
    assert reviewed.counts is not None
    assert {outcome: many for outcome, many in reviewed.counts.items() if many} == {
        "forwarded": 1, "split": 1, "reassigned": 1, "returned": 1,
    }  # fmt: skip
    page = way.line.outcomes(number, None)
    rest = way.line.outcomes(number, page.next_cursor)
    assert (len(page.outcomes), rest.next_cursor) == (2, None)
    assert page.outcomes + rest.outcomes == OUTCOMES


def test_nobody_else_has_such_a_submission(way: Way) -> None:
    way.announce()
    for ask in (
        lambda: way.line.standing("20261122-none"),
        lambda: way.line.send_part("20261122-none", 0, b"IR"),
        lambda: way.line.outcomes("20261122-none", None),
    ):
        with pytest.raises(RefusedByCentral) as refused:
            ask()
        assert refused.value.reason == "receipts.unknown"
