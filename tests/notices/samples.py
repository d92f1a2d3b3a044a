"""Invented notices of the review: October 2026, told on 20 November; every value can be changed by name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.notices.notice import Handling, Notice, NoticeId, NoticeKind, NoticeState, Part, Span, Subject
from tests.people import insured

TOLD_AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
DUE = date(2026, 12, 4)
OWN = insured()
NEW = insured("01139997", "55", "90127", "02")
VISITS = tuple(date(2026, 10, day) for day in (4, 9, 18, 27))
SOCIETY, ASSOCIATION = "見本健康保険組合", "例示協会"
NOBODY_YET = Handling(NoticeState.OPEN, "", None, "", TOLD_AT, 1)


def part(card: Any = OWN, name: str = SOCIETY, days: tuple[date, ...] = VISITS, points: int = 497) -> Part:
    return Part(card, name, days, points, 30)


TRUE = (
    Span(SOCIETY, True, date(2026, 10, 1), date(2026, 10, 10)),
    Span(ASSOCIATION, False, date(2026, 10, 11), None),
)
KNOWN = (
    Span(SOCIETY, True, date(2026, 10, 1), date(2026, 10, 24)),
    Span(ASSOCIATION, False, date(2026, 10, 25), None),
)


def notice(id: str = "20261108-1.42", **changes: Any) -> Notice:
    """架空 花's receipt, split on 11 October; her new insurer registered on the 25th."""
    split = Notice(
        id=NoticeId(id),
        kind=NoticeKind.SPLIT,
        reason="cover_changed",
        reason_words="月の途中で資格が変わった",
        created_at=TOLD_AT,
        due_on=DUE,
        treatment_month="2026-10",
        receipt_number="20261108-1",
        receipt=42,
        subject=Subject("000231", "架空　花", "カクウ　ハナ", "2", date(1988, 2, 14)),
        visits=VISITS,
        lapsed_on=date(2026, 10, 11),
        before=part(),
        after=(part(days=VISITS[:2], points=356), part(NEW, ASSOCIATION, VISITS[2:], 141)),
        share_difference_yen=None,
        true_spans=TRUE,
        known_spans=KNOWN,
        handling=NOBODY_YET,
    )
    return replace(split, **changes)


def reassigned(id: str = "20261108-1.43", **changes: Any) -> Notice:
    moved: dict[str, Any] = {
        "kind": NoticeKind.REASSIGNED,
        "reason": "other_cover",
        "reason_words": "すべての診療日が別の資格に該当",
        "visits": VISITS[2:],
        "after": (part(NEW, ASSOCIATION, VISITS[2:], 497),),
        "share_difference_yen": -420,
        "subject": Subject("000100", "例示　一郎", "レイジ　イチロウ", "1", date(1955, 3, 3)),
        "receipt": 43,
    }
    return notice(id, **(moved | changes))


def returned(id: str = "20261108-1.44", **changes: Any) -> Notice:
    back: dict[str, Any] = {
        "kind": NoticeKind.KOKUHO,
        "reason": "no_cover",
        "reason_words": "資格喪失・新しい資格が判明しない",
        "after": (),
        "due_on": date(2026, 12, 10),
        "true_spans": TRUE[:1],
        "known_spans": KNOWN[:1],
        "subject": Subject("000007", "仮名　緑", "カメイ　ミドリ", "2", date(1970, 7, 7)),
        "receipt": 44,
    }
    return notice(id, **(back | changes))


def unknown(id: str = "20261108-1.45", **changes: Any) -> Notice:
    nobody: dict[str, Any] = {
        "kind": NoticeKind.RETURNED,
        "reason": "unknown_person",
        "reason_words": "該当する方がいない",
        "lapsed_on": None,
        "true_spans": (),
        "known_spans": (),
        "subject": Subject("", "見本　正", "ミホン　タダシ", "1", date(1961, 1, 1)),
        "receipt": 45,
    }
    return returned(id, **(nobody | changes))


def in_hand(found: Notice, until: date = date(2026, 11, 27), by: str = "佐藤", note: str = "") -> Notice:
    version = found.handling.version + 1
    return replace(found, handling=Handling(NoticeState.IN_HAND, by, until, note, TOLD_AT, version))


def done(found: Notice, by: str = "鈴木") -> Notice:
    version = found.handling.version + 1
    return replace(found, handling=Handling(NoticeState.DONE, by, None, "", TOLD_AT, version))
