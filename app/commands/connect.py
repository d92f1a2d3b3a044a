"""`connect` and `disconnect`: the line to a central service, its secret in the system's keyring."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from app.commands.endings import DONE, Explain, say, status_of
from app.eligibility.ports import InstitutionNotice
from app.errors import ClinicError, InputRefused
from app.scheme.numbers import InstitutionCode

HELP = "try a line to a central service and keep it"
HELP_DISCONNECT = "forget the line and its secret"
EXIT_STATUS = (
    "exit status: 0 done, 2 bad input, 6 the service was not reached or does not accept the secret, 7 the keyring "
    "or the home cannot be used, 8 refused by the service; only 0 changes anything"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line somebody wants to set up. ca_file: the only trust anchor, None for the system's own."""

    url: str
    institution: str
    secret: str = field(repr=False)
    ca_file: Path | None


@dataclass(frozen=True, slots=True)
class ConnectTools:
    """try_line asks the service who we are; keep stores address and secret, both or neither.

    forget: whether there was anything. All raise ClinicErrors.
    """

    try_line: Callable[[Line], InstitutionNotice]
    keep: Callable[[Line, InstitutionNotice], None]
    forget: Callable[[], bool]
    explain: Explain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--central", required=True, metavar="URL", help="https://…; http:// on this PC only")
    parser.add_argument("--institution", required=True, metavar="CODE", help="医療機関コード, 10 digits")
    parser.add_argument(
        "--secret-stdin", action="store_true", required=True, help="the secret is a line on standard input"
    )
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="trust this anchor (PEM) in place of the system's"
    )


def connect(arguments: argparse.Namespace, tools: ConnectTools, stdin: TextIO) -> int:
    """Tries the line and keeps it only when it works: a wrong secret changes nothing."""
    try:
        line = _line(arguments, stdin)
        notice = tools.try_line(line)
        tools.keep(line, notice)
    except ClinicError as failure:
        say(failure, tools.explain)
        return status_of(failure)
    print(f"{notice.name} ({notice.code})")
    return DONE


def _line(arguments: argparse.Namespace, stdin: TextIO) -> Line:
    """Raises: InputRefused."""
    code = InstitutionCode.parse(arguments.institution)
    if arguments.ca is not None and not arguments.ca.is_file():
        raise InputRefused("ca", "no such file")
    secret = stdin.readline().strip()
    if not secret:
        raise InputRefused("secret_stdin", "standard input holds no secret")
    return Line(arguments.central, code.digits, secret, arguments.ca)


def disconnect(tools: ConnectTools) -> int:
    """Removes address and secret; what waits in the outbox stays there."""
    try:
        was_connected = tools.forget()
    except ClinicError as failure:
        say(failure, tools.explain)
        return status_of(failure)
    print("disconnected" if was_connected else "was not connected")
    return DONE
