"""Health information of an invented patient, to be looked at."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.consent.consent import ConsentKind
from app.desk.health_records.checkups.page import checkups_page
from app.desk.health_records.consent.patient_window import PatientWindow
from app.desk.health_records.drugs.page import Choices, RollUp
from app.desk.health_records.panel import RecordsPanel
from app.eligibility.ports import CentralUnreachable
from app.health_records.readers import USUAL_READERS
from app.health_records.records import CheckupHistory, Withheld
from tests.desk.framed import framed
from tests.desk.health_records.room import BOTH, Room, shown
from tests.health_records.checkups import held, whole_sheets
from tests.people import RECEPTIONIST


def _panel(room: Room) -> QWidget:
    panel = RecordsPanel()
    panel.show_state(room.presenter.state)
    return panel


def _open(*kinds: ConsentKind) -> Room:
    room = Room()
    room.consents.agree(shown().check.id, *kinds)
    room.presenter.person_shown(shown())
    room.presenter.opened()
    return room


def _nobody() -> QWidget:
    return _panel(Room())


def _asked() -> QWidget:
    return _panel(_open())


def _drugs() -> QWidget:
    return _panel(_open(*BOTH))


def _by_episode() -> QWidget:
    room = _open(*BOTH)
    room.presenter.choices_made(Choices(RollUp.EPISODE, hide_own=True))
    return _panel(room)


def _settled() -> QWidget:
    room = _open(*BOTH)
    state = room.presenter.state
    assert state.drugs is not None
    for alert in state.drugs.alerts:
        room.presenter.alert_answered(alert, "checked", "")
    room.presenter.generic_answered(state.drugs.savings[0], "declined", "味が合わない")
    return _panel(room)


def _checkups() -> QWidget:
    room = _open(*BOTH)
    room.presenter.tab_chosen(ConsentKind.CHECKUP)
    return _panel(room)


def _of(history: CheckupHistory) -> QWidget:
    panel = RecordsPanel()
    state = _open(*BOTH).presenter.state
    panel.show_state(replace(state, tab=ConsentKind.CHECKUP, checkups=checkups_page(history)))
    return panel


def _whole_sheets() -> QWidget:
    """As much as a checkup may hold."""
    return _of(whole_sheets())


def _never_examined() -> QWidget:
    withheld = Withheld("例示市国保", "not_entrusted", None, None)
    return _of(replace(held(), withheld=(withheld,)))


def _withdrawn() -> QWidget:
    room = _open(*BOTH)
    room.presenter.withdrawn()
    return _panel(room)


def _receptionist() -> QWidget:
    room = Room(RECEPTIONIST)
    room.consents.agree(shown().check.id, *BOTH)
    room.presenter.person_shown(shown())
    room.presenter.opened()
    return _panel(room)


def _cut_line() -> QWidget:
    room = Room()
    room.consents.trouble = CentralUnreachable()
    room.presenter.person_shown(shown())
    room.presenter.opened()
    return _panel(room)


def _patient() -> QWidget:
    window = PatientWindow()
    window.show_agreed({ConsentKind.DRUG}, USUAL_READERS)
    return window


SHOTS: dict[str, Callable[[], QWidget]] = {
    "records-nobody": framed(_nobody),
    "records-asked": framed(_asked),
    "records-drugs": framed(_drugs),
    "records-by-episode": framed(_by_episode),
    "records-settled": framed(_settled),
    "records-checkups": framed(_checkups),
    "records-whole-sheets": framed(_whole_sheets),
    "records-never-examined": framed(_never_examined),
    "records-withdrawn": framed(_withdrawn),
    "records-receptionist": framed(_receptionist),
    "records-cut-line": framed(_cut_line),
    "records-facing-the-patient": _patient,
}
