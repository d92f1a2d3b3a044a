"""Receipts against the register, as known at their time of receipt (R12, R13), on both engines."""

from datetime import UTC, date, datetime

import pytest

from app.central.review.judging import Judged, judge
from app.central.review.presented import presented
from app.central.review.told import outcome_of
from app.central.storage.database import Database
from app.scheme.certificates import EntitlementCertificate
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.routing import ReviewOutcome, ReviewReason
from tests.central.clinic import ASSOCIATION, LATE_ELDERLY, card, cover, enter, person
from tests.central.review.files import Bill, uke

pytestmark = pytest.mark.anyio
RECEIVED = datetime(2026, 11, 8, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 18, 1, tzinfo=UTC)
OCTOBER_12 = date(2026, 10, 12)
NEW_CARD = card(ASSOCIATION, "13990001", "7", "01")


async def judged(database: Database, *bills: Bill, known_at: datetime = RECEIVED) -> list[Judged]:
    receipts = [presented(place, each) for place, each in enumerate(ReceiptReader(uke(*bills)), start=1)]
    async with database.session() as tx:
        return await judge(tx, receipts, known_at)


def told(found: Judged) -> tuple[str, str, list[tuple[str, list[int], int]]]:
    parts = [
        (each.insured.insurer.digits if each.insured else "", [day.day for day in each.days], each.points)
        for each in found.deliveries
    ]
    return found.routing.outcome.value, found.routing.reason.value, parts


async def test_each_receipt_of_a_file_finds_its_own_way(database: Database) -> None:
    """R13: forwarded, reassigned, split, 国保, returned."""
    changed = cover(since=date(2019, 4, 1), lost_on=OCTOBER_12)
    await enter(
        database,
        person(changed, cover(NEW_CARD, OCTOBER_12)),
        person(cover(card(number="1"))),
        person(cover(card(number="2"), lost_on=OCTOBER_12)),
    )
    found = await judged(
        database,
        Bill(),
        Bill(days=(13, 20)),
        Bill(days=(1, 5)),
        Bill(number="１"),
        Bill(number="2", days=(13,)),
        Bill(number="2"),
        Bill(birth="19880215"),
        Bill(number="9"),
    )
    society, association = "06139992", "01139997"
    assert [told(each) for each in found] == [
        ("split", "cover_changed", [(society, [5], 356), (association, [20], 68)]),
        ("reassigned", "other_cover", [(association, [13, 20], 424)]),
        ("forwarded", "stated_valid", [(society, [1, 5], 424)]),
        ("forwarded", "stated_valid", [(society, [5, 20], 424)]),
        ("kokuho", "no_cover", []),
        ("returned", "uncovered_days", []),
        ("returned", "unknown_person", []),
        ("returned", "unknown_person", []),
    ]
    assert found[1].routing.lapsed_on == OCTOBER_12


async def test_what_was_not_known_at_receipt_does_not_count(database: Database) -> None:
    """R13, R4: the loss and the new cover were registered after the receipts had arrived."""
    lost = cover(lost_on=OCTOBER_12, loss_known_at=LATER)
    await enter(database, person(lost, cover(NEW_CARD, OCTOBER_12, known_at=LATER)))
    (at_receipt,) = await judged(database, Bill())
    (later,) = await judged(database, Bill(), known_at=LATER)
    assert at_receipt.routing.reason is ReviewReason.STATED_VALID
    assert later.routing.outcome is ReviewOutcome.SPLIT


async def test_a_missing_branch_is_filled_in_and_written(database: Database) -> None:
    """R12."""
    await enter(database, person(cover(card(branch="03"))))
    without, wrong = await judged(database, Bill(branch=None), Bill(branch="00"))
    for each, reason in ((without, "branch_added"), (wrong, "branch_corrected")):
        assert told(each)[:2] == ("forwarded", reason)
        (delivery,) = each.deliveries
        assert delivery.receipt is not None
        assert delivery.receipt.confirmations[0].branch == "03"
        assert delivery.receipt.confirmations[0].confirmation == "09"


async def test_a_branch_where_none_can_be_spoils_nothing(memory: Database) -> None:
    """R12: 後期高齢 has a number alone."""
    await enter(memory, person(cover(card(LATE_ELDERLY, "", "01234567", ""))), person())
    elderly, odd = await judged(
        memory, Bill(insurer=LATE_ELDERLY, symbol="", number="01234567", branch="00"), Bill(branch="7")
    )
    assert told(elderly)[:2] == ("forwarded", "stated_valid")
    assert told(odd)[:2] == ("forwarded", "branch_added")


