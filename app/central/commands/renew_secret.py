"""`renew-secret`: another secret for who has one, where it was lost, or is to be changed."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import datetime

from app.central.commands.moment import parse_moment
from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.storage.database import Database, Transaction
from app.scheme.days import utc_now
from app.scheme.numbers import InstitutionCode, InsurerNumber

HELP = "a new secret for an institution, an insurer or a PHR service, printed once, alone, on standard output"

Renew = Callable[[Transaction, str, datetime, datetime], Awaitable[str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("institution", "insurer", "phr-client"), help="whose secret")
    parser.add_argument("owner", metavar="ID", help="医療機関コード, 保険者番号, or the client_id")
    old = parser.add_mutually_exclusive_group(required=True)
    old.add_argument(
        "--old-until",
        metavar="MOMENT",
        help="so long the old secret goes on, with its tokens: time to bring the new one to every desk",
    )
    old.add_argument(
        "--now", action="store_true", help="the old secret and its tokens end at once: somebody else has it"
    )
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    owner, renew = _renewing(arguments.kind, arguments.owner)
    old_until = None if arguments.now else parse_moment(arguments.old_until, "old-until")

    async def work(database: Database) -> int:
        now = utc_now()
        async with database.transaction() as tx:
            secret = await renew(tx, owner, old_until or now, now)
        print(secret)
        say("kept as a hash only: hand the secret on now")
        say(f"the old one fits until {old_until.isoformat()}" if old_until else "the old one fits no more")
        return DONE

    return on_database(arguments, work)


def _renewing(kind: str, owner: str) -> tuple[str, Renew]:
    """Raises: InputRefused for no code, or no number."""
    if kind == "institution":
        from app.central.institutions.credentials import INSTITUTIONS

        return InstitutionCode.parse(owner).digits, INSTITUTIONS.renew
    if kind == "insurer":
        from app.central.registration.credentials import INSURERS

        return InsurerNumber.parse(owner).digits, INSURERS.renew
    from app.central.phr.grants import renew_client_secret

    return owner, renew_client_secret
