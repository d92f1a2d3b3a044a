"""`sign-in`: a person's own page at the central service, opened with the card (R18)."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.commands.endings import DONE, Explain, say, status_of
from app.eligibility.card import CardReaders, Pin
from app.errors import ClinicError
from app.portal.ports import SignInLine
from app.portal.sign_in import page_signed_in

HELP = "open your own page at the central service with your My Number card, in the browser"
EXIT_STATUS = (
    "exit status: 0 the page was opened, 2 bad input, 6 the service was not reached, 7 not connected, or the card "
    "cannot be used, 8 refused by the service"
)


@dataclass(frozen=True, slots=True)
class SignInTools:
    """open_page: in the person's browser; whether one was found. card_wait_s: for a card to be laid down."""

    line: SignInLine
    readers: Callable[[], CardReaders]
    open_page: Callable[[str], bool]
    explain: Explain
    card_wait_s: float = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--central", metavar="URL", help="https://…; http:// on this PC only (default: this home's service)"
    )
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="trust this anchor (PEM) in place of the system's"
    )
    parser.add_argument("--reader", metavar="NAME", help="default: the reader that has a card")
    parser.add_argument(
        "--pin-stdin",
        action="store_true",
        help="no window: the card's PIN (利用者証明用) is a line on standard input",
    )
    parser.add_argument(
        "--print",
        action="store_true",
        dest="print_page",
        help="with --pin-stdin: print the address, good once for a minute, and open nothing",
    )


def run(arguments: argparse.Namespace, tools: SignInTools, stdin: TextIO) -> int:
    """Exit status as EXIT_STATUS tells."""
    try:
        pin = Pin(stdin.readline().rstrip("\r\n"))
        page = page_signed_in(tools.readers(), arguments.reader, tools.card_wait_s, pin, tools.line)
    except ClinicError as failure:
        return failed(failure, tools.explain)
    if arguments.print_page or not tools.open_page(page):
        print(page)
    return DONE


def failed(failure: ClinicError, explain: Explain) -> int:
    say(failure, explain)
    return status_of(failure)
