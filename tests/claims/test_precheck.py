"""What will become of a receipt, from what the clinic knows of its patient (R13)."""

from datetime import UTC, date, datetime

from app.claims.claimed import claimed
from app.claims.evidence import Evidence, KnownCover, Source
from app.claims.precheck import DayStatus, Precheck, Prediction, precheck
from app.scheme.cover import Cover
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.receipt import Receipt
from tests.central.review.files import Bill
from tests.claims.month_files import BILL, OCTOBER_12, OTHER
from tests.people import TODAY, insured

DAY_5, DAY_20 = date(2026, 10, 5), date(2026, 10, 20)
ASKED_NOW = datetime(2026, 11, 22, tzinfo=UTC)


def known(
    card: InsuredNumber | None = None,
    since: date = date(2024, 4, 1),
    lost_on: date | None = None,
    at: datetime = ASKED_NOW,
) -> KnownCover:
    return KnownCover(Cover(card or insured(), "見本", "1", since, lost_on, None), at, Source.BATCH)


def predicted(evidence: Evidence, bill: Bill = BILL) -> Precheck:
    receipt = Receipt(ReceiptKind.MEDICAL, 2, bill.lines(1))
    return precheck(claimed(1, receipt), receipt, evidence, TODAY)


def statuses(found: Precheck) -> list[DayStatus]:
    return [each.status for each in found.days]


def test_a_card_that_holds_on_every_day_goes_on() -> None:
    """R13: even if another cover is valid too."""
    found = predicted(Evidence((known(), known(OTHER)), asked=frozenset({DAY_20})))
    assert (found.prediction, found.reason) == (Prediction.FORWARDED, "stated_valid")
    assert statuses(found) == [DayStatus.STATED, DayStatus.STATED]
    assert found.ask_on is None


def test_a_card_seen_on_the_first_day_alone_leaves_the_second_unconfirmed() -> None:
    """A cover may end between two visits: the last day is asked about."""
    found = predicted(Evidence((known(at=datetime(2026, 10, 5, 1, tzinfo=UTC)),)))
    assert found.prediction is Prediction.UNCONFIRMED
    assert statuses(found) == [DayStatus.STATED, DayStatus.UNCONFIRMED]
    assert found.ask_on == DAY_20


def test_nothing_known_is_unconfirmed_and_asked_about() -> None:
    found = predicted(Evidence())
    assert (found.prediction, found.ask_on) == (Prediction.UNCONFIRMED, DAY_20)


def test_what_the_service_refuses_is_not_asked_again() -> None:
    assert predicted(Evidence(refused=True)).ask_on is None


def test_all_days_after_the_loss_under_a_newer_card_are_reassigned() -> None:
    """R13: whether the clinic knows the new card, or only that there is one (R7)."""
    bill = Bill(**{**BILL.__dict__, "days": (13, 20)})
    lapsed = known(lost_on=OCTOBER_12)
    asked = frozenset({date(2026, 10, 13), DAY_20})
    by_chart = predicted(Evidence((lapsed, known(OTHER, OCTOBER_12)), asked=asked), bill)
    unnamed = predicted(Evidence((lapsed,), asked=asked, newer_on=asked), bill)
    assert by_chart.prediction is unnamed.prediction is Prediction.REASSIGNED
    assert by_chart.lapsed_on == unnamed.lapsed_on == OCTOBER_12
    assert statuses(by_chart) == [DayStatus.OTHER] * 2
    assert statuses(unnamed) == [DayStatus.NEWER] * 2


def test_days_under_both_cards_are_split() -> None:
    """R13"""
    lapsed = known(lost_on=OCTOBER_12)
    found = predicted(Evidence((lapsed,), asked=frozenset({DAY_20}), newer_on=frozenset({DAY_20})))
    assert (found.prediction, found.reason) == (Prediction.SPLIT, "cover_changed")
    assert statuses(found) == [DayStatus.STATED, DayStatus.NEWER]


