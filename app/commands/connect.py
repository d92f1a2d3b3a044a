"""`connect` and `disconnect`: the line to a central service, its secret in the system's keyring."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.eligibility.ports import InstitutionNotice, LineError, RefusedByCentral
from app.errors import ClinicError, InputRefused
from app.scheme.numbers import InstitutionCode

BAD_INPUT, NOT_ANSWERED, NOT_USABLE = 2, 6, 7


@dataclass(frozen=True, slots=True)
class Line:
    """A line somebody wants to set up. ca_file: a trust anchor beside the system's."""

    url: str
    institution: str
    secret: str
    ca_file: Path | None

    def __repr__(self) -> str:
        return f"Line({self.url!r}, {self.institution!r}, ••••)"


@dataclass(frozen=True, slots=True)
class ConnectTools:
    """try_line asks the service who we are and raises what goes wrong; keep stores address and secret."""

    try_line: Callable[[Line], InstitutionNotice]
    keep: Callable[[Line, InstitutionNotice], None]
    forget: Callable[[], bool]


def add_connect_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--central", required=True, metavar="URL", help="https://…; http:// on this PC only")
    parser.add_argument("--institution", required=True, metavar="CODE", help="医療機関コード, 10 digits")
    parser.add_argument(
        "--secret-stdin", action="store_true", required=True, help="the secret is a line on stdin"
    )
    parser.add_argument("--ca", type=Path, metavar="FILE", help="trust anchor (PEM) beside the system's")


def connect(arguments: argparse.Namespace, tools: ConnectTools, stdin: TextIO = sys.stdin) -> int:
    """Tries the line and keeps it only when it works: a wrong secret changes nothing."""
    try:
        code = InstitutionCode.parse(arguments.institution)
        if arguments.ca is not None and not arguments.ca.is_file():
            raise InputRefused("ca", "no such file")
        secret = stdin.readline().strip()
        if not secret:
            raise InputRefused("secret_stdin", "standard input holds no secret")
        line = Line(arguments.central, code.digits, secret, arguments.ca.absolute() if arguments.ca else None)
        notice = tools.try_line(line)
        tools.keep(line, notice)
    except InputRefused as refusal:
        print(f"{refusal.code}: --{refusal.field.replace('_', '-')}: {refusal.reason}", file=sys.stderr)
        return BAD_INPUT
    except (LineError, RefusedByCentral) as failure:
        print(f"{failure.code}: {failure}", file=sys.stderr)
        return NOT_ANSWERED
    except ClinicError as failure:
        print(f"{failure.code}: {failure}", file=sys.stderr)
        return NOT_USABLE
    print(f"{notice.name} ({notice.code})")
    return 0


def disconnect(arguments: argparse.Namespace, tools: ConnectTools) -> int:
    """Removes address and secret; what waits in the outbox stays there."""
    try:
        was_connected = tools.forget()
    except ClinicError as failure:
        print(f"{failure.code}: {failure}", file=sys.stderr)
        return NOT_USABLE
    print("disconnected" if was_connected else "was not connected")
    return 0
