"""The manager's month: lapsed cards caught, receipts moved, returns avoided, insurers that register late."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.eligibility.answer import Check
from app.eligibility.ports import InsurerNotice
from app.notices.month import SlowInsurer, month_figures
from app.scheme.outcome import Outcome
from app.staff.member import NotAllowed
from tests.fakes.ledger import CheckBookInMemory
from tests.notices.samples import done, notice, reassigned, returned
from tests.people import MANAGER, NOW, RECEPTIONIST, answer, check, information, insured, typed

NOVEMBER = date(2026, 11, 1)
NEW = insured("01139997", "55", "90127", "02")
SOCIETY = "06139992"


def book(*checks: Check, insurers: Iterable[InsurerNotice] = ()) -> CheckBookInMemory:
    kept = CheckBookInMemory()
    for each in checks:
        kept.enter(each)
    kept.keep_insurers(tuple(insurers))
    return kept


def told(identity: str, day: int, outcome: Outcome, **changes: Any) -> Check:
    at = NOW.replace(day=day)
    people = () if outcome is Outcome.NONE else (information(**changes),)
    return check(identity, entered_at=at, answer=answer(outcome, *people, checked_at=at, on=at.date()))


def test_a_lapsed_card_is_counted_once_a_person_and_avoided_where_a_valid_one_came() -> None:
    kept = book(
        told("a", 3, Outcome.LAPSED),
        told("b", 3, Outcome.LAPSED_NEWER),
        told("c", 4, Outcome.VALID, card=NEW),
        told("d", 5, Outcome.LAPSED, name="例示　一郎", kana="レイジ　イチロウ"),
        told("e", 2, Outcome.VALID, name="例示　一郎", kana="レイジ　イチロウ"),
        told("f", 6, Outcome.VALID, name="仮名　緑", kana="カメイ　ミドリ"),
    )
    figures = month_figures(NOVEMBER, MANAGER, kept, ())
    assert (figures.checks, figures.caught, figures.avoided) == (6, 2, 1)


def test_receipts_are_counted_by_the_month_in_which_they_were_told() -> None:
    october = datetime(2026, 10, 31, 14, 59, tzinfo=UTC)
    notices = (notice(), done(reassigned()), returned(), notice("x", created_at=october))
    figures = month_figures(NOVEMBER, MANAGER, book(), notices)
    assert (figures.moved, figures.returned, figures.open) == (2, 1, 2)


def test_insurers_are_told_by_what_they_publish_and_what_was_met_here() -> None:
    late = {"acquired_on": date(2026, 11, 1), "card": NEW, "insurer_name": "例示協会"}
    met = told("a", 20, Outcome.VALID, **late)
    assert met.answer is not None and met.answer.single is not None
    known = replace(met.answer.single, registered_at=NOW.replace(day=19))
    met = replace(met, answer=replace(met.answer, information=(known,)))
    again = replace(met, id=type(met.id)("b"))
    nobody = replace(told("c", 21, Outcome.NONE), question=typed(insured("139998", "1", "2")))
    long_known = told("d", 21, Outcome.VALID)
    published = (InsurerNotice(SOCIETY, "見本健康保険組合", 21), InsurerNotice("39139993", "広域連合", None))
    figures = month_figures(NOVEMBER, MANAGER, book(met, again, nobody, long_known, insurers=published), ())
    assert figures.slowest == (
        SlowInsurer(SOCIETY, "見本健康保険組合", 21, 0, None, 0),
        SlowInsurer("01139997", "例示協会", None, 1, 18, 0),
        SlowInsurer("139998", "", None, 0, None, 1),
    )


def test_the_month_is_the_managers_alone() -> None:
    with pytest.raises(NotAllowed):
        month_figures(NOVEMBER, RECEPTIONIST, book(), ())
