"""Opening a desk's home: the first time, every morning, and when something keeps the ledger shut."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from app.adapters.credentials.keeper import KeyKeeper
from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.adapters.ledger.backup import backups
from app.adapters.ledger.errors import LedgerMissing
from app.adapters.ledger.ledger import create_ledger, recover_ledger, restore_ledger
from app.assembly.homes import HomeNotSetUp, OpenHome, keeper_of, open_home, practice_home
from app.desk.settings.rescue.presenter import Backup
from app.settings import Settings
from app.staff.member import Role, StaffMember, must_be_strong
from app.staff.sign_in import create_first_manager

PRACTICE_STAFF = "練習"


class Opening:
    """Fulfils FirstStart and Rescue. Its calls touch disk, keyring and, in practice, another process: on a lane."""

    def __init__(self, settings: Settings, keeper_of: Callable[[Settings], KeyKeeper] = keeper_of) -> None:
        self._settings = settings
        self._keeper_of = keeper_of
        self._parts = ExitStack()
        self.hasher = Argon2PinHasher()
        self._home: OpenHome | None = None

    @property
    def is_open(self) -> bool:
        return self._home is not None

    @property
    def home(self) -> OpenHome:
        """The home once it is open."""
        assert self._home is not None, "the home is opened first"
        return self._home

    def open(self) -> None:
        """Raises: HomeNotSetUp on the first start, also where an earlier one was cut off before it had a manager;

        LedgerError, KeyringError, PracticeUnavailable.
        """
        self._open_home()
        if not (self._settings.practice or self.home.ledger.staff.members()):
            raise HomeNotSetUp

    def _open_home(self) -> None:
        if self._home is None:
            opened = practice_home() if self._settings.practice else open_home(self._settings, self._keeper())
            self._home = self._parts.enter_context(opened)

    def close(self) -> None:
        self._home = None
        self._parts.close()

    def practice_member(self) -> StaffMember:
        """Who practises: every role at once, no PIN."""
        roles = frozenset(Role)
        known = self.home.ledger.staff.named(PRACTICE_STAFF)
        return known or self.home.ledger.staff.add(PRACTICE_STAFF, roles, self.hasher.hashed("practice"))

    def create(self, name: str, pin: str) -> StaffMember:
        """Raises: StaffPinWeak before anything is made; LedgerError, KeyringError."""
        must_be_strong(pin)
        if self._home is None and not self._settings.ledger_file.exists():
            ledger, _ = create_ledger(self._settings.home, self._keeper())
            ledger.close()
        self._open_home()
        return create_first_manager(name, pin, self.home.ledger.staff, self.hasher)

    def recovery_code(self) -> str:
        return self.home.ledger.new_recovery_code().text

    def try_recovery_code(self, typed: str) -> None:
        self.home.ledger.try_recovery_code(typed)

    def open_with_code(self, code: str) -> None:
        recover_ledger(self._settings.home, code, self._keeper())
        self.open()

    def backups(self) -> tuple[Backup, ...]:
        return tuple(
            Backup(path.name, datetime.fromtimestamp(path.stat().st_mtime).astimezone(), None)
            for path in backups(self._settings.home)
        )

    def restore(self, name: str, at_any_loss: bool) -> None:
        chosen = self._backup_named(name)
        restore_ledger(self._settings.home, chosen, self._keeper(), replace=at_any_loss)
        self.open()

    def _keeper(self) -> KeyKeeper:
        return self._keeper_of(self._settings)

    def _backup_named(self, name: str) -> Path:
        """Raises: LedgerMissing where it has gone since it was listed."""
        for path in backups(self._settings.home):
            if path.name == name:
                return path
        raise LedgerMissing
