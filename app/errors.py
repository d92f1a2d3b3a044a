"""The root of expected failures: somebody can do something about each of them."""

from typing import ClassVar


class ClinicError(Exception):
    """An expected failure. `code` is stable: advice, logs and exit codes hang on it.

    Arguments are for the log and never hold a name, number or card content.
    """

    code: ClassVar[str] = "clinic.error"


class InputRefused(ClinicError):
    """What was typed cannot be right; `field` names the field, the value is never repeated."""

    code = "input.refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
