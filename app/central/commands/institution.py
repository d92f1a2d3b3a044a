"""`institution`: what the operator allows a clinic or pharmacy beyond asking."""

import argparse

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.consents.paper import FORMS_PER_DAY, allow_paper, stop_paper
from app.central.storage.database import Database
from app.scheme.days import utc_now
from app.scheme.numbers import InstitutionCode

HELP = "allow an institution to record consents on paper, or no more"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    allow = actions.add_parser("allow-paper", help="consent forms on paper, so many a day")
    allow.add_argument(
        "--per-day", type=int, default=FORMS_PER_DAY, metavar="N", help="forms a day (default: %(default)s)"
    )
    allow.set_defaults(work=_allow_paper)
    stop = actions.add_parser("stop-paper", help="no more of them; what was recorded runs out by itself")
    stop.set_defaults(work=_stop_paper)
    for action in (allow, stop):
        action.add_argument("code", metavar="CODE", help="医療機関コード, 10 digits")
        add_database(action)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.work(arguments)
    return status


def _allow_paper(arguments: argparse.Namespace) -> int:
    code = InstitutionCode.parse(arguments.code)

    async def allow(database: Database) -> int:
        async with database.transaction() as tx:
            await allow_paper(tx, code, arguments.per_day, utc_now())
        say(f"{code} may record {arguments.per_day} consent forms a day")
        return DONE

    return on_database(arguments, allow)


def _stop_paper(arguments: argparse.Namespace) -> int:
    code = InstitutionCode.parse(arguments.code)

    async def stop(database: Database) -> int:
        async with database.transaction() as tx:
            stopped = await stop_paper(tx, code)
        say(f"{code} may not any more" if stopped else f"{code} was not allowed to")
        return DONE

    return on_database(arguments, stop)
