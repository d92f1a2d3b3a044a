"""Sign-in, the roll and the first start, to be looked at."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.staff.first_start.panel import FirstStartPanel
from app.desk.staff.first_start.presenter import CODE_DIFFERS, FirstStartState, Step
from app.desk.staff.sign_in.panel import SignInPanel
from app.desk.staff.sign_in.presenter import SignInState
from app.staff.member import Role
from tests.desk.staff.roll import RollInMemory

_DESK, _HEAD = frozenset({Role.RECEPTIONIST}), frozenset({Role.MANAGER, Role.RECEPTIONIST})
MEMBERS = RollInMemory(
    ("佐藤", _DESK),
    ("鈴木", _HEAD),
    ("田中", frozenset({Role.DOCTOR})),
    ("高橋", frozenset({Role.PHARMACIST})),
).members()
CODE = "K7Q2-9DXA-3M0B-T8WZ-5RFC-1HJY-NPV4-6GSE"


def _signing_in(state: SignInState) -> QWidget:
    panel = SignInPanel()
    panel.set_clinic("見本医院")
    panel.show_state(state)
    return panel


def _starting(state: FirstStartState) -> QWidget:
    panel = FirstStartPanel()
    panel.show_state(state)
    return panel


SHOTS: dict[str, Callable[[], QWidget]] = {
    "sign-in-names": lambda: _signing_in(SignInState(MEMBERS)),
    "sign-in-pin": lambda: _signing_in(SignInState(MEMBERS, MEMBERS[1])),
    "sign-in-wrong": lambda: _signing_in(SignInState(MEMBERS, MEMBERS[1], pin_wrong=True)),
    "sign-in-paused": lambda: _signing_in(SignInState(MEMBERS, MEMBERS[1], paused_s=60)),
    "first-start-manager": lambda: _starting(FirstStartState(complaint="staff.pin_weak")),
    "first-start-recovery": lambda: _starting(
        FirstStartState(Step.RECOVERY, CODE, complaint=CODE_DIFFERS, wrong_groups=(3,))
    ),
    "first-start-connection": lambda: _starting(FirstStartState(Step.CONNECTION)),
}
