"""`card crl`: revocation lists of the issuers of card certificates, from a file or an address."""

import argparse
import csv
import sys
from pathlib import Path

from app.central.commands.on_database import DONE, REFUSED, on_database, say
from app.central.commands.words import words_of, words_of_code
from app.central.storage.database import Database
from app.errors import ClinicError, InputRefused
from app.scheme.days import utc_now

_COLUMNS = (
    "issuer",
    "scope",
    "source",
    "number",
    "this_update",
    "next_update",
    "taken_at",
    "entries",
    "age_hours",
    "state",
)


def add_crl(crl: argparse.ArgumentParser) -> None:
    crl.add_argument(
        "source",
        nargs="?",
        metavar="FILE|URL",
        help="take this list now; serve reads an address (https, or http on this computer) again by itself",
    )
    others = crl.add_mutually_exclusive_group()
    others.add_argument("--list", action="store_true", help="print the lists kept, with their age, as CSV")
    others.add_argument("--refresh", action="store_true", help="read every registered address again, now")
    others.add_argument("--forget", metavar="URL", help="read this address no more")


def run_crl(arguments: argparse.Namespace) -> int:
    others = (arguments.list, arguments.refresh, arguments.forget)
    if bool(arguments.source) == any(others):
        raise InputRefused("source", "FILE, URL, --list, --refresh or --forget")
    if arguments.source:
        return _take(arguments)
    if arguments.forget:
        return _forget(arguments)
    return on_database(arguments, _refresh if arguments.refresh else _list)


def _take(arguments: argparse.Namespace) -> int:
    from app.central.cards.fetching import fetch
    from app.central.cards.lists import take
    from app.central.cards.refreshing import register
    from app.central.cards.revocation_list import read_revocation_list

    is_address = "://" in arguments.source
    found = read_revocation_list(fetch(arguments.source) if is_address else _read(Path(arguments.source)))

    async def work(database: Database) -> int:
        now = utc_now()
        async with database.transaction() as tx:
            taken = await take(tx, found, arguments.source, now)
            if is_address:
                await register(tx, arguments.source, now)
        until = taken.next_update.isoformat() if taken.next_update else "not given"
        say(
            f"{taken.entries} revoked, {taken.added} of them new, {taken.removed} no more; next update {until}"
        )
        if taken.next_update and taken.next_update < now:
            say("the list is past its next update: a newer one should be there")
        return DONE

    return on_database(arguments, work)


def _read(file: Path) -> bytes:
    from app.central.cards.fetching import LONGEST_LIST, ListTooLong

    try:
        if file.stat().st_size > LONGEST_LIST:
            raise ListTooLong
        return file.read_bytes()
    except OSError as cause:
        raise InputRefused("source", cause.strerror or "cannot be read") from None


async def _refresh(database: Database) -> int:
    from app.central.cards.refreshing import refresh, sources

    async with database.session() as session:
        registered = await sources(session)
    status = DONE
    for source in registered:
        ended = await refresh(database, source, utc_now())
        if isinstance(ended, ClinicError):
            why = f" ({ended})" if str(ended) else ""
            say(f"{source.url}: {words_of(ended)}{why}")
            status = REFUSED
    return status


def _forget(arguments: argparse.Namespace) -> int:
    from app.central.cards.refreshing import forget

    async def work(database: Database) -> int:
        async with database.transaction() as tx:
            if not await forget(tx, arguments.forget):
                raise InputRefused("forget", "is not registered")
        return DONE

    return on_database(arguments, work)


async def _list(database: Database) -> int:
    """The lists first; then addresses whose last try failed, told on standard error."""
    from app.central.cards.lists import kept_lists
    from app.central.cards.refreshing import sources

    now = utc_now()
    async with database.session() as session:
        kept, registered = await kept_lists(session), await sources(session)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for each in kept:
        rows.writerow(
            (
                each.issuer,
                each.scope,
                each.source,
                each.number or "",
                each.this_update.isoformat(),
                each.next_update.isoformat() if each.next_update else "",
                each.taken_at.isoformat(),
                each.entries,
                int(each.age(now).total_seconds() // 3600),
                "stale" if each.is_stale(now) else "fresh",
            )
        )
    for source in registered:
        if source.failure:
            say(f"{source.url}: {words_of_code(source.failure)}")
    return DONE
