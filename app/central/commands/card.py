"""`card trust`, `bind`, `revoke`, `crl`: issuers of card certificates, and whose certificate is whose."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from app.central.commands.card_lists import add_crl, run_crl
from app.central.commands.on_database import DONE, add_action, add_database, on_database, say
from app.central.registry.known import holders_of
from app.central.storage.database import Database, Transaction
from app.errors import ClinicError, InputRefused
from app.scheme.days import parse_day, utc_now
from app.scheme.numbers import InsuredNumber

HELP = "pin issuers of card certificates; bind certificates to persons, or revoke them"


class NotExactlyOne(ClinicError):
    """Nobody, or more than one person, stands under these numbers."""

    code = "card.not_exactly_one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    trust = add_action(actions, "trust", "pin an issuer; prints the SHA-256 of its public key")
    trust.add_argument("file", metavar="CA.pem", type=Path, help="the issuer's certificate, PEM or DER")
    bind = add_action(actions, "bind", "bind a certificate to the one person under these numbers")
    bind.add_argument("file", metavar="CERT.pem", type=Path, help="the card's certificate, PEM or DER")
    _add_person(bind, required=True)
    revoke = add_action(actions, "revoke", "refuse a certificate, or a person's lost card, from now on")
    revoke.add_argument(
        "file",
        nargs="?",
        metavar="CERT.pem",
        type=Path,
        help="the card's certificate, PEM or DER; without it all of the person's under these numbers",
    )
    _add_person(revoke, required=False)
    crl = add_action(actions, "crl", "take an issuer's revocation list, or print those kept")
    add_crl(crl)
    for action in (trust, bind, revoke, crl):
        add_database(action)


def _add_person(action: argparse.ArgumentParser, required: bool) -> None:
    action.add_argument("--insurer", required=required, help="保険者番号")
    action.add_argument("--symbol", default="", help="記号")
    action.add_argument("--number", required=required, help="番号")
    action.add_argument("--branch", default="", help="枝番")
    action.add_argument("--birth", help="birth date, where the numbers alone leave more than one person")
    action.add_argument(
        "--kind", choices=("card", "phone"), default="card", help="what carries the certificate"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "crl":
        return run_crl(arguments)
    if arguments.action == "revoke" and arguments.file is None:
        work = _revoke_lost(arguments)
    else:
        content = _read(arguments.file)
        work = {"trust": _trust, "bind": _bind, "revoke": _revoke}[arguments.action](arguments, content)

    async def in_transaction(database: Database) -> int:
        async with database.transaction() as tx:
            await work(tx)
        return DONE

    return on_database(arguments, in_transaction)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as cause:
        raise InputRefused("file", cause.strerror or "cannot be read") from None


def _trust(_arguments: argparse.Namespace, content: bytes) -> Callable[[Transaction], Awaitable[None]]:
    from app.central.cards.bindings import trust
    from app.central.cards.certificate import der_of

    async def work(tx: Transaction) -> None:
        anchor = await trust(tx, der_of(content), utc_now())
        print(anchor.key_hash.hex())

    return work


def _bind(arguments: argparse.Namespace, content: bytes) -> Callable[[Transaction], Awaitable[None]]:
    from app.central.cards.bindings import HolderKind, bind
    from app.central.cards.certificate import der_of, read_card_certificate

    find = _person(arguments)
    card = read_card_certificate(der_of(content))

    async def work(tx: Transaction) -> None:
        now = utc_now()
        replaced = await bind(tx, card, await find(tx, now), HolderKind(arguments.kind), now)
        say(f"bound; replaces {replaced}" if replaced else "bound")

    return work


def _person(arguments: argparse.Namespace) -> Callable[[Transaction, datetime], Awaitable[int]]:
    """Raises: InputRefused; the search itself NotExactlyOne."""
    if not arguments.insurer or not arguments.number:
        raise InputRefused("file", "CERT.pem, or --insurer and --number of its person")
    insured = InsuredNumber.parse(arguments.insurer, arguments.symbol, arguments.number, arguments.branch)
    birth_on = parse_day(arguments.birth, "birth") if arguments.birth else None

    async def find(tx: Transaction, now: datetime) -> int:
        found = {
            each.person_id
            for each in await holders_of(tx, insured.key, now)
            if insured.branch in (None, each.branch) and birth_on in (None, each.birth_on)
        }
        if len(found) != 1:
            raise NotExactlyOne(f"{len(found)} persons")
        return found.pop()

    return find


def _revoke(_arguments: argparse.Namespace, content: bytes) -> Callable[[Transaction], Awaitable[None]]:
    from app.central.cards.bindings import revoke
    from app.central.cards.certificate import der_of, read_card_certificate

    card = read_card_certificate(der_of(content))

    async def work(tx: Transaction) -> None:
        await revoke(tx, card, utc_now())
        say("revoked")

    return work


def _revoke_lost(arguments: argparse.Namespace) -> Callable[[Transaction], Awaitable[None]]:
    from app.central.cards.bindings import HolderKind, revoke_all_of

    find = _person(arguments)

    async def work(tx: Transaction) -> None:
        now = utc_now()
        revoked = await revoke_all_of(tx, await find(tx, now), HolderKind(arguments.kind), now)
        say(f"revoked {revoked}" if revoked else "no certificate of this kind is in force: nothing to revoke")

    return work
