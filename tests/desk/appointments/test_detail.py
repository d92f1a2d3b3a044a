"""The chosen exception beside the list, looked at one after the other."""

from contextlib import nullcontext
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.appointments.appointment import FollowUp
from app.appointments.exceptions import ExceptionalItem, ExceptionKind
from app.desk.appointments.batch import detail
from app.desk.appointments.batch.detail import DetailPanel
from app.desk.appointments.batch.state import BatchPageState, Task
from app.desk.appointments.words import answer_words
from app.desk.widgets import KeyButton
from app.scheme.outcome import Outcome
from tests.desk.appointments.states import (
    all_exceptions,
    changed,
    exceptional,
    expiring,
    lapsed,
    page,
    put_off,
    several,
    unknown,
    with_candidates,
)
from tests.desk.places import places

_STATES = {each.kinds[0].value: page(chosen=each) for each in all_exceptions()} | {
    "nobody": page(chosen=None),
    "candidates": page(chosen=with_candidates()),
    "a call": page(task=Task.CALL),
    "put off": page(chosen=put_off(all_exceptions()[0], "受付で")),
}


@pytest.mark.parametrize("name", _STATES)
def test_an_exception_stands_where_it_would_stand_as_the_first(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Laid out once, its parts have the places that they get one by one, and none is left of the one before."""
    walked, fresh = _shown(qtbot), _shown(qtbot)
    for state in (*_STATES.values(), page(), _STATES[name]):
        _show(qtbot, walked, state)
    monkeypatch.setattr(detail, "laid_out_once", lambda *_: nullcontext())
    _show(qtbot, fresh, _STATES[name])
    assert places(walked) == places(fresh)


def _shown(qtbot: QtBot) -> DetailPanel:
    panel = DetailPanel()
    qtbot.addWidget(panel)
    panel.setFixedSize(440, 1000)  # nothing scrolls, however large the letters
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def _show(qtbot: QtBot, panel: DetailPanel, state: BatchPageState) -> None:
    panel.show_state(state)
    qtbot.wait(1)


def test_whose_answer_it_is_stands_there_before_a_chart_is_made_of_it() -> None:
    """The file may name somebody else: a twin, or who booked for a child."""
    told = exceptional(unknown())
    person = told.information
    assert person is not None
    assert person.person.name in answer_words(told) and person.person.kana in answer_words(told)
    assert answer_words(exceptional(expiring())) == "", "the chart is known"


def test_who_was_chosen_of_several_can_be_chosen_anew(qtbot: QtBot) -> None:
    """The same key as for a mark; what a chart took over is said to stay."""
    told = several()
    assert told.answer is not None
    one_of_them = replace(told.answer, outcome=Outcome.VALID, information=told.answer.information[:1])
    item = replace(told, answer=one_of_them, several=told.answer, follow_up=FollowUp.TAKEN_OVER)
    found = ExceptionalItem(item, (ExceptionKind.SEVERAL,), None, (), (), (), "")
    panel = _shown(qtbot)
    _show(qtbot, panel, page(chosen=found, only_open=False))
    (again,) = (each for each in panel.findChildren(KeyButton) if each.text() == "選び直す")
    assert again.isVisible() and "残ります" in again.accessibleDescription()
    with qtbot.waitSignal(panel.reopen_requested):
        qtbot.keyClick(panel, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    put = replace(item, follow_up=FollowUp.PUT_OFF)
    _show(qtbot, panel, page(chosen=replace(found, item=put), only_open=False))
    assert again.text() == "未対応に戻す", "the mark goes first"


def test_of_a_card_that_is_no_good_the_call_comes_first(qtbot: QtBot) -> None:
    """Also where nobody in the ledger is known to hold it."""
    panel = _shown(qtbot)
    nobody = replace(exceptional(lapsed()), patient=None, differences=())
    for found, first in ((nobody, "電話する"), (exceptional(unknown()), "新しい患者として登録")):
        _show(qtbot, panel, page(chosen=found))
        buttons = [each for each in panel.findChildren(KeyButton) if each.isVisible()]
        assert [each.text() for each in buttons if each.property("primary")] == [first]


def test_what_was_taken_over_is_not_said_to_differ(qtbot: QtBot) -> None:
    panel = _shown(qtbot)
    taken = replace(changed(), follow_up=FollowUp.TAKEN_OVER)
    found = ExceptionalItem(taken, (ExceptionKind.CHANGED,), None, (), (), (), "")
    _show(qtbot, panel, page(chosen=found, only_open=False))
    said = " ".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())
    assert "違います" not in said and "台帳に入っています" in said
