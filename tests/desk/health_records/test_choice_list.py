"""The short lists beside a history, in a window."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.health_records.drugs.choice_list import ChoiceList
from app.desk.theme import Theme, apply_theme
from tests.desk.health_records.shots import SHOTS
from tests.shots import posed


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, Theme())


def test_text_is_enlarged_while_a_history_stands_open_and_the_lists_come_to_rest(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scroll bar of a list takes room from its rows, which then need the scroll bar no more."""
    fitted: list[str] = []
    fit = ChoiceList._fit

    def counted(chosen: ChoiceList) -> None:
        fitted.append(chosen.accessibleName())
        assert len(fitted) < 200
        fit(chosen)

    monkeypatch.setattr(ChoiceList, "_fit", counted)
    screens = [posed(SHOTS["records-drugs"], percent) for percent in (100, 150)]
    for screen in screens:
        qtbot.addWidget(screen)
    assert fitted
