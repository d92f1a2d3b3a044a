"""Working copies in the ledger: found, sorted, counted by SQL; unreadable beside it; swept after a crash."""

from dataclasses import replace

import pytest

from app.claims.month import ClaimState, MonthFile, MonthId
from app.claims.ports import Sort, ToldOutcome, View
from app.claims.precheck import Precheck, Prediction
from app.scheme.receipts.complaints import Weight
from tests.claims.conftest import empty_home, office
from tests.claims.month_files import BILL, Office
from tests.people import NOW

__all__ = ["empty_home", "office"]
BILLS = (
    BILL,
    replace(BILL, number="９", kana="レイジハナ", days=(5,)),
    replace(BILL, number="１０", kana="アオキハル", insurer="138024", sex="7"),
)


@pytest.fixture
def month(office: Office) -> MonthFile:
    return office.prepared(*BILLS, connected=False)


def places(office: Office, month: MonthFile, view: View) -> list[int]:
    found = [row.place for row in office.rows(month, view)]
    assert office.book.count(month.id, view) == len(found)
    return found


def test_a_month_comes_back_as_it_was_kept(office: Office, month: MonthFile) -> None:
    assert office.book.months() == (month,)
    held = replace(month, wants_sending=True, receipt_number="1", length=9, sent=3, run=2, sent_at=NOW)
    office.book.keep(held)
    assert office.book.month(month.id) == held
    with pytest.raises(KeyError):
        office.book.month(MonthId("none"))


@pytest.mark.parametrize(
    ("text", "found"),
    [("アオキ", [3]), ("ﾚｲｼﾞ", [2]), ("架空", [1, 2, 3]), ("2", [2]), ("10", [3]), ("none", [])],
)
def test_receipts_are_found_by_name_reading_and_numbers(
    office: Office, month: MonthFile, text: str, found: list[int]
) -> None:
    assert places(office, month, View(text=text)) == found


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (View(sort=Sort.KANA), [3, 1, 2]),
        (View(sort=Sort.POINTS), [1, 3, 2]),
        (View(sort=Sort.POINTS, descending=True), [2, 1, 3]),
        (View(sort=Sort.INSURER), [1, 2, 3]),
        (View(only_faulty=True), [3]),
        (View(only_differing=True), []),
        (View(predictions=frozenset({Prediction.FORWARDED})), []),
        (View(predictions=frozenset({Prediction.UNCONFIRMED})), [1, 2, 3]),
    ],
)
def test_receipts_are_filtered_and_sorted(
    office: Office, month: MonthFile, view: View, found: list[int]
) -> None:
    assert places(office, month, view) == found


def test_what_came_back_unforeseen_is_found_like_what_was_foreseen(office: Office) -> None:
    """R14."""
    month = office.prepared(BILL, BILL, BILL)
    told = ToldOutcome(2, "returned", "uncovered_days"), ToldOutcome(3, "split", "cover_changed")
    office.book.keep_outcomes(replace(month, state=ClaimState.REVIEWED, run=1), told)
    assert places(office, month, View(predictions=frozenset({Prediction.RETURNED}))) == [2]
    assert places(office, month, View(only_unlike=True)) == [2, 3]
    assert places(office, month, View(sort=Sort.PREDICTION)) == [2, 3, 1]
    assert office.book.summary(month.id).unlike == 2


def test_of_what_nobody_confirmed_nothing_was_foreseen(office: Office, month: MonthFile) -> None:
    office.book.keep_outcomes(replace(month, state=ClaimState.REVIEWED, run=1), ())
    needs_a_look = frozenset(Prediction) - {Prediction.FORWARDED}
    assert places(office, month, View(predictions=needs_a_look)) == []
    assert places(office, month, View(predictions=frozenset({Prediction.UNCONFIRMED}))) == [1, 2, 3]
    assert places(office, month, View(only_unlike=True)) == []
    assert office.book.summary(month.id).unlike == 0
    assert not any(row.is_unlike for row in office.rows(month))


def test_what_was_sent_before_it_was_compared_stays_unconfirmed(office: Office) -> None:
    """R13: and stands where everything stands that nobody confirmed."""
    month = office.enter(BILL, replace(BILL, kana="ミホン"))
    office.book.keep_prechecks(month.id, [Precheck(1, Prediction.FORWARDED, "stated_valid", (), ())])
    unconfirmed = View(predictions=frozenset({Prediction.UNCONFIRMED}))
    assert office.book.rows(month.id, unconfirmed, 0, 9) == ()
    for state in (ClaimState.SENT, ClaimState.REVIEWED):
        office.book.keep(replace(month, state=state))
        (row,) = office.book.rows(month.id, unconfirmed, 0, 9)
        assert (row.place, row.prediction) == (2, Prediction.UNCONFIRMED)
        assert office.book.rows(month.id, View(sort=Sort.PREDICTION), 0, 1) == (row,)
        assert office.book.summary(month.id).predictions[Prediction.UNCONFIRMED] == 1
    office.book.keep_outcomes(replace(month, state=ClaimState.REVIEWED), [])
    noted = View(predictions=frozenset(Prediction) - {Prediction.FORWARDED})
    assert office.book.rows(month.id, noted, 0, 9) == (), "nothing is to be done about it any more"


def test_a_page_of_rows_follows_the_one_before(office: Office, month: MonthFile) -> None:
    view = View(sort=Sort.KANA)
    whole = office.rows(month, view)
    assert office.book.rows(month.id, view, 0, 2) + office.book.rows(month.id, view, 2, 2) == whole


def test_the_month_is_summed_up_per_payer(office: Office, month: MonthFile) -> None:
    summary = office.book.summary(month.id)
    assert [(each.payer, each.receipts, each.points) for each in summary.payers] == [
        ("06139992", 2, 780),
        ("138024", 1, 424),
    ]
    assert summary.predictions == {Prediction.UNCONFIRMED: 3}
    assert (summary.faulty, summary.compared) == (1, 3)


def test_the_heaviest_complaint_is_first(office: Office, month: MonthFile) -> None:
    weights = [each.weight for each in office.book.complaints(month.id, 10)]
    assert weights == sorted(weights, key=lambda each: each.rank)
    assert weights[0] is Weight.RECEIPT


def test_nothing_of_a_receipt_is_readable_beside_the_ledger(office: Office, month: MonthFile) -> None:
    files = b"".join(path.read_bytes() for path in office.ledger.home.rglob("*") if path.is_file())
    for words in ("カクウハナ", "見本病名"):
        for codec in ("utf-8", "cp932", "utf-16-le"):
            assert words.encode(codec) not in files


def test_what_was_half_taken_in_is_swept_by_the_next_file(office: Office, month: MonthFile) -> None:
    office.book.begin(replace(month, id=MonthId("half"), state=ClaimState.READING))
    assert [each.id for each in office.book.months()] == [month.id]
    office.enter(BILL)
    with pytest.raises(KeyError):
        office.book.month(MonthId("half"))


def test_a_month_begun_twice_is_a_mistake(office: Office, month: MonthFile) -> None:
    with pytest.raises(ValueError, match="already"):
        office.book.begin(month)


def test_a_forgotten_month_leaves_nothing(office: Office, month: MonthFile) -> None:
    office.book.forget(month.id)
    assert office.book.months() == ()
    office.book.forget(month.id)
