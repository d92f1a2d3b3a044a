"""Names as the register, the card and the ledger spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.names import better_name, kana_key, same_name


@pytest.mark.parametrize("reading", ["カクウ　ハナ", "ｶｸｳ ﾊﾅ", "かくう はな", "カクウハナ", "カクウ・ハナ"])
def test_one_reading_in_five_spellings(reading: str) -> None:
    assert kana_key(reading) == "カクウハナ"


def test_small_kana_and_long_marks_do_not_divide_people() -> None:
    assert kana_key("ｼｮｳｺ") == kana_key("シヨウコ")
    assert kana_key("ヨーコ") == kana_key("ヨコ")
    assert kana_key("ｶﾞ") == kana_key("ガ")


def test_an_unprintable_letter_stands_for_any_one_letter() -> None:
    assert same_name("髙橋　花", "●橋　花")
    assert not same_name("髙橋　花", "●橋　花子")
    assert not same_name("髙橋　花", "●本　花")


def test_a_good_name_is_never_overwritten_by_dots() -> None:
    assert better_name("髙橋　花", "●橋　花") == "髙橋　花"
    assert better_name("●橋　花", "髙橋　花") == "髙橋　花"
    assert better_name("髙橋　花", "佐藤　花") == "佐藤　花"


@given(st.text("ァアィイガギッツャヤーｱｶﾞｬｰあぁがっゃ 　・-", max_size=30))
def test_folding_a_reading_twice_changes_nothing_more(text: str) -> None:
    assert kana_key(kana_key(text)) == kana_key(text)
