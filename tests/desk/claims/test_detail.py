"""The chosen receipt beside the list, looked at one after the other."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from app.claims.month import ClaimState
from app.claims.precheck import Prediction
from app.desk.claims.month import detail
from app.desk.claims.month.detail import DetailPanel
from app.desk.claims.month.state import MonthPageState
from app.desk.claims.month.typed_page import TypedPage
from app.desk.claims.words import sent_words
from app.desk.widgets import KeyButton
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.routing import ReviewReason
from tests.desk.claims.states import COMPLAINTS, FIXED, LOOKED_AT, MONTH, PAGE, ROWS, SPLIT, page, reviewed
from tests.desk.found import one
from tests.desk.places import places

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
    assert places(walked) == places(fresh)


def test_a_preview_names_the_type_in_words_and_the_agency_that_settles_the_new_card(qtbot: QtBot) -> None:
    """R14"""
    panel = _shown(qtbot)
    _show(qtbot, panel, page())
    assert not [words for words, _ in places(panel) if "レセプト種別" in words or "国保連" in words]
    looked_at = replace(LOOKED_AT, retyped=("1116", "1318"), elsewhere=ReviewAgency.FEDERATION)
    _show(qtbot, panel, page(mending=looked_at))
    seen = [words for words, _ in places(panel)]
    assert {"医保・国保 家族 入院外（1116）", "→ 後期高齢 高齢 入院外（1318）"} <= set(seen)
    assert any("国保連あてのファイルに移してください" in words for words in seen)


def test_what_the_preview_advises_against_is_not_what_is_likely_next(qtbot: QtBot) -> None:
    panel = _shown(qtbot)
    for elsewhere, likely in (
        (None, "写しに書き込む"),
        (ReviewAgency.FEDERATION, "やめる"),
        (None, "写しに書き込む"),
    ):
        _show(qtbot, panel, page(mending=replace(LOOKED_AT, elsewhere=elsewhere)))
        buttons = [each for each in panel.findChildren(KeyButton) if each.isVisibleTo(panel)]
        assert [each.text() for each in buttons if each.property("primary")] == [likely]


def test_once_sent_nothing_is_said_of_sending() -> None:
    for prediction, reason in product(Prediction, ReviewReason):
        found = replace(SPLIT, prediction=prediction, reason=reason.value)
        for elsewhere in (None, *ReviewAgency):
            words = sent_words(found, elsewhere)
            assert not any(each in words for each in ("送れ", "送ると", "送る", "移して")), words
    assert "返戻" in sent_words(replace(SPLIT, prediction=Prediction.RETURNED, reason="uncovered_days"))


def test_the_next_step_follows_the_month(qtbot: QtBot) -> None:
    """R13: predicted and sent, it can be prepared for, no longer changed."""
    panel = _shown(qtbot)
    lost = replace(PAGE, row=ROWS[2], precheck=replace(SPLIT, prediction=Prediction.RETURNED))
    _show(qtbot, panel, page(chosen=lost))
    assert any("このまま送ると、" in words for words, _ in places(panel))
    for change in ({"wants_sending": True}, {"state": ClaimState.SENT}):
        _show(qtbot, panel, page(chosen=lost, month=replace(MONTH, **change)))
        assert not any("このまま送ると、" in words for words, _ in places(panel))
        assert any("返戻される見込みです" in words for words, _ in places(panel))


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


def test_the_key_of_the_form_brings_its_first_field_back_into_sight(qtbot: QtBot) -> None:
    """Large text: the form scrolls."""
    form = TypedPage()
    qtbot.addWidget(form)
    form.resize(300, 160)
    form.show()
    area = one(form, QScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    form.focus_first()
    assert area.verticalScrollBar().value() == 0