@pytest.mark.parametrize(
    ("bill", "reason"),
    [
        (Bill(more=("KO,54139999,1234567,,2,424,,,,,,",)), "public_expense"),
        (Bill(insurance=",,3,1920,,,,,,"), "meals"),
        (Bill(insurance=",,,,,,80100,,,"), "amounts_paid"),
        (Bill(more=("XX,1",)), "parts_do_not_add_up"),
    ],
)
async def test_what_bars_a_move_leaves_the_receipt_whole(memory: Database, bill: Bill, reason: str) -> None:
    """R13: confirmation 06."""
    await enter(memory, person(cover(lost_on=OCTOBER_12), cover(NEW_CARD, OCTOBER_12)))
    (found,) = await judged(memory, bill)
    assert told(found) == ("forwarded", reason, [("06139992", [5, 20], 424)])
    (delivery,) = found.deliveries
    assert delivery.receipt is not None and delivery.receipt.confirmations[0].confirmation == "06"


async def test_twins_are_told_apart_by_kana_and_else_by_nothing(memory: Database) -> None:
    """R13: number and birth date, then sex and kana; not decidable is forwarded (03)."""
    elder, younger = person(cover(card(branch="01"))), person(cover(card(branch="02"), lost_on=OCTOBER_12))
    await enter(memory, elder, younger)
    (found,) = await judged(memory, Bill(kana="カクウハナ", branch=None))
    assert told(found)[:2] == ("forwarded", "several_persons")
    (by_branch,) = await judged(memory, Bill(branch="01"))
    assert told(by_branch)[:2] == ("forwarded", "stated_valid")


async def test_the_share_is_compared_where_the_payer_changed(memory: Database) -> None:
    """R14: at 75 a share of three tenths may become one."""
    born = date(1951, 10, 12)
    elderly = cover(card(LATE_ELDERLY, "", "01234567", ""), OCTOBER_12)
    changed = person(
        cover(lost_on=OCTOBER_12), type(elderly)(elderly.cover, 10, elderly.known_at, None, ()), born=born
    )
    await enter(memory, changed)
    (found,) = await judged(memory, Bill(birth="19511012"))
    assert [(each.ratio_percent, each.stated_ratio_percent) for each in found.deliveries] == [
        (None, None),
        (10, None),
    ], "70 and over: without a certificate the share is not known"
    assert found.deliveries[1].receipt is not None
    assert found.deliveries[1].receipt.type == "1318"


async def test_where_the_share_changed_between_two_visits_no_sum_is_told(memory: Database) -> None:
    """R14: one share for all days would ask for a wrong sum."""

    def elderly(ratio: int, since: date, until: date | None = None) -> EntitlementCertificate:
        return EntitlementCertificate("elderly", None, ratio, since, until)

    long_ago, days = date(2024, 8, 1), (13, 20)
    changing = (elderly(20, OCTOBER_12, date(2026, 10, 14)), elderly(30, date(2026, 10, 15)))
    for kept, expected in ((changing[1:], [None]), (changing, [None]), ((elderly(30, OCTOBER_12),), [30])):
        number = str(len(kept) + 10 * (expected == [30]))
        old = cover(card(number=number), lost_on=OCTOBER_12, certificates=[elderly(20, long_ago)])
        new = cover(card(ASSOCIATION, "1", number, "01"), OCTOBER_12, certificates=kept)
        await enter(memory, person(old, new, born=date(1954, 3, 3)))
        (found,) = await judged(memory, Bill(number=number, birth="19540303", days=days))
        assert [each.ratio_percent for each in found.deliveries] == expected
        (part,) = outcome_of(found, changed=True).parts
        assert part.difference_yen == (None if expected == [None] else 420)


async def test_a_receipt_of_public_expense_alone_has_nothing_to_confirm(memory: Database) -> None:
    data = uke(Bill()).replace(
        "HO,06139992,１２,３４５６,2,424,,,,,,,,,".encode("cp932"), b"KO,54139999,1234567,,2,424,,,,,,"
    )
    receipts = [presented(1, each) for each in ReceiptReader(data)]
    async with memory.session() as tx:
        (found,) = await judge(tx, receipts, RECEIVED)
    assert told(found) == ("forwarded", "nothing_to_confirm", [("", [5, 20], 424)])
    assert found.deliveries[0].receipt == receipts[0].receipt


async def test_a_receipt_that_names_no_payer_goes_back(memory: Database) -> None:
    """Its HO is lost: sent on, it would reach nobody, and the clinic not hear of it."""
    data = uke(Bill()).replace("HO,06139992,１２,３４５６,2,424,,,,,,,,,\r\n".encode("cp932"), b"")
    receipts = [presented(1, each) for each in ReceiptReader(data)]
    async with memory.session() as tx:
        (found,) = await judge(tx, receipts, RECEIVED)
    assert told(found) == ("returned", "unknown_person", [])


async def test_whose_cover_was_taken_back_gives_way_to_who_has_it(database: Database) -> None:
    """R13: alike in everything, the one told by mistake and the one told anew cannot be told apart otherwise."""
    since = date(2019, 4, 1)
    elsewhere = cover(NEW_CARD, since)
    await enter(database, person(cover(lost_on=since), elsewhere))
    (alone,) = await judged(database, Bill(days=(13, 20)))
    assert told(alone)[:2] == ("reassigned", "other_cover")
    await enter(database, person())
    (found,) = await judged(database, Bill(days=(13, 20)))
    assert told(found)[:2] == ("forwarded", "stated_valid")
