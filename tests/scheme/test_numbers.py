"""Insurer and insured numbers as cards print them and hands type them."""

import pytest

from app.scheme.digits import MyNumberRefused, my_number_check_digit
from app.scheme.numbers import (
    InstitutionCode,
    InstitutionCodeMalformed,
    InsuredNumber,
    InsuredNumberMalformed,
    InsurerNumber,
    InsurerNumberMalformed,
)


@pytest.mark.parametrize("typed", ["06139992", "０６１３９９９２", " 0613 9992 ", "0613-9992"])
def test_one_insurer_number_in_four_hands(typed: str) -> None:
    """R1."""
    assert InsurerNumber.parse(typed).digits == "06139992"


def test_a_national_number_padded_to_eight_is_six_again() -> None:
    """Old databases hold 6-digit numbers as 00133066."""
    assert InsurerNumber.parse("00133066") == InsurerNumber.parse("133066")


@pytest.mark.parametrize("typed", ["", "0613999", "061399921", "O6139992", "一二三四五六"])
def test_what_is_no_insurer_number_is_refused(typed: str) -> None:
    with pytest.raises(InsurerNumberMalformed) as refusal:
        InsurerNumber.parse(typed)
    assert refusal.value.field == "insurer"


def test_a_wrong_check_digit_is_told_not_refused() -> None:
    """Real payer numbers break the rule now and then, so it is a warning with the likely digit."""
    number = InsurerNumber.parse("06139993")
    assert not number.has_valid_check_digit
    assert number.likely_last_digit == 2


@pytest.mark.parametrize(
    ("digits", "kind", "prefecture"),
    [
        ("06139992", "組合健保", "13"),
        ("39139993", "後期高齢者医療", "13"),
        ("139998", "国民健康保険", "13"),
        ("99139992", "法別99", "13"),
    ],
)
def test_law_and_prefecture_are_read_from_the_number(digits: str, kind: str, prefecture: str) -> None:
    number = InsurerNumber.parse(digits)
    assert (number.kind, number.prefecture) == (kind, prefecture)


def test_two_spellings_of_one_card_share_a_key() -> None:
    """R1: full width, blanks and every hyphen fold; zeros of a branch never do."""
    printed = InsuredNumber.parse("06139992", "７０１－あ", "４４２", "02")
    typed = InsuredNumber.parse("０６１３９９９２", "701-あ ", " 442", "０２")
    assert printed.key == typed.key
    assert printed.same_card(typed)
    assert printed.symbol == "７０１－あ"


def test_a_card_without_branch_fits_every_branch_but_two_branches_differ() -> None:
    """R12."""
    old = InsuredNumber.parse("06139992", "701", "442")
    assert old.same_card(old.with_branch("01"))
    assert not old.with_branch("00").same_card(old.with_branch("01"))


def test_late_elderly_numbers_lose_their_leading_zeros_others_do_not() -> None:
    assert (
        InsuredNumber.parse("39139993", "", "00012345").key
        == InsuredNumber.parse("39139993", "", "12345").key
    )
    assert InsuredNumber.parse("06139992", "1", "0012").key != InsuredNumber.parse("06139992", "1", "12").key


@pytest.mark.parametrize(
    ("symbol", "number", "branch", "field"),
    [
        ("1", "", "", "number"),
        ("1", "2", "1", "branch"),
        ("x" * 21, "2", "", "symbol"),
        ("1", "2\x00", "", "number"),
    ],
)
def test_a_card_no_insurer_issues_is_refused_by_field(
    symbol: str, number: str, branch: str, field: str
) -> None:
    with pytest.raises(InsuredNumberMalformed) as refusal:
        InsuredNumber.parse("06139992", symbol, number, branch)
    assert refusal.value.field == field


@pytest.mark.parametrize(("symbol", "branch"), [("1", ""), ("", "01")])
def test_late_elderly_cards_carry_a_number_alone(symbol: str, branch: str) -> None:
    """R1."""
    with pytest.raises(InsuredNumberMalformed):
        InsuredNumber.parse("39139993", symbol, "12345678", branch)


@pytest.mark.parametrize("field", ["insurer", "symbol", "number"])
def test_a_my_number_is_refused_in_every_field(field: str) -> None:
    """R3."""
    my_number = f"12345678901{my_number_check_digit('12345678901')}"
    typed = {"insurer": "06139992", "symbol": "1", "number": "2"} | {field: my_number}
    with pytest.raises(MyNumberRefused):
        InsuredNumber.parse(**typed)


def test_an_institution_code_has_ten_digits() -> None:
    assert InstitutionCode.parse("1319990014").fee_table == "1"
    with pytest.raises(InstitutionCodeMalformed):
        InstitutionCode.parse("131999001")
