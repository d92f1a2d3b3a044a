"""Why a receipt ended otherwise than claimed, in sentences: the picture's two lines as text (R4, R14)."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.notices.notice import Notice, NoticeKind, Span


def covering(spans: Iterable[Span], day: date) -> Span | None:
    return next(
        (each for each in spans if each.since <= day and (each.until is None or day <= each.until)), None
    )


OWN = "A"
"""The letter of the card that the receipt states; others follow in the order in which they held."""


def letters_of(notice: Notice) -> dict[str, str]:
    """Name of another insurer to its letter: the same in the picture and beside it."""
    own = notice.before.insured
    spans = (*notice.true_spans, *notice.known_spans)
    names = [each.insurer_name for each in spans if not each.own]
    names += [
        each.insurer_name
        for each in notice.after
        if own is None or each.insured is None or not each.insured.same_card(own)
    ]
    return {name: chr(ord(OWN) + place) for place, name in enumerate(dict.fromkeys(names), start=1)}


def story_of(notice: Notice) -> tuple[str, ...]:
    """Sentences in the order in which things happened; at least one."""
    change = next((each for each in notice.true_spans if not each.own), None)
    if change is not None:
        return _changed(notice, change)
    if notice.lapsed_on is not None:
        return _lapsed(notice, notice.lapsed_on)
    return (f"{notice.reason_words}。",)


def _changed(notice: Notice, change: Span) -> tuple[str, ...]:
    told = next((each for each in notice.known_spans if not each.own), None)
    began = f"{day_words(change.since)}に{change.insurer_name}へ移りました。"
    if change.since.day == 1:
        began = f"この月は、はじめから{change.insurer_name}の資格でした。"
    if told is None:
        return (
            began,
            "この月の間は、登録がまだでした。",
            *_seen(notice, "窓口では、前の資格が有効と見えていました。"),
        )
    if told.since <= change.since:
        return began, "登録は間に合っており、窓口の確認で分かりました。"
    known = f"登録されて窓口で分かるようになったのは{day_words(told.since)}です。"
    return began, known, *_unseen(notice, change.since, told.since)


def _unseen(notice: Notice, since: date, known: date) -> tuple[str, ...]:
    visits = [day for day in notice.visits if since <= day < known]
    own = next((each.insurer_name for each in notice.known_spans if each.own), notice.before.insurer_name)
    if not visits:
        return ()
    return (f"{days_words(visits)}の受診では、{own}が有効と見えていました。",)


def _lapsed(notice: Notice, lapsed_on: date) -> tuple[str, ...]:
    own = notice.before.insurer_name or "記載の保険"
    lost = f"{day_words(lapsed_on)}から{own}の資格がありません。"
    seen = [
        day for day in notice.visits if day >= lapsed_on and covering(notice.known_spans, day) is not None
    ]
    late = f"喪失の登録が遅れ、{days_words(seen)}の受診では有効と見えていました。" if seen else ""
    if notice.kind is NoticeKind.KOKUHO:
        after = "新しい資格が分からないため、住所地の国保へ知らせました。"
    elif notice.kind is NoticeKind.LAPSED:
        after = f"{notice.reason_words}。"
    else:
        after = "新しい資格を患者さんに確かめ、請求し直します。"
    return tuple(each for each in (lost, late, after) if each)


def _seen(notice: Notice, words: str) -> tuple[str, ...]:
    return (words,) if any(covering(notice.known_spans, day) for day in notice.visits) else ()


def day_words(day: date) -> str:
    return f"{day.month}月{day.day}日"


def days_words(days: Sequence[date]) -> str:
    """4日・9日"""
    return "・".join(f"{each.day}日" for each in days)
