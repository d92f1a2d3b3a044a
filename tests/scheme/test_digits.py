"""Check digits and the number that is never typed at a desk."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.digits import (
    MyNumberRefused,
    check_digit,
    folded,
    holds_my_number,
    is_my_number,
    my_number_check_digit,
    refuse_my_number,
    with_check_digit,
)

# Insurer numbers that insurers have published: worked examples of the numbering rules.
PUBLISHED = (
    "01010016 01130012 01200013 06132013 06134423 33120015 39016019 39136015 12016010 54016027 133066 138057"
)


@pytest.mark.parametrize("number", PUBLISHED.split())
def test_a_published_insurer_number_ends_in_its_check_digit(number: str) -> None:
    """R1."""
    assert with_check_digit(number[:-1]) == number


@pytest.mark.parametrize("number", ["01010011", "39016011", "010101"])
def test_a_number_with_another_last_digit_is_noticed(number: str) -> None:
    """R1."""
    assert check_digit(number[:-1]) != int(number[-1])


def test_an_institution_code_follows_the_same_rule() -> None:
    assert with_check_digit("011011371") == "0110113719"


@given(st.text("0123456789", min_size=7, max_size=7), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_never_passes(body: str, place: int, shift: int) -> None:
    """R1: the reason why the digit is there."""
    wrong = body[:place] + str((int(body[place]) + shift) % 10) + body[place + 1 :]
    assert check_digit(wrong) != check_digit(body)


@given(st.text("0123456789", min_size=11, max_size=11))
def test_a_my_number_is_known_in_every_spelling(body: str) -> None:
    """R3."""
    number = f"{body}{my_number_check_digit(body)}"
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for spelling in (number, wide, f"{number[:4]}-{number[4:8]} {number[8:]}", f"{wide[:4]}　{wide[4:]}"):
        assert is_my_number(spelling)
        with pytest.raises(MyNumberRefused) as refusal:
            refuse_my_number("number", spelling)
        assert number not in str(refusal.value)


@given(st.text("0123456789", min_size=11, max_size=11), st.integers(1, 9))
def test_twelve_other_digits_are_no_my_number(body: str, shift: int) -> None:
    """R3: an insured number of twelve digits stays usable."""
    assert not is_my_number(f"{body}{(my_number_check_digit(body) + shift) % 10}")


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(
    st.text(st.sampled_from([chr(code) for code in range(0xFF01, 0xFF5F) if chr(code) != "－"]), max_size=20)
)
def test_full_width_letters_fold_as_unicode_says(text: str) -> None:
    """Receipts state most symbols so; their short way must not differ from the long one."""
    assert folded(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("text", ["１２－３４", "12ー34", "12―34", "12−34", " 12-34 "])
def test_every_hyphen_of_a_keyboard_is_one(text: str) -> None:
    assert folded(text) == "12-34"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("123456789018", True),
        ("p1234-5678-9018", True),
        ("東京都１２３４　５６７８　９０１８", True),
        ("m.1234.5678.9018", True),
        ("123456789017", False),
        ("1234567890180", False),
        ("03-1234-5678", False),
    ],
)
def test_a_my_number_is_found_inside_a_text_too(text: str, holds: bool) -> None:
    """R3."""
    assert holds_my_number(text) is holds