def test_what_cannot_be_split_goes_on_as_stated() -> None:
    """R13: public expense, and parts that do not add up."""
    evidence = Evidence((known(lost_on=OCTOBER_12),), asked=frozenset({DAY_20}), newer_on=frozenset({DAY_20}))
    public = Bill(**{**BILL.__dict__, "more": ("KO,54139993,1234567,,2,424,,,,,,",)})
    found = predicted(evidence, public)
    assert (found.prediction, found.reason) == (Prediction.FORWARDED, "public_expense")
    receipt = Receipt(ReceiptKind.MEDICAL, 2, tuple(BILL.lines(1)))
    odd = Receipt(receipt.kind, 2, tuple(line.replace(",424,", ",425,") for line in receipt.lines))
    whole = precheck(claimed(1, odd), odd, evidence, TODAY)
    assert (whole.prediction, whole.reason) == (Prediction.FORWARDED, "parts_do_not_add_up")


def test_lapsed_on_every_day_with_nothing_newer_goes_to_kokuho() -> None:
    """R13; whether something begins later is asked of today first."""
    bill = Bill(**{**BILL.__dict__, "days": (20,)})
    lapsed = known(lost_on=OCTOBER_12)
    first = predicted(Evidence((lapsed,), asked=frozenset({DAY_20})), bill)
    assert (first.prediction, first.ask_on) == (Prediction.KOKUHO, TODAY)
    asked = frozenset({DAY_20, TODAY})
    assert predicted(Evidence((lapsed,), asked=asked), bill).prediction is Prediction.KOKUHO
    later = predicted(Evidence((lapsed,), asked=asked, newer_on=frozenset({TODAY})), bill)
    assert (later.prediction, later.reason) == (Prediction.RETURNED, "begins_later")


def test_some_days_without_cover_come_back() -> None:
    """R13"""
    found = predicted(Evidence((known(lost_on=OCTOBER_12),), asked=frozenset({DAY_20})))
    assert (found.prediction, found.reason) == (Prediction.RETURNED, "uncovered_days")


def test_a_card_that_nobody_holds_comes_back() -> None:
    """R13"""
    found = predicted(Evidence(asked=frozenset({DAY_20}), nobody_on=frozenset({DAY_20})))
    assert (found.prediction, found.reason) == (Prediction.RETURNED, "unknown_person")
    assert found.ask_on is None


def test_twins_who_cannot_be_told_apart_go_on_undecided() -> None:
    """R13: 03"""
    assert predicted(Evidence(several=True)).reason == "several_persons"


def test_of_one_period_told_twice_the_newest_telling_counts() -> None:
    """A loss that was registered late is in what was told last."""
    before = known(at=datetime(2026, 10, 20, 9, tzinfo=UTC))
    found = predicted(Evidence((known(lost_on=OCTOBER_12), before), asked=frozenset({DAY_20})))
    assert found.prediction is Prediction.RETURNED


def test_a_missing_branch_is_added_by_the_review_and_offered_here() -> None:
    """R12"""
    bill = Bill(**{**BILL.__dict__, "branch": None})
    found = predicted(Evidence((known(),), asked=frozenset({DAY_20})), bill)
    assert (found.prediction, found.reason) == (Prediction.FORWARDED, "branch_added")
    assert [(each.item, each.stated, each.known) for each in found.fixes] == [("branch", "", "02")]


def test_a_branch_where_none_can_be_spoils_nothing() -> None:
    """R12: as in the review; 後期高齢 has a number alone."""
    elderly = insured("39139993", "", "01234567", "")
    bill = Bill(insurer="39139993", symbol="", number="01234567", branch="00")
    for odd, card in ((bill, elderly), (Bill(**{**BILL.__dict__, "branch": "7"}), insured())):
        found = predicted(Evidence((known(card),), asked=frozenset({DAY_20})), odd)
        assert found.prediction is Prediction.FORWARDED


def test_a_receipt_that_names_no_payer_comes_back() -> None:
    """Public expense alone has nothing to confirm and goes on."""
    public, nobody = (
        Receipt(
            ReceiptKind.MEDICAL,
            2,
            tuple(line for line in bill.lines(1) if not line.startswith("HO")),
        )
        for bill in (Bill(more=("KO,54139999,1234567,,2,424,,,,,,",)), Bill())
    )
    told = [precheck(claimed(1, each), each, Evidence(), TODAY) for each in (public, nobody)]
    assert [(each.prediction, each.reason) for each in told] == [
        (Prediction.FORWARDED, "nothing_to_confirm"),
        (Prediction.RETURNED, "unknown_person"),
    ]
