"""Everything can be read: contrast of every pair in light and dark, no colour left unnamed, type that scales."""

from typing import get_args

import pytest

from app.desk.theme import DARK, LIGHT, Colours, Theme, style_sheet
from app.desk.theme_tones import Tone

ENOUGH = 4.5


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(colours: Colours) -> dict[str, tuple[str, str]]:
    """Every ink with every ground on which it stands somewhere."""
    grounds = {
        "card": colours.card,
        "paper": colours.paper,
        "chosen row": colours.accent_soft,
    }
    found = {f"ink on {name}": (colours.ink, ground) for name, ground in grounds.items()}
    found |= {f"soft ink on {name}": (colours.soft_ink, ground) for name, ground in grounds.items()}
    for tone in get_args(Tone):
        ink, ground = colours.pair(tone)
        found |= {f"{tone} on its ground": (ink, ground), f"{tone} on card": (ink, colours.card)}
        found |= {
            f"ink on {tone}": (colours.ink, ground),
            f"soft ink on {tone}": (colours.soft_ink, ground),
        }
        found[f"{tone} on chosen row"] = (ink, colours.accent_soft)
    found["button"] = (colours.accent_ink, colours.accent)
    found["rail"] = (colours.rail_ink, colours.rail)
    found["rail chosen"] = (colours.rail_ink, colours.rail_chosen)
    found["practice"] = (colours.practice_ink, colours.practice)
    found["button that is off"] = (colours.soft_ink, colours.paper)
    return found


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_stands_out_from_its_ground(colours: Colours) -> None:
    weak = {
        name: round(contrast(*pair), 2) for name, pair in pairs(colours).items() if contrast(*pair) < ENOUGH
    }
    assert weak == {}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_every_name_in_the_style_sheet_has_a_value(percent: int, dark: bool) -> None:
    assert "@" not in style_sheet(Theme(percent, dark))


def test_type_grows_with_the_text_size() -> None:
    assert Theme(150).px(32) == 48
    assert "font-size: 48px" in style_sheet(Theme(150))
