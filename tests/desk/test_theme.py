"""Every pair of ink and ground can be read, by day and by night."""

import re
from typing import get_args

import pytest

from app.desk.theme import DARK, LIGHT, Colours, Theme, style_sheet
from app.desk.theme_tones import Tone

_INKS_AND_GROUNDS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "accent_soft"),  # a chosen row, a button under the pointer
    ("soft_ink", "paper"),
    ("soft_ink", "card"),
    ("rail_ink", "rail"),
    ("rail_ink", "rail_chosen"),
    ("accent", "card"),
    ("accent", "paper"),
    ("accent_ink", "accent"),
    ("soft_ink", "line"),  # a primary button that cannot be pressed
    ("practice_ink", "practice"),
    *((tone, "card") for tone in ("valid", "lapsed", "caution", "several")),
    *((tone, "paper") for tone in ("valid", "lapsed", "caution", "several")),
    *((tone, "accent_soft") for tone in ("valid", "lapsed", "caution", "several")),  # on a chosen row
    *(("ink", f"{tone}_soft") for tone in ("valid", "lapsed", "caution", "several")),
    *(("soft_ink", f"{tone}_soft") for tone in ("valid", "lapsed", "caution", "several", "accent")),
]
_EDGES = [("focus", "card"), ("focus", "paper"), ("practice", "paper")]
"""What must be seen but not read: 3 to 1 (WCAG 2.2, 1.4.11)."""


def _luminance(colour: str) -> float:
    """Relative, 0 to 1. Source: WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most_there_is():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), _INKS_AND_GROUNDS)
def test_words_can_be_read_on_their_ground(colours: Colours, ink: str, ground: str):
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", get_args(Tone))
def test_each_tone_can_be_read_on_its_own_ground(colours: Colours, tone: Tone):
    assert contrast(*colours.pair(tone)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), _EDGES)
def test_the_place_of_the_keyboard_and_the_frame_of_practice_are_seen(
    colours: Colours, edge: str, ground: str
):
    assert contrast(getattr(colours, edge), getattr(colours, ground)) >= 3


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("dark", [False, True])
def test_the_style_sheet_names_no_colour_that_is_not_there(percent: int, dark: bool):
    sheet = style_sheet(Theme(percent, dark))
    assert re.findall(r"@\w+", sheet) == []


def test_letters_grow_with_the_text_size():
    sizes = [
        re.findall(r'type="verdict"\] \{[^}]*font-size: (\d+)px', style_sheet(Theme(percent)))
        for percent in (100, 150, 200)
    ]
    assert sizes == [["32"], ["48"], ["64"]]


def test_bars_to_scroll_look_alike_either_way():
    """What the style sheet does not name Qt draws in the system's own style, arrows and all."""
    sheet = style_sheet(Theme())
    for part in ("QScrollBar:{}", "QScrollBar::handle:{}"):
        assert all(part.format(way) in sheet for way in ("vertical", "horizontal"))
