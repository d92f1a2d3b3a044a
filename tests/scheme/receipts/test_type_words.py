"""レセプト種別 as people read it."""

import pytest

from app.scheme.receipts.type_words import type_words


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("1116", "医保・国保 家族 入院外（1116）"),
        ("1111", "医保・国保 本人 入院（1111）"),
        ("1328", "後期高齢 高齢 入院外（1328）"),
        ("1310", "後期高齢 高齢7割 入院外（1310）"),
        ("4114", "医保・国保 未就学（4114）"),
        ("19", "19"),
        ("1916", "1916"),
    ],
)
def test_a_type_is_read_as_words(stated: str, words: str) -> None:
    assert type_words(stated) == words
