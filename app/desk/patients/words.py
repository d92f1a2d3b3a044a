"""How patients, cards and moments are written on these screens."""

from datetime import date, datetime

from app.patients.patient import HeldCard, PatientRow
from app.scheme.cover import NOT_GIVEN, RELATIONSHIP_WORDS, SEX_WORDS
from app.scheme.days import JAPAN, age_on, business_day, written, written_short


def birth_short(birth_on: date, today: date) -> str:
    """S63.2.14（38歳）"""
    return f"{written_short(birth_on)}（{age_on(birth_on, today)}歳）"


def birth_long(birth_on: date) -> str:
    """昭和63年2月14日（1988）"""
    return f"{written(birth_on)}（{birth_on.year}）"


def sex_words(sex: str) -> str:
    return SEX_WORDS.get(sex, sex)


def moment_short(at: datetime | None, today: date) -> str:
    """本日 10:32, 11月20日, R6.11.20; a dash where it never was."""
    if at is None:
        return "—"
    day = business_day(at)
    if day == today:
        return f"本日 {at.astimezone(JAPAN):%H:%M}"
    return f"{day.month}月{day.day}日" if day.year == today.year else written_short(day)


def moment_long(at: datetime) -> str:
    """令和8年11月22日 10:32, in Japanese time."""
    return f"{written(business_day(at))} {at.astimezone(JAPAN):%H:%M}"


def age_of(at: datetime, today: date) -> str:
    """How old a fact is: 本日, 昨日, 12日前, 3か月前, 2年前."""
    days = (today - business_day(at)).days
    if days <= 1:
        return "本日" if days <= 0 else "昨日"
    if days < 60:
        return f"{days}日前"
    return f"{days // 30}か月前" if days < 730 else f"{days // 365}年前"


def row_card(row: PatientRow) -> str:
    """701・442・02　06139992, or a dash for somebody without a card."""
    if row.insurer is None:
        return "—"
    return f"{'・'.join(part for part in (row.symbol, row.number, row.branch) if part)}　{row.insurer}"


def card_numbers(card: HeldCard) -> str:
    insured = card.insured
    return "・".join(part for part in (insured.symbol, insured.number, insured.branch) if part)


def relationship_words(code: str) -> str:
    return RELATIONSHIP_WORDS.get(code, code) or NOT_GIVEN
