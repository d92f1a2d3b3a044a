"""Checkups on paper, with the picture of every marked item (R16)."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument

from app.desk.forms.checkup_form import checkups_on_paper
from app.desk.health_records.checkups.page import checkups_page
from app.desk.theme import LIGHT, Theme, apply_theme
from tests.desk.health_records.room import NOW, Room, shown
from tests.health_records.checkups import SYSTOLIC, checked_up, held, whole_sheets

pytestmark = pytest.mark.usefixtures("qapp")
THE_DAY = date(2026, 6, 12)


def printed(*values: str) -> QTextDocument:
    """Of one checkup for each value of the blood pressure, or of whole sheets."""
    checkups = [
        checked_up(THE_DAY.replace(year=2026 - ago), **{SYSTOLIC: value}) for ago, value in enumerate(values)
    ]
    room = Room()
    room.presenter.person_shown(shown())
    person = room.presenter.state.person
    assert person is not None
    page = checkups_page(held(*checkups) if checkups else whole_sheets())
    return checkups_on_paper(page, replace(person, name="<b>架空</b>"), "見本薬局", NOW)


def pictures_of(document: QTextDocument) -> list[QImage]:
    found: list[QImage] = []
    kind = QTextDocument.ResourceType.ImageResource
    while isinstance(picture := document.resource(kind, QUrl(f"trend-{len(found)}")), QImage):
        found.append(picture)
    return found


@pytest.fixture
def dark(qapp):
    apply_theme(qapp, Theme(150, dark=True))
    yield
    apply_theme(qapp, Theme())


def test_the_paper_has_table_person_and_how_to_read_the_marks() -> None:
    text = printed().toPlainText()
    for words in (
        "<b>架空</b>",
        "基準（女）",
        "LDLコレステロール（mg/dL）",
        "151↑↑受診",
        "受診勧奨判定値",
        "裁断",
    ):
        assert words in text


def test_each_marked_item_has_its_picture_and_no_other_has() -> None:
    assert (
        len(pictures_of(printed())) == sum(each.is_marked for each in checkups_page(whole_sheets()).lines) > 3
    )
    assert len(pictures_of(printed("138", "121"))) == 1
    calm = printed("121", "118")
    assert not pictures_of(calm)
    assert "受診勧奨" not in calm.toPlainText()


@pytest.mark.usefixtures("dark")
def test_the_paper_is_light_whatever_the_screen_shows() -> None:
    (picture,) = pictures_of(printed("138", "121"))
    assert picture.pixelColor(picture.width() - 1, 0) == QColor(LIGHT.card)
    ink = {picture.pixelColor(x, y).name() for x in range(0, 600, 2) for y in range(picture.height())}
    assert LIGHT.valid_soft.lower() in ink
