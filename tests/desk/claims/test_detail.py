"""The chosen receipt beside the list, looked at one after the other."""

from contextlib import nullcontext
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.claims.month import detail
from app.desk.claims.month.detail import DetailPanel
from app.desk.claims.month.state import MonthPageState
from tests.desk.claims.states import COMPLAINTS, FIXED, LOOKED_AT, PAGE, ROWS, SPLIT, page, reviewed

_STATES = {
    "split": page(chosen=replace(PAGE, row=ROWS[1], precheck=SPLIT)),
    "nobody": page(chosen=None),
    "looked at": page(mending=LOOKED_AT),
    "fixed": page(chosen=FIXED),
    "broken": page(chosen=replace(PAGE, complaints=COMPLAINTS)),
    "reviewed": reviewed(),
}


@pytest.mark.parametrize("name", _STATES)
def test_a_receipt_stands_where_it_would_stand_as_the_first(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Laid out once, its parts have the places that they get one by one, and none is left of the receipt before."""
    walked, fresh = _shown(qtbot), _shown(qtbot)
    for state in (*_STATES.values(), page(), _STATES[name]):
        _show(qtbot, walked, state)
    monkeypatch.setattr(detail, "laid_out_once", lambda *_: nullcontext())
    _show(qtbot, fresh, _STATES[name])
    assert _places(walked) == _places(fresh)


def _shown(qtbot: QtBot) -> DetailPanel:
    panel = DetailPanel()
    qtbot.addWidget(panel)
    panel.setFixedSize(440, 620)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def _show(qtbot: QtBot, panel: DetailPanel, state: MonthPageState) -> None:
    panel.show_state(state)
    qtbot.wait(1)


def _places(panel: DetailPanel) -> list[tuple[str, object]]:
    """Of every part that is seen, with its words."""
    return sorted(
        (str(part.property("text") or ""), QRect(part.mapTo(panel, QPoint()), part.size()).getRect())
        for part in panel.findChildren(QWidget)
        if part.isVisible()
    )
