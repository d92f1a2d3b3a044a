"""The chosen exception beside the list, looked at one after the other."""

from contextlib import nullcontext

import pytest
from pytestqt.qtbot import QtBot

from app.desk.appointments.batch import detail
from app.desk.appointments.batch.detail import DetailPanel
from app.desk.appointments.batch.state import BatchPageState, Task
from app.desk.appointments.words import answer_words
from tests.desk.appointments.states import (
    all_exceptions,
    exceptional,
    expiring,
    page,
    put_off,
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
