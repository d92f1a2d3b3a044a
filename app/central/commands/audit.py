"""`audit`: the record of who asked what, and its end."""

import argparse

from app.central.access.forgetting import FEWEST_YEARS, YEARS, forget_before, kept_from
from app.central.commands.on_database import DONE, add_action, add_database, on_database, say
from app.central.storage.database import Database
from app.errors import InputRefused
from app.scheme.days import utc_now

_MOST_YEARS = 100
HELP = "remove what the record of who asked what need not keep any more"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    forget = add_action(
        actions,
        "forget",
        "remove checks, requests and reads older than so many years",
        "That it was done, and how many went, stays on record. Cut off, it goes on when started again.",
    )
    forget.add_argument(
        "--years",
        type=int,
        default=YEARS,
        metavar="N",
        help=f"at least {FEWEST_YEARS} (default: %(default)s)",
    )
    add_database(forget)


def run(arguments: argparse.Namespace) -> int:
    """Raises: InputRefused."""
    years: int = arguments.years
    if not FEWEST_YEARS <= years <= _MOST_YEARS:
        raise InputRefused("years", f"{FEWEST_YEARS} to {_MOST_YEARS}")

    async def forget(database: Database) -> int:
        now = utc_now()
        before = kept_from(now, years)
        counts = await forget_before(database, before, now)
        for record, count in counts.items():
            print(record, count, sep="\t")
        say(f"kept: from {before.isoformat(timespec='seconds')} on")
        return DONE

    return on_database(arguments, forget)
