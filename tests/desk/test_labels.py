"""Labels that must do with the room there is."""

import pytest
from pytestqt.qtbot import QtBot

from app.desk.widgets import ElidedLabel

NAME = "長谷川仮名之助　見本右衛門"


@pytest.fixture
def label(qtbot: QtBot) -> ElidedLabel:
    label = ElidedLabel()
    label.setStyleSheet("font-size: 27px")
    label.setText(NAME)
    qtbot.addWidget(label)
    label.show()
    return label


@pytest.mark.parametrize(("room", "pixels"), [(27 * 14, 27), (20 * 14, 20), (13 * 14, 13)])
def test_a_long_name_is_written_smaller_before_it_is_cut(label: ElidedLabel, room: int, pixels: int) -> None:
    """A receptionist calls a person by the whole name."""
    label.setFixedWidth(room)
    font, words = label.fitted()
    assert words == NAME
    assert abs(font.pixelSize() - pixels) <= 1


def test_below_the_size_of_plain_text_the_name_is_cut_and_whole_for_screen_readers(
    label: ElidedLabel,
) -> None:
    label.setFixedWidth(13 * 6)
    font, words = label.fitted()
    assert font.pixelSize() == 13
    assert words.endswith("…")
    assert label.accessibleName() == label.toolTip() == NAME
