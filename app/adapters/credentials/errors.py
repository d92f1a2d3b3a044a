"""What can stand between the program and the system's keyring."""

from app.errors import ClinicError


class KeyringError(ClinicError):
    """The keyring answered with a failure of its own."""

    code = "keyring.failed"


class KeyringMissing(KeyringError):
    """This system offers no keyring, or one that would write secrets into a plain file: refused, never replaced."""

    code = "keyring.missing"


class KeyringLocked(KeyringError):
    """The keyring is locked, or nobody answered its question in time."""

    code = "keyring.locked"
