"""`calendar`: which set of first days counts (R19), and what it says."""

import argparse
import csv
import sys

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.storage.database import Database
from app.central.storage.settings import calendar_in_force, choose_calendar
from app.scheme.calendar import CALENDARS, SERVICE_WORDS, NamedService

HELP = "print the calendar in force as CSV, or choose another"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name",
        nargs="?",
        choices=sorted(CALENDARS),
        help="outline: as planned in 2018 (where none was chosen); today: as it came about",
    )
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    async def work(database: Database) -> int:
        async with database.transaction() as tx:
            if arguments.name:
                await choose_calendar(tx, CALENDARS[arguments.name])
            calendar = await calendar_in_force(tx)
        say(f"{calendar.name}, once a service starts again" if arguments.name else calendar.name)
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(("service", "name", "starts_on", "treatment_from", "source"))
        for service in NamedService:
            start = calendar.start_of(service)
            told = (service.value, SERVICE_WORDS[service], start.on, start.treatment_from or "", start.source)
            rows.writerow(told)
        return DONE

    return on_database(arguments, work)
