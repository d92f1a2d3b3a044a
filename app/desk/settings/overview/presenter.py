"""The settings screen: a change holds at once, and says so."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane
from app.desk.settings.values import (
    ClinicRules,
    House,
    HouseFacts,
    Preferences,
    PreferenceStore,
    keep_rules,
    read_rules,
)
from app.desk.staff.at_counter import AtCounter
from app.scheme.days import Clock
from app.staff.member import Duty, StaffMember
from app.staff.ports import AuditTrail, ClinicSettings


class Done(Enum):
    """What was just done, to be said beside the button."""

    KEPT = auto()
    BACKED_UP = auto()
    REPORT_SAVED = auto()


@dataclass(frozen=True, slots=True)
class SettingsState:
    """facts: None until they were read."""

    me: StaffMember | None = None
    preferences: Preferences = field(default_factory=Preferences)
    rules: ClinicRules = field(default_factory=ClinicRules)
    facts: HouseFacts | None = None
    busy: bool = False
    done: Done | None = None
    trouble: Advice | None = None

    @property
    def may_keep(self) -> bool:
        return self.me is not None and self.me.may(Duty.KEEP_SETTINGS)

    @property
    def sees_readings(self) -> bool:
        return self.me is not None and self.me.may(Duty.SEE_READINGS)


class SettingsView(Protocol):
    def show_state(self, state: SettingsState) -> None: ...


class SettingsPresenter:
    """write: the ledger's writing lane. apply, obey: told of preferences and rules that hold from now on."""

    def __init__(
        self,
        view: SettingsView,
        preferences: PreferenceStore,
        settings: ClinicSettings,
        audit: AuditTrail,
        house: House,
        write: Lane,
        clock: Clock,
        at_counter: AtCounter,
        apply: Callable[[Preferences], None],
        obey: Callable[[ClinicRules], None],
    ) -> None:
        self._view = view
        self._preferences = preferences
        self._settings = settings
        self._audit = audit
        self._house = house
        self._write = write
        self._clock = clock
        self._at_counter = at_counter
        self._apply = apply
        self._obey = obey
        self._state = SettingsState()

    def begin(self) -> None:
        """Each time the screen is opened: somebody else may be at the counter."""
        me = self._at_counter()
        self._show(SettingsState(me, self._preferences.of(me.id), self._state.rules, self._state.facts))
        self._write.run(self._gather, self._gathered, self._failed)

    def preferences_changed(self, preferences: Preferences) -> None:
        self._preferences.keep(self._at_counter().id, preferences)
        self._apply(preferences)
        self._show(replace(self._state, preferences=preferences, done=Done.KEPT, trouble=None))

    def rules_changed(self, rules: ClinicRules) -> None:
        work = partial(keep_rules, rules, self._at_counter(), self._settings, self._audit, self._clock())
        self._write.run(work, self._kept, self._failed)

    def backup_requested(self) -> None:
        if not self._state.busy and self._state.may_keep:
            self._show(replace(self._state, busy=True, done=None, trouble=None))
            self._write.run(self._house.back_up_now, self._backed_up, self._failed)

    def report_requested(self, path: str) -> None:
        """path: chosen by the user."""
        self._write.run(partial(self._house.save_report, path), self._reported, self._failed)

    def _gather(self) -> tuple[ClinicRules, HouseFacts]:
        return read_rules(self._settings), self._house.facts()

    def _gathered(self, gathered: tuple[ClinicRules, HouseFacts]) -> None:
        rules, facts = gathered
        self._show(replace(self._state, rules=rules, facts=facts))

    def _kept(self, rules: ClinicRules) -> None:
        self._obey(rules)
        self._show(replace(self._state, rules=rules, done=Done.KEPT, trouble=None))

    def _backed_up(self, at: datetime) -> None:
        facts = replace(self._state.facts, last_backup_at=at) if self._state.facts else None
        self._show(replace(self._state, busy=False, facts=facts, done=Done.BACKED_UP))

    def _reported(self, _: None) -> None:
        self._show(replace(self._state, done=Done.REPORT_SAVED, trouble=None))

    def _failed(self, error: Exception) -> None:
        self._show(replace(self._state, busy=False, done=None, trouble=advice_for(error)))

    def _show(self, state: SettingsState) -> None:
        self._state = state
        self._view.show_state(state)
