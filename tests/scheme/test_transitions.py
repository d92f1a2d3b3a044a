"""What is let pass for the time being, and until when (R12)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.outcome import DocumentKind
from app.scheme.transitions import SPANS, TransitionalRule, document_hint, is_let_pass


@given(st.sampled_from(TransitionalRule), st.dates(date(2018, 1, 1), date(2040, 1, 1)))
def test_a_rule_holds_on_its_first_and_last_day_and_between(rule: TransitionalRule, day: date) -> None:
    span = SPANS[rule]
    inside = span.first_day <= day <= (span.last_day or date.max)
    assert is_let_pass(rule, day) == inside


@given(st.dates(date(2021, 10, 1), date(2040, 1, 1)))
def test_what_lacks_a_branch_is_let_pass_for_the_time_being(day: date) -> None:
    """R12: no end has been set."""
    assert is_let_pass(TransitionalRule.CARDS_WITHOUT_BRANCH, day)
    assert is_let_pass(TransitionalRule.RECEIPTS_WITHOUT_BRANCH, day)


def test_the_old_cards_end_where_the_tolerance_begins() -> None:
    """No day between the two, none in both."""
    cards = SPANS[TransitionalRule.OLD_INSURANCE_CARDS]
    tolerance = SPANS[TransitionalRule.EXPIRED_CARD_OR_NOTICE_ALONE]
    assert cards.last_day is not None
    assert (tolerance.first_day - cards.last_day).days == 1


@pytest.mark.parametrize(
    ("document", "day", "said"),
    [
        (DocumentKind.INSURANCE_CARD, date(2025, 12, 1), ""),
        (DocumentKind.INSURANCE_CARD, date(2025, 12, 2), "番号で資格を確認できれば"),
        (DocumentKind.INSURANCE_CARD, date(2026, 3, 31), "2026年3月31日まで"),
        (DocumentKind.INSURANCE_CARD, date(2026, 4, 1), "2025年12月1日で期限切れ"),
        (DocumentKind.NOTICE, date(2025, 12, 1), ""),
        (DocumentKind.NOTICE, date(2026, 3, 31), "2026年3月31日まで"),
        (DocumentKind.NOTICE, date(2026, 4, 1), "マイナンバーカード"),
        (DocumentKind.CONFIRMATION, date(2026, 4, 1), ""),
    ],
)
def test_a_document_that_is_not_enough_any_more_is_told_with_what_to_ask_for(
    document: DocumentKind, day: date, said: str
) -> None:
    hint = document_hint(document, day)
    assert said in hint
    assert bool(hint) == bool(said)
