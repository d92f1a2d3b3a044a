"""Names and readings: how they are compared when widths, kana size and unprintable letters differ."""

import unicodedata

import jaconv

UNPRINTABLE = "●"
"""What the register shows for a letter outside its character set: any one letter."""

_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_MARKS = str.maketrans("", "", "ー-‐－・･ 　")


def kana_key(text: str) -> str:
    """The form in which readings are compared: full-width katakana, small as large, no marks or blanks.

    "ｶｸｳ ﾊﾅ", "かくう　はな" and "カクウ・ハナ" share one key.
    """
    full_width = jaconv.hira2kata(unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", full_width.translate(_SMALL).translate(_MARKS))


def name_key(text: str) -> str:
    """The form in which written names are compared: NFKC without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def has_unprintable(name: str) -> bool:
    return UNPRINTABLE in name


def same_name(one: str, other: str) -> bool:
    """Whether two written names agree when ● stands for any one letter."""
    left, right = name_key(one), name_key(other)
    return len(left) == len(right) and all(
        a == b or UNPRINTABLE in (a, b) for a, b in zip(left, right, strict=True)
    )


def better_name(held: str, given: str) -> str:
    """The name to keep: what was given, unless it only repeats ours with letters lost to ●."""
    if has_unprintable(given) and not has_unprintable(held) and same_name(held, given):
        return held
    return given
