"""Codes of the price list, and what a generic saves (R15)."""

from decimal import Decimal

import pytest

from app.scheme.medicines import (
    class_name,
    class_of,
    general_name,
    generic_group,
    is_medicine_code,
    saving_yen,
)


def test_brand_and_generic_share_the_first_nine_of_their_code() -> None:
    assert generic_group("1129009F2010") == generic_group("1129009F2028") == "1129009F2"
    assert generic_group("1129009F1013") != generic_group("1129009F2010")
    assert generic_group("") == ""


def test_a_class_is_told_in_words() -> None:
    assert class_name(class_of("1129009F2010")) == "催眠鎮静剤・抗不安剤"
    assert (class_of(""), class_name(""), class_name("9999")) == ("", "", "")


@pytest.mark.parametrize(
    ("code", "fits"), [("2325003B2029", True), ("2325003b2029", False), ("232500312029", False), ("", False)]
)
def test_a_code_has_twelve_places_with_one_letter(code: str, fits: bool) -> None:
    assert is_medicine_code(code) is fits


def test_a_generics_name_without_its_company_is_what_the_group_shares() -> None:
    assert general_name("アムロジピン錠５ｍｇ「見本」") == "アムロジピン錠５ｍｇ"
    assert general_name("見本アムロ錠５ｍｇ") == "見本アムロ錠５ｍｇ"


@pytest.mark.parametrize(
    ("price", "generic", "quantity", "yen"),
    [
        ("43.60", "17.90", "14", 360),
        ("10.00", "9.95", "10", 1),
        ("10.00", "9.95", "9.9", 0),
        ("10.10", "10.10", "28", 0),
        ("10.10", "12.00", "28", 0),
    ],
    ids=["359.8", "0.5 is rounded up", "0.495", "equal", "dearer"],
)
def test_a_saving_is_rounded_once_half_a_yen_up(price: str, generic: str, quantity: str, yen: int) -> None:
    assert saving_yen(Decimal(price), Decimal(generic), Decimal(quantity)) == yen
