"""What can go wrong with the ledger's file, by name."""

from app.errors import ClinicError


class LedgerError(ClinicError):
    code = "ledger.failed"


class LedgerMissing(LedgerError):
    """There is no ledger in this home yet."""

    code = "ledger.missing"


class LedgerExists(LedgerError):
    """This home already has a ledger, or backups of one: nothing is made over them."""

    code = "ledger.exists"


class LedgerLocked(LedgerError):
    """The key is not in this account's keyring, or is another ledger's: the recovery code opens it."""

    code = "ledger.locked"


class LedgerTooNew(LedgerError):
    """Written by a newer version of the program."""

    code = "ledger.too_new"


class LedgerDamaged(LedgerError):
    """Pages of the file do not hold what was written: restore a backup."""

    code = "ledger.damaged"


class LedgerInUse(LedgerError):
    """Another process owns this home."""

    code = "ledger.in_use"


class LedgerUnreachable(LedgerError):
    """The file or its folder cannot be opened, read or written."""

    code = "ledger.unreachable"


class LedgerDiskFull(LedgerError):
    """No room is left on the disk; nothing was written."""

    code = "ledger.disk_full"


class RecoveryMissing(LedgerError):
    """The file that holds the key under the recovery code is not there, or is not readable."""

    code = "ledger.recovery_missing"


class RecoveryCodeMistyped(LedgerError):
    """Groups of the code that cannot be as printed, counted from 1; empty where their number is wrong."""

    code = "ledger.recovery_mistyped"

    def __init__(self, groups: tuple[int, ...]) -> None:
        super().__init__(", ".join(map(str, groups)))
        self.groups = groups


class RecoveryCodeWrong(LedgerError):
    """A well-formed code, but of another ledger or an earlier print."""

    code = "ledger.recovery_wrong"


class RestoreWouldLose(LedgerError):
    """The ledger in use holds more than the backup. checks: how many would be gone."""

    code = "ledger.restore_would_lose"

    def __init__(self, checks: int) -> None:
        super().__init__(f"{checks} checks")
        self.checks = checks
