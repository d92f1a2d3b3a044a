"""How terminal commands end: exit status and one line on standard error."""

import sys
from collections.abc import Callable

from app.eligibility.card import PinMalformed
from app.eligibility.ports import LineError, NotConnected, RefusedByCentral
from app.errors import ClinicError, InputRefused
from app.staff.member import NotAllowed, StaffPaused, StaffPinWrong

DONE, BAD_INPUT, NOT_ANSWERED, NOT_USABLE, REFUSED = 0, 2, 6, 7, 8

Explain = Callable[[str], str]
"""The advice of a failure code, "" for one we do not know."""

_FLAGS = {"institution_code": "institution"}
_OPTIONS: dict[type[ClinicError], str] = {
    PinMalformed: "--pin-stdin",
    StaffPinWrong: "--staff and --staff-pin-stdin",
    StaffPaused: "--staff",
    NotAllowed: "--staff",
}


def status_of(failure: ClinicError) -> int:
    """2 bad input, 6 not answered, 7 not set up or card not usable, 8 refused by the service."""
    if isinstance(failure, InputRefused) or type(failure) in _OPTIONS:
        return BAD_INPUT
    if isinstance(failure, RefusedByCentral):
        return REFUSED
    if isinstance(failure, LineError) and not isinstance(failure, NotConnected):
        return NOT_ANSWERED
    return NOT_USABLE


def code_of(failure: ClinicError) -> str:
    """The code that advice hangs on: of a refusal, the service's own."""
    return failure.reason if isinstance(failure, RefusedByCentral) else failure.code


def say(failure: ClinicError, explain: Explain) -> None:
    """Names the failure and, of bad input, its field; the value is never repeated."""
    if type(failure) is InputRefused:  # its advice points at the field of a form
        explain = _nothing_more
    say_code(code_of(failure), explain, _detail_of(failure))


def say_code(code: str, explain: Explain, detail: str = "") -> None:
    words = " ".join(filter(None, (detail, explain(code))))
    print(f"{code}: {words}" if words else code, file=sys.stderr)


def _nothing_more(code: str) -> str:
    return ""


def _detail_of(failure: ClinicError) -> str:
    if isinstance(failure, InputRefused):
        if failure.field == "file":
            return f"FILE: {failure.reason}"
        return f"--{_FLAGS.get(failure.field, failure.field).replace('_', '-')}: {failure.reason}"
    if isinstance(failure, RefusedByCentral):
        return ""
    return _OPTIONS.get(type(failure)) or str(failure)
