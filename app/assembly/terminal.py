"""Terminal commands joined to a home."""

import argparse
import sys
import time
from collections.abc import Callable
from uuid import uuid4

from app.adapters.card_reader.soft_card.practice_readers import PRACTICE_TRAY
from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.adapters.worker_process import WorkerHere
from app.assembly.homes import OpenHome, keeper_of, new_batch_id, new_check_id, open_home, practice_home
from app.assembly.lines import connect_tools
from app.assembly.tray import practice_readers, soft_card
from app.commands import batch, check, connect, notices, receipts, receipts_claimed
from app.desk.advice import advice_of
from app.eligibility.card import CardReaders
from app.errors import ClinicError, InputRefused
from app.scheme.days import utc_now
from app.settings import Settings


def run_check(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exit status as check.EXIT_STATUS tells."""
    try:
        _lay_on_practice_reader(arguments, settings)
        with practice_home() if settings.practice else open_home(settings, keeper_of(settings)) as home:
            return check.run(arguments, _check_tools(home, arguments.soft_card), sys.stdin)
    except ClinicError as failure:
        return check.failed(failure, arguments, explain)


def run_batch(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exit status as batch.EXIT_STATUS tells."""
    try:
        with practice_home() if settings.practice else open_home(settings, keeper_of(settings)) as home:
            return batch.run(arguments, _batch_tools(home), sys.stdin)
    except ClinicError as failure:
        return batch.failed(failure, explain)


def run_notices(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exit status as notices.EXIT_STATUS tells."""
    try:
        with practice_home() if settings.practice else open_home(settings, keeper_of(settings)) as home:
            tools = notices.NoticesTools(
                home.line.notices, home.ledger.staff, Argon2PinHasher(), utc_now, explain
            )
            return notices.run(arguments, tools, sys.stdin)
    except ClinicError as failure:
        return notices.failed(failure, explain)


def run_connect(arguments: argparse.Namespace, settings: Settings) -> int:
    tools = connect_tools(settings, keeper_of(settings), explain)
    return connect.connect(arguments, tools, sys.stdin)


def run_disconnect(settings: Settings) -> int:
    return connect.disconnect(connect_tools(settings, keeper_of(settings), explain))


def run_receipts(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exit status as receipts.EXIT_STATUS, receipts_claimed.EXIT_PRECHECK and EXIT_SEND tell."""
    if arguments.step not in ("precheck", "send"):
        return receipts.run(arguments, explain)
    try:
        with practice_home() if settings.practice else open_home(settings, keeper_of(settings)) as home:
            return receipts_claimed.run(arguments, _claim_tools(home), sys.stdin)
    except ClinicError as failure:
        return receipts_claimed.failed(failure, explain)


def explain(code: str) -> str:
    """What happened and what to do next, as the desk says it; "" for a code of a newer service."""
    advice = advice_of(code)
    return f"{advice.what}{advice.next_step}" if advice else ""


def _lay_on_practice_reader(arguments: argparse.Namespace, settings: Settings) -> None:
    if arguments.soft_card is None:
        return
    if not settings.practice:
        raise InputRefused("soft_card", "only with --practice")
    arguments.reader = arguments.reader or PRACTICE_TRAY


def _check_tools(home: OpenHome, case: str | None) -> check.CheckTools:
    return check.CheckTools(
        book=home.ledger.checks,
        line=home.line.line,
        readers=_with_soft_card(home, case),
        roll=home.ledger.staff,
        hasher=Argon2PinHasher(),
        clock=utc_now,
        new_id=new_check_id,
        explain=explain,
    )


def _batch_tools(home: OpenHome) -> batch.BatchTools:
    return batch.BatchTools(
        book=home.ledger.appointments,
        line=home.line.batches,
        index=home.ledger.patients,
        roll=home.ledger.staff,
        hasher=Argon2PinHasher(),
        clock=utc_now,
        new_id=new_batch_id,
        wait=time.sleep,
        explain=explain,
    )


def _claim_tools(home: OpenHome) -> receipts_claimed.ClaimTools:
    return receipts_claimed.ClaimTools(
        book=home.ledger.claims,
        worker=WorkerHere(),
        batches=home.line.batches,
        line=home.line.claims,
        roll=home.ledger.staff,
        hasher=Argon2PinHasher(),
        clock=utc_now,
        new_id=lambda: str(uuid4()),
        wait=time.sleep,
        explain=explain,
        sample=home.town.receipts if home.town is not None else None,
    )


def _with_soft_card(home: OpenHome, case: str | None) -> Callable[[], CardReaders]:
    """In practice the reader has the card of a case of the town lying on it."""
    town = home.town
    if town is None or case is None:
        return home.readers

    def readers() -> CardReaders:
        laid = practice_readers()
        laid.lay(soft_card(town.cards, case))
        return laid

    return readers
