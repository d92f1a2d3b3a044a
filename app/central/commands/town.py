"""`town`: fill a database with the invented town, or list its notable people."""

import argparse
import gc
import sys
from datetime import date
from pathlib import Path

from app.central.commands.migrate import migrate_intermediary
from app.central.commands.on_database import DONE, add_database, intermediary_place, on_database, say
from app.central.storage.database import Database
from app.central.storage.migrate import migrate
from app.errors import InputRefused
from app.scheme.days import business_day, parse_day, utc_now

HELP = "fill a database with the invented town; it is marked practice for ever"
PRACTICE_PEOPLE = 300
PRACTICE_SEED = 1
_SWITCH_S = 0.0005
"""The thread that makes people lets go for who writes them: at Python's own 5 ms a fill takes a sixth longer."""
_LOOK_AFTER = 200_000
"""People hold no cycles; looking for them after every 700 new values takes a sixth of what making people takes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--people", type=int, default=PRACTICE_PEOPLE, metavar="N", help="default: %(default)s"
    )
    parser.add_argument("--seed", type=int, default=PRACTICE_SEED, metavar="S", help="same seed, same town")
    parser.add_argument("--day", metavar="DATE", help="the day the town is anchored at (default: today)")
    parser.add_argument(
        "--cards", type=Path, metavar="DIR", help="write the card files of its notable people there"
    )
    parser.add_argument(
        "--list",
        action="store_true",
        help="print case,insurer,symbol,number,branch,birth,on,expected,card as CSV;"
        " without --database nothing is filled and the practice town is listed",
    )
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    day = parse_day(arguments.day, "day") if arguments.day else business_day(utc_now())
    if arguments.people < 1:
        raise InputRefused("people", "at least 1")
    status = DONE
    if arguments.database or not arguments.list:
        status = on_database(arguments, lambda database: _fill(database, arguments, day), current=False)
    if arguments.list and status == DONE:
        _print_list(arguments, day)
    return status


def _print_list(arguments: argparse.Namespace, day: date) -> None:
    from app.central.practice.case import csv_of
    from app.central.practice.town import build

    # Bytes, so that no console turns the line ends or the letters into its own.
    sys.stdout.buffer.write(csv_of(build(arguments.people, arguments.seed, day).cases()).encode())
    sys.stdout.buffer.flush()


async def _fill(database: Database, arguments: argparse.Namespace, day: date) -> int:
    from app.central.practice.cards import make_cards
    from app.central.practice.fill import fill
    from app.central.practice.institutions import PRACTICE_CLINIC
    from app.central.practice.keys import KeyRing, default_folder
    from app.central.practice.town import build

    sys.setswitchinterval(_SWITCH_S)
    gc.set_threshold(_LOOK_AFTER)
    await migrate(database, utc_now())
    town = build(arguments.people, arguments.seed, day)
    cards = make_cards(town, KeyRing(default_folder()))
    filled = await fill(database, town, cards, utc_now())
    if place := intermediary_place(arguments):  # empty: the town's people are told without My Numbers
        await migrate_intermediary(place)
    if arguments.cards:
        cards.write(arguments.cards)
    say(f"{filled.people} people; {PRACTICE_CLINIC.code} {PRACTICE_CLINIC.name} may ask, by this secret:")
    if arguments.list:
        say(filled.secrets[PRACTICE_CLINIC.code])
    else:
        print(filled.secrets[PRACTICE_CLINIC.code])
    return DONE
