"""What a human is told of somebody set aside: in what they are like the person known."""

from datetime import date

import pytest

from app.central.registration.likeness import likeness
from app.central.registration.matching import differences
from app.central.registration.reading import read_row
from app.scheme.cover import PersonDetails
from tests.central.clinic import TODAY
from tests.central.registrar import row

KNOWN = PersonDetails("架空　太", "カクウ　ハナ", "2", date(1988, 2, 14), None, None)


@pytest.mark.parametrize(
    ("told", "alike"),
    [
        ({"name": "架空太郎", "kana": ""}, ["sex", "birth_on"]),
        ({"name": "見本 太", "kana": ""}, ["given_name", "sex", "birth_on"]),
        ({"name": "見本太", "kana": "ﾐﾎﾝ ﾊﾅ"}, ["given_name", "sex", "birth_on"]),
        ({"name": "見本太", "kana": "ミホンハナ"}, ["sex", "birth_on"]),
        ({"birth_on": "1988-03-15"}, ["name", "kana", "sex"]),
        ({"birth_on": "1978-02-14"}, ["name", "kana", "sex", "birth_slip"]),
        ({"name": "", "sex": "", "birth_on": "1951-07-30"}, ["kana"]),
    ],
)
def test_what_was_told_is_compared_and_what_was_not_is_like_nothing(
    told: dict[str, str], alike: list[str]
) -> None:
    read, _ = read_row(2, row() | told, TODAY)
    assert read is not None
    assert list(likeness(KNOWN, read, differences(KNOWN, read))) == alike


def test_month_and_day_that_changed_places_are_a_slip() -> None:
    known = PersonDetails("架空　太", "カクウ　ハナ", "2", date(1988, 2, 3), None, None)
    read, _ = read_row(2, row(birth_on="1988-03-02"), TODAY)
    assert read is not None
    assert "birth_slip" in list(likeness(known, read, differences(known, read)))
