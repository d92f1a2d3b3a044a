"""Settings and the rescue of a ledger, without a window."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QSettings

from app.desk.lanes import Inline
from app.desk.settings.overview.presenter import Done, SettingsPresenter, SettingsState
from app.desk.settings.preferences import QtPreferences
from app.desk.settings.rescue.presenter import Backup, RescuePresenter, RescueState, Way
from app.desk.settings.values import Appearance, ClinicRules, Preferences, keep_rules, read_rules
from app.eligibility.revisit import AskAgain, RevisitRule
from app.errors import ClinicError
from app.health_records.readers import READERS_CHANGED
from app.staff.member import NotAllowed, Role, StaffId
from tests.desk.settings.house import BACKED_UP, HouseInMemory, PreferencesInMemory, TextsInMemory
from tests.desk.views import Shown
from tests.fakes.health_records import AuditInMemory
from tests.people import MANAGER, NOW, RECEPTIONIST

READERS = frozenset({Role.DOCTOR, Role.RECEPTIONIST})
RULES = ClinicRules("見本医院", 3, RevisitRule(AskAgain.MONTHLY, AskAgain.EVERY_VISIT), "PaSoRi 4.0", READERS)


class Screen:
    def __init__(self, me, house=None):
        self.view: Shown[SettingsState] = Shown()
        self.applied: list[Preferences] = []
        self.obeyed: list[ClinicRules] = []
        self.texts = TextsInMemory()
        self.audit = AuditInMemory()
        self.preferences = PreferencesInMemory()
        self.presenter = SettingsPresenter(
            self.view,
            self.preferences,
            self.texts,
            self.audit,
            house or HouseInMemory(),
            Inline(),
            lambda: NOW,
            lambda: me,
            self.applied.append,
            self.obeyed.append,
        )
        self.presenter.begin()


def test_rules_of_the_clinic_are_kept_and_read_again():
    texts = TextsInMemory()
    assert read_rules(texts) == ClinicRules()
    keep_rules(RULES, MANAGER, texts, AuditInMemory(), NOW)
    assert read_rules(texts) == RULES


def test_what_touches_the_clinic_is_for_managers_alone():
    texts = TextsInMemory()
    with pytest.raises(NotAllowed):
        keep_rules(RULES, RECEPTIONIST, texts, AuditInMemory(), NOW)
    assert texts.texts == {}
    assert not Screen(RECEPTIONIST).view.last.may_keep


def test_anybody_sets_their_own_text_size_and_it_holds_at_once():
    screen = Screen(RECEPTIONIST)
    larger = replace(Preferences(), text_percent=150)
    screen.presenter.preferences_changed(larger)
    assert (screen.applied, screen.view.last.preferences) == ([larger], larger)
    assert screen.preferences.kept == {RECEPTIONIST.id: larger}


def test_a_changed_rule_is_kept_and_obeyed_from_then_on():
    screen = Screen(MANAGER)
    screen.presenter.rules_changed(RULES)
    assert (screen.obeyed, screen.view.last.rules, screen.view.last.done) == ([RULES], RULES, Done.KEPT)
    assert [(each.action, each.staff_id) for each in screen.audit.entries] == [(READERS_CHANGED, MANAGER.id)]


def test_a_backup_made_now_shows_its_time():
    screen = Screen(MANAGER)
    screen.presenter.backup_requested()
    facts = screen.view.last.facts
    assert facts is not None
    assert (facts.last_backup_at, screen.view.last.done) == (BACKED_UP, Done.BACKED_UP)


def test_a_backup_that_finds_no_room_says_so_and_keeps_the_time_of_the_last():
    screen = Screen(MANAGER, HouseInMemory(disk_full=True))
    screen.presenter.backup_requested()
    assert screen.view.last.trouble is not None
    assert not screen.view.last.busy
    assert screen.view.last.facts == HouseInMemory().facts()


def test_a_receptionist_makes_no_backup():
    screen = Screen(RECEPTIONIST)
    screen.presenter.backup_requested()
    assert screen.view.last.done is None


def test_preferences_survive_and_nonsense_counts_as_never_set(tmp_path):
    path = str(tmp_path / "desk.ini")
    mine = Preferences(150, Appearance.DARK, sounds=False)
    QtPreferences(QSettings(path, QSettings.Format.IniFormat)).keep(StaffId(1), mine)
    settings = QSettings(path, QSettings.Format.IniFormat)
    assert QtPreferences(settings).of(StaffId(1)) == mine
    assert QtPreferences(settings).of(StaffId(2)) == Preferences()
    settings.setValue("staff/1/text_percent", "7000")
    settings.setValue("staff/1/appearance", "mauve")
    assert QtPreferences(settings).of(StaffId(1)) == Preferences(sounds=False)


def _error(code: str, **values: object) -> ClinicError:
    raised: ClinicError = type("Raised", (ClinicError,), {"code": code, **values})()
    return raised


class ShutLedger:
    """A ledger that one code opens, with one backup that holds less."""

    CODE = "AAAA-BBBB"

    def __init__(self) -> None:
        self.restored: list[tuple[str, bool]] = []

    def open(self) -> None:
        raise _error("keyring.locked")

    def open_with_code(self, code: str) -> None:
        if code != self.CODE:
            raise _error("ledger.recovery_mistyped", groups=(2,))

    def backups(self) -> tuple[Backup, ...]:
        return (Backup("one", datetime(2026, 11, 21, 9, 0, tzinfo=UTC), 120),)

    def restore(self, name: str, at_any_loss: bool) -> None:
        if not at_any_loss:
            raise _error("ledger.restore_would_lose", checks=3)
        self.restored.append((name, at_any_loss))


def _rescue():
    view: Shown[RescueState] = Shown()
    opened: list[bool] = []
    ledger = ShutLedger()
    return view, opened, ledger, RescuePresenter(view, ledger, Inline(), lambda: opened.append(True))


def test_a_new_account_opens_the_ledger_with_the_recovery_code():
    view, opened, _, presenter = _rescue()
    presenter.begin(_error("ledger.locked"))
    assert Way.RECOVERY_CODE in view.last.ways
    presenter.code_entered("AAAA-BBBC")
    assert (view.last.code_wrong, view.last.wrong_groups, opened) == (True, (2,), [])
    presenter.code_entered(ShutLedger.CODE)
    assert opened == [True]


def test_a_damaged_ledger_is_restored_only_after_the_loss_was_agreed_to():
    view, opened, ledger, presenter = _rescue()
    presenter.begin(_error("ledger.damaged"))
    assert [each.name for each in view.last.backups] == ["one"]
    presenter.restore_requested("one")
    assert (view.last.losing, opened, ledger.restored) == ("one", [], [])
    presenter.restore_requested("one", at_any_loss=True)
    assert (opened, ledger.restored) == ([True], [("one", True)])


def test_a_ledger_of_a_newer_version_offers_no_way_that_would_harm_it():
    view, _, _, presenter = _rescue()
    presenter.begin(_error("ledger.too_new"))
    assert view.last.ways == (Way.CLOSE,)


def test_a_keyring_that_stays_locked_is_said_again():
    view, _, _, presenter = _rescue()
    presenter.begin(_error("ledger.locked"))
    presenter.retry_requested()
    assert view.last.cause == "keyring.locked"
    assert not view.last.busy
