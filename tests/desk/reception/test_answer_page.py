"""What stands on the answer card, before it is painted."""

from datetime import date

import pytest

from app.desk.reception.answer.page import answer_page
from app.eligibility.answer import CheckState
from app.scheme.certificates import LIMIT, MEALS, EntitlementCertificate
from app.scheme.outcome import Outcome
from tests.desk.reception.shots import shown
from tests.people import TODAY, answer, check, information, typed


def _limit_note(certificate: EntitlementCertificate, on: date) -> list[str]:
    person = information(certificates=(certificate,))
    told = check(
        state=CheckState.ANSWERED,
        question=typed(on=on),
        answer=answer(Outcome.VALID, person, on=on),
        answered_in_s=0.4,
    )
    cells = answer_page(shown(told), TODAY, False).cells
    note = next(cell.note for cell in cells if cell.caption == "限度額 適用区分")
    return note.replace("\u2060", "").replace("\u00a0", " ").splitlines()


@pytest.mark.parametrize(
    ("code", "on", "told"),
    [
        ("A03", date(2026, 7, 15), "80,100円＋（医療費−267,000円）×1%　多数回 44,400円"),
        ("A03", date(2026, 8, 1), "85,800円＋（医療費−286,000円）×1%　多数回 44,400円"),
        ("A04", date(2026, 8, 1), "61,500円　多数回 44,400円"),
        ("A04", date(2027, 8, 1), "月の限度額は提供なし"),
        ("C99", date(2026, 8, 1), "月の限度額は提供なし"),
    ],
)
def test_the_months_limit_in_yen_stands_beside_its_class(code: str, on: date, told: str) -> None:
    """R8: by the day of confirmation; what is not known is not given."""
    certificate = EntitlementCertificate(LIMIT, code, None, date(2025, 8, 1), date(2028, 7, 31))
    assert _limit_note(certificate, on) == [told, "令和10年7月31日まで"]


def test_a_certificate_without_class_tells_no_limit() -> None:
    certificate = EntitlementCertificate(MEALS, None, None, date(2025, 8, 1), None)
    assert _limit_note(certificate, TODAY) == ["終わりの日は提供なし"]


def test_a_service_asked_too_early_is_told_with_its_first_day() -> None:
    """R19"""
    early = check(state=CheckState.REFUSED, failure_code="service.not_started@2021-05-01")
    page = answer_page(shown(early, explanation=None), TODAY, False)
    assert "令和3年5月1日に始まります" in page.lead
