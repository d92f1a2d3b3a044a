"""`create-insurer`: an insurer that may register its members."""

import argparse

from app.central.commands.newcomer import let_in
from app.central.commands.on_database import add_database
from app.central.registration.credentials import create_insurer
from app.scheme.numbers import InsurerNumber

HELP = "let an insurer register its members; its secret is printed once, alone, on standard output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="保険者番号, 8 digits, or 6 for 国保")
    parser.add_argument("--name", required=True, help="the insurer's name, as clinics will see it")
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    number = InsurerNumber.parse(arguments.number)
    doubt = f"created, though the check digit of this number would be {number.likely_last_digit}"
    return let_in(
        arguments,
        lambda tx, name, now: create_insurer(tx, number, name, now),
        *(() if number.has_valid_check_digit else (doubt,)),
        "kept as a hash only: hand the secret on now",
    )
