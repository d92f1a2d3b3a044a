"""The fields of a patient's form: how each is read, and what is refused."""

import re
import unicodedata
from datetime import date

import jaconv

from app.errors import InputRefused
from app.scheme.cover import SEX_WORDS
from app.scheme.days import parse_day
from app.scheme.digits import folded, is_my_number

_KANA = re.compile(r"[ァ-ヺー・]+(　[ァ-ヺー・]+)*")
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d(?:[\s-]?\d){11}(?!\d)")
_LONGEST = {"name": 60, "kana": 60, "address": 200, "note": 1000}


class FieldMissing(InputRefused):
    code = "input.missing"


class FieldTooLong(InputRefused):
    code = "input.too_long"


class KanaMalformed(InputRefused):
    """A reading holds kana only."""

    code = "input.kana"


class SexMalformed(InputRefused):
    code = "input.sex"


class DayAhead(InputRefused):
    """A birth date lies in the past."""

    code = "input.day_ahead"


class PostcodeMalformed(InputRefused):
    """A postcode has 7 digits."""

    code = "input.postcode"


class PhoneMalformed(InputRefused):
    """A telephone number has 9 to 15 digits."""

    code = "input.phone"


def holds_my_number(text: str) -> bool:
    """Alone in its field, or anywhere in a longer text (R3)."""
    runs = _TWELVE_DIGITS.findall(unicodedata.normalize("NFKC", text))
    return is_my_number(text) or any(is_my_number(run) for run in runs)


def read_name(typed: str) -> str:
    """Raises: FieldMissing, FieldTooLong."""
    name = _spaced("name", typed)
    if not name:
        raise FieldMissing("name", "is missing")
    return name


def read_kana(typed: str) -> str:
    """Full-width katakana from hiragana, half-width or mixed: 「ｶｸｳ はな」 gives 「カクウ　ハナ」.

    Raises: FieldMissing, FieldTooLong, KanaMalformed.
    """
    kana: str = jaconv.hira2kata(_spaced("kana", typed)).replace("-", "ー")
    if not kana:
        raise FieldMissing("kana", "is missing")
    if not _KANA.fullmatch(kana):
        raise KanaMalformed("kana", "kana only")
    return kana


def read_sex(code: str) -> str:
    """Raises: FieldMissing, SexMalformed."""
    if not code:
        raise FieldMissing("sex", "is missing")
    if code not in SEX_WORDS:
        raise SexMalformed("sex", "not a code of the scheme")
    return code


def read_birth_on(typed: str, today: date) -> date:
    """Raises: FieldMissing, DayMalformed, DayAhead."""
    if not folded(typed):
        raise FieldMissing("birth", "is missing")
    birth_on = parse_day(typed, "birth")
    if birth_on > today:
        raise DayAhead("birth", "lies ahead")
    return birth_on


def read_postcode(typed: str) -> str | None:
    """「１００－０００１」 gives "100-0001"; None when empty. Raises: PostcodeMalformed."""
    digits = folded(typed).removeprefix("〒").replace("-", "")
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise PostcodeMalformed("postcode", "7 digits")
    return f"{digits[:3]}-{digits[3:]}"


def read_phone(typed: str) -> str | None:
    """Half-width, grouped as typed; None when empty. Raises: PhoneMalformed."""
    text = folded(typed)
    if not text:
        return None
    if not re.fullmatch(r"\+?[0-9()-]+", text) or not 9 <= sum(map(str.isdigit, text)) <= 15:
        raise PhoneMalformed("phone", "9 to 15 digits")
    return text


def read_text(field: str, typed: str) -> str | None:
    """Lines and widths stay as typed; None when empty. Raises: FieldTooLong."""
    text = typed.strip()
    if len(text) > _LONGEST[field]:
        raise FieldTooLong(field, f"at most {_LONGEST[field]} characters")
    return text or None


def _spaced(field: str, typed: str) -> str:
    """NFKC, one full-width blank where there were blanks."""
    text = "　".join(unicodedata.normalize("NFKC", typed).split())
    if len(text) > _LONGEST[field]:
        raise FieldTooLong(field, f"at most {_LONGEST[field]} characters")
    return text
