"""The ledger of a home: made once, opened with the key from the keyring, closed in good order."""

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from app.adapters.credentials.keeper import LEDGER_KEY, KeyKeeper
from app.adapters.ledger import backup, recovery
from app.adapters.ledger.appointment_book import LedgerAppointmentBook
from app.adapters.ledger.audit_trail import LedgerAuditTrail
from app.adapters.ledger.check_book import LedgerCheckBook
from app.adapters.ledger.claim_book import LedgerClaimBook
from app.adapters.ledger.clinic_settings import LedgerClinicSettings
from app.adapters.ledger.consent_book import LedgerConsentBook
from app.adapters.ledger.errors import (
    LedgerDamaged,
    LedgerExists,
    LedgerLocked,
    LedgerMissing,
    RecoveryCodeWrong,
)
from app.adapters.ledger.file import LedgerFile, connect, failures_named, whole
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.key import LedgerKey
from app.adapters.ledger.owner import HomeOwner
from app.adapters.ledger.patient_index import LedgerPatientIndex
from app.adapters.ledger.reading_book import LedgerReadingBook
from app.adapters.ledger.recovery_code import RecoveryCode
from app.adapters.ledger.staff_roll import LedgerStaffRoll
from app.adapters.ledger.upgrade import apply_steps, is_new, steps_ahead

_CODE_TRIED = "recovery.code_tried"


class Ledger:
    """An open ledger and its stores. Nothing here is called from the window's thread."""

    def __init__(self, home: Path, file: LedgerFile, owner: HomeOwner) -> None:
        self.home = home
        self.checks = LedgerCheckBook(file)
        self.patients = LedgerPatientIndex(file)
        self.appointments = LedgerAppointmentBook(file)
        self.claims = LedgerClaimBook(file)
        self.staff = LedgerStaffRoll(file)
        self.settings = LedgerClinicSettings(file)
        self.audit = LedgerAuditTrail(file)
        self.consents = LedgerConsentBook(file)
        self.readings = LedgerReadingBook(file)
        self._file = file
        self._owner = owner

    def backup_due(self, now: datetime) -> bool:
        return backup.backup_due(self.home, now)

    def back_up(self, now: datetime) -> Path:
        """Beside ongoing work, from any lane. Raises: LedgerError."""
        return backup.back_up(self.home, self._file.key, now)

    def new_recovery_code(self) -> RecoveryCode:
        """To be printed and tried; the earlier one is good no more."""
        self.settings.put(_CODE_TRIED, "no")
        return recovery.write_recovery(self.home, self._file.key)

    def try_recovery_code(self, typed: str) -> None:
        """Whether what was printed opens this ledger. Raises: RecoveryCodeMistyped, RecoveryCodeWrong."""
        if recovery.unwrapped(self.home, RecoveryCode.parse(typed)) != self._file.key:
            raise RecoveryCodeWrong
        self.settings.put(_CODE_TRIED, "yes")

    @property
    def recovery_code_tried(self) -> bool:
        """False until somebody has typed the printed code: else the code may never have reached paper."""
        return self.settings.get(_CODE_TRIED) == "yes"

    def close(self) -> None:
        try:
            self._file.close()
        finally:
            self._owner.close()


def create_ledger(home: Path, keeper: KeyKeeper) -> tuple[Ledger, RecoveryCode]:
    """The first start. The code is told this once: print it, and have it typed once.

    Raises: LedgerExists, LedgerInUse, KeyringError — then nothing has been made.
    """
    place = LedgerHome(home)
    owner = HomeOwner.of(home)
    try:
        if place.ledger.exists() or backup.backups(home):
            raise LedgerExists
        key = LedgerKey.new()
        keeper.put(LEDGER_KEY, key.text)
        code = recovery.write_recovery(home, key)
        unfinished = place.folder / "ledger.new"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{unfinished}{suffix}").unlink(missing_ok=True)
        with closing(connect(unfinished, key)) as db:
            apply_steps(db)
        os.replace(unfinished, place.ledger)
        return _opened(home, key, owner), code
    except BaseException:
        owner.close()
        raise


def open_ledger(home: Path, keeper: KeyKeeper) -> Ledger:
    """Raises: LedgerMissing, LedgerLocked, LedgerDamaged, LedgerTooNew, LedgerInUse, KeyringError."""
    owner = HomeOwner.of(home)
    try:
        if not LedgerHome(home).ledger.exists():
            raise LedgerMissing
        return _opened(home, _kept_key(keeper), owner)
    except BaseException:
        owner.close()
        raise


def recover_ledger(home: Path, typed: str, keeper: KeyKeeper) -> None:
    """On another account or PC: puts the key into this account's keyring. `open_ledger` goes on from there.

    Raises: RecoveryMissing, RecoveryCodeMistyped, RecoveryCodeWrong, KeyringError.
    """
    keeper.put(LEDGER_KEY, recovery.unwrapped(home, RecoveryCode.parse(typed)).text)


def restore_ledger(home: Path, from_backup: Path, keeper: KeyKeeper, replace: bool = False) -> Path | None:
    """Puts a backup in the ledger's place; the former file is kept, its path returned.

    replace: somebody agreed to lose what came after the backup. Raises: RestoreWouldLose without it, LedgerInUse,
    LedgerLocked, LedgerDamaged, LedgerMissing.
    """
    with closing(HomeOwner.of(home)):
        return backup.restore(home, from_backup, _kept_key(keeper), replace)


def _kept_key(keeper: KeyKeeper) -> LedgerKey:
    text = keeper.get(LEDGER_KEY)
    if text is None:
        raise LedgerLocked
    try:
        return LedgerKey.of_text(text)
    except ValueError as cause:
        raise LedgerLocked from cause


def _opened(home: Path, key: LedgerKey, owner: HomeOwner) -> Ledger:
    path = LedgerHome(home).ledger
    # The last connection to close takes the WAL away: one left behind tells of a crash.
    crashed = Path(f"{path}-wal").exists()
    db = _readable(home, path, key)
    try:
        if crashed and not whole(db):
            raise LedgerDamaged
        _bring_up_to_date(home, key, db)
        return Ledger(home, LedgerFile(path, key, db), owner)
    except BaseException:
        db.close()
        raise


def _readable(home: Path, path: Path, key: LedgerKey) -> Database:
    """A first page that the right key does not open is damaged; with another key nothing opens."""
    try:
        return connect(path, key)
    except LedgerLocked:
        if recovery.is_key_of(home, key):
            raise LedgerDamaged from None
        raise


def _bring_up_to_date(home: Path, key: LedgerKey, db: Database) -> None:
    ahead = steps_ahead(db)
    if ahead and not is_new(db):
        backup.back_up_before(home, key, ahead[0])
    with failures_named():
        apply_steps(db)
