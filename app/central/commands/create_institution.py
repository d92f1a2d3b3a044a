"""`create-institution`: a clinic or pharmacy that may ask."""

import argparse

from app.central.commands.newcomer import let_in
from app.central.commands.on_database import add_database
from app.central.institutions.credentials import create_institution
from app.scheme.numbers import InstitutionCode

HELP = "let an institution ask; its secret is printed once, alone, on standard output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="医療機関コード, 10 digits")
    parser.add_argument("--name", required=True, help="the institution's name, as its staff will see it")
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    code = InstitutionCode.parse(arguments.code)
    return let_in(
        arguments,
        lambda tx, name, now: create_institution(tx, code, name, now),
        "kept as a hash only: hand the secret on now (python -m app connect --secret-stdin)",
    )
