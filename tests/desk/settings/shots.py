"""The settings and the rescue of a ledger, to be looked at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QListWidget, QWidget

from app.desk.advice import Advice
from app.desk.settings.overview.panel import Sections, SettingsPanel
from app.desk.settings.overview.presenter import Done, SettingsState
from app.desk.settings.readings.panel import ReadingsPanel
from app.desk.settings.readings.presenter import ReadingsState, Typed
from app.desk.settings.rescue.panel import RescuePanel
from app.desk.settings.rescue.presenter import Backup, RescueState, Way
from app.desk.settings.values import ClinicRules, Preferences
from app.desk.staff.roll.panel import RollPanel
from app.desk.staff.roll.presenter import RollState, Task
from app.health_records.readings import Readings
from tests.desk.found import one
from tests.desk.framed import framed
from tests.desk.settings.house import FACTS
from tests.desk.settings.readings import FOUND
from tests.desk.staff.shots import MEMBERS
from tests.people import MANAGER, RECEPTIONIST

STATE = SettingsState(MANAGER, Preferences(), ClinicRules("見本医院"), FACTS)


def _settings(
    section: int,
    state: SettingsState = STATE,
    roll: RollState | None = None,
    readings: ReadingsState | None = None,
) -> QWidget:
    roll_panel = RollPanel()
    roll_panel.show_state(roll or RollState(MEMBERS, MANAGER))
    readings_panel = ReadingsPanel()
    readings_panel.show_state(readings or ReadingsState())
    panel = SettingsPanel(roll_panel, readings_panel, Sections())
    panel.show_state(state)
    one(panel, QListWidget, "sections").setCurrentRow(section)
    return panel


def _rescue(state: RescueState) -> QWidget:
    panel = RescuePanel()
    panel.show_state(state)
    return panel


_LOCKED = Advice(
    "台帳の鍵が、このアカウントの保管庫にありません。", "最初に印刷した復旧コードを入力してください。"
)
_DAMAGED = Advice(
    "台帳のファイルが壊れています。", "バックアップから戻してください。壊れたファイルは別に残します。"
)
_TOO_NEW = Advice("台帳は、新しい版の窓口で書かれています。", "このPCの窓口を新しい版にしてください。")
_BACKUPS = (
    Backup("a", datetime(2026, 11, 21, 9, 0, tzinfo=UTC), 1204),
    Backup("b", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), None),
)

_READINGS = ReadingsState(Typed("R8.10.23"), found=FOUND, listing=1)

SHOTS: dict[str, Callable[[], QWidget]] = {
    "settings-personal": framed(lambda: _settings(0, replace(STATE, done=Done.KEPT))),
    "settings-clinic": framed(lambda: _settings(1)),
    "settings-clinic-receptionist": framed(lambda: _settings(1, replace(STATE, me=RECEPTIONIST))),
    "settings-staff": framed(lambda: _settings(2)),
    "settings-staff-add": framed(
        lambda: _settings(2, roll=RollState(MEMBERS, MANAGER, Task.ADD, complaint="staff.pin_weak"))
    ),
    "settings-staff-retire": framed(
        lambda: _settings(
            2, roll=RollState(MEMBERS, MANAGER, Task.RETIRE, MEMBERS[0], complaint="staff.last_manager")
        )
    ),
    "settings-readings": framed(lambda: _settings(3, readings=_READINGS)),
    "settings-readings-wrong": framed(
        lambda: _settings(
            3,
            readings=replace(
                _READINGS,
                typed=Typed("先月", "R8.11.22"),
                found=Readings((), 0, FOUND.staff),
                wrong=frozenset({"first"}),
                my_number_refused=True,
            ),
        )
    ),
    "settings-safety": framed(lambda: _settings(4, replace(STATE, done=Done.BACKED_UP))),
    "settings-connection": framed(lambda: _settings(5)),
    "settings-about": framed(lambda: _settings(6)),
    "rescue-code": lambda: _rescue(
        RescueState(
            "ledger.locked", (Way.RECOVERY_CODE, Way.RETRY), _LOCKED, code_wrong=True, wrong_groups=(2, 5)
        )
    ),
    "rescue-restore": lambda: _rescue(
        RescueState("ledger.damaged", (Way.RESTORE,), _DAMAGED, _BACKUPS, losing="a")
    ),
    "rescue-too-new": lambda: _rescue(RescueState("ledger.too_new", (Way.CLOSE,), _TOO_NEW)),
}
