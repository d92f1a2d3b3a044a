"""Terminal commands joined to a home."""

import argparse
import sys
from collections.abc import Callable

from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.assembly.homes import OpenHome, keeper_of, new_check_id, open_home, practice_home
from app.assembly.lines import connect_tools
from app.commands import check, connect
from app.eligibility.card import CardReaders
from app.errors import ClinicError
from app.scheme.days import utc_now
from app.settings import Settings


def run_check(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exit status as the README lists them."""
    try:
        with practice_home() if settings.practice else open_home(settings) as home:
            return check.run(arguments, _check_tools(home, arguments))
    except ClinicError as failure:
        print(f"{failure.code}: {failure}", file=sys.stderr)
        return check.NOT_USABLE


def _check_tools(home: OpenHome, arguments: argparse.Namespace) -> check.CheckTools:
    return check.CheckTools(
        book=home.ledger.checks,
        line=home.line.line,
        readers=_with_soft_card(home, arguments.soft_card) if home.settings.practice else home.readers,
        roll=home.ledger.staff,
        hasher=Argon2PinHasher(),
        clock=utc_now,
        new_id=new_check_id,
    )


def _with_soft_card(home: OpenHome, case: str | None) -> Callable[[], CardReaders]:
    """The practice reader, with the card of a case of the town lying on it."""

    def readers() -> CardReaders:
        from app.assembly.tray import practice_readers, soft_card

        laid = practice_readers()
        if case is not None and home.town is not None:
            laid.lay(soft_card(home.town.cards, case))
        return laid

    return readers


def run_connect(arguments: argparse.Namespace, settings: Settings) -> int:
    return _with_keyring(settings, lambda tools: connect.connect(arguments, tools))


def run_disconnect(arguments: argparse.Namespace, settings: Settings) -> int:
    return _with_keyring(settings, lambda tools: connect.disconnect(arguments, tools))


def _with_keyring(settings: Settings, command: Callable[[connect.ConnectTools], int]) -> int:
    try:
        return command(connect_tools(settings, keeper_of(settings)))
    except ClinicError as failure:
        print(f"{failure.code}: {failure}", file=sys.stderr)
        return connect.NOT_USABLE
