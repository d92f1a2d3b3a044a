"""The service's terminal commands: `python -m app.central COMMAND`."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from app.central.commands import (
    calendar,
    card,
    checkups,
    create_institution,
    create_insurer,
    create_phr_client,
    institution,
    insurer,
    medicines,
    migrate,
    records,
    review,
    reviews,
    serve,
    town,
)
from app.central.commands.on_database import BAD_INPUT, DATABASE_UNUSABLE, EXIT_STATUS, REFUSED, say
from app.errors import ClinicError, InputRefused
from app.streams import in_terminal

_COMMANDS = {
    "serve": serve,
    "migrate": migrate,
    "create-institution": create_institution,
    "create-insurer": create_insurer,
    "create-phr-client": create_phr_client,
    "calendar": calendar,
    "card": card,
    "checkups": checkups,
    "institution": institution,
    "insurer": insurer,
    "medicines": medicines,
    "records": records,
    "review": review,
    "reviews": reviews,
    "town": town,
}
_EXTRA = {"asyncpg", "fastapi", "starlette", "uvicorn"}
_WORDS = {
    "database.url": "--database: sqlite:///FILE or postgresql://…",
    "database.busy": "the database cannot be reached, or another program is writing",
    "database.unusable": "the file cannot be opened as a database: is its folder there, may you write, is it one?",
    "database.newer": "the database was written by a newer version of this program",
    "database.not_migrated": "the database lacks what this version needs: run migrate",
    "database.not_for_practice": "the database holds something real: the town needs one of its own",
    "intermediary.key_missing": "the intermediary's key file is not there: run migrate, or --intermediary-key FILE",
    "intermediary.key_foreign": "another key made this intermediary: bring its file back, or --intermediary-key FILE",
    "town.stands_already": "the database holds a town already: take another",
    "registration.nothing_to_confirm": "this insurer has no open finding of that id about details that differ",
    "insurer.exists": "this insurer has a secret already",
    "insurer.member_not_one": "not one alone has cover under these numbers: a card is of one member (--branch)",
    "insurer.unknown": "the register has no insurer with this number: create-insurer first",
    "institution.unknown": "no institution with this code may ask: create-institution first",
    "institution.exists": "an institution with this code is there already",
    "review.closed": "nothing by this number that is reviewed and, to be reviewed again, before its closing day",
    "review.worker_failed": "a worker ended early: start again, what it was at is free in some minutes",
    "card.certificate_malformed": "not a certificate of the right kind (X.509, RSA of 2048 bits or more, SHA-256)",
    "card.issuer_untrusted": "no trusted issuer signed this certificate: card trust first",
    "card.already_bound": "the certificate is bound to a person already",
    "crl.malformed": "not a revocation list (X.509 CRL, PEM or DER, signed with SHA-256)",
    "crl.delta": "a delta list: only whole lists are read, ask the issuer for the full one",
    "crl.unsupported": "a list of other issuers, of some reasons only, or with a part unknown to this program",
    "crl.untrusted": "no trusted issuer signed this list: card trust first",
    "crl.older": "a newer list of this issuer is kept already",
    "crl.ahead": "the list begins on a day to come: is this computer's clock right?",
    "crl.unreachable": "the address does not answer as it should",
    "crl.too_long": "longer than any issuer's list",
    "card.not_exactly_one": "exactly one person must stand under these numbers: --branch or --birth may tell",
}


def main(arguments: Sequence[str] | None = None) -> int:
    return in_terminal(partial(_run, arguments))


def _run(arguments: Sequence[str] | None) -> int:
    parsed = _parser().parse_args(arguments)
    try:
        status: int = _COMMANDS[parsed.command].run(parsed)
    except InputRefused as refusal:
        say(f"{refusal.field}: {refusal.reason}")
        return BAD_INPUT
    except ClinicError as failure:
        say(_WORDS.get(failure.code, failure.code))
        return DATABASE_UNUSABLE if failure.code.startswith("database.") else REFUSED
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in _EXTRA:
            raise
        say(f"{missing.name} is not installed: the service needs madoguchi[central]")
        return REFUSED
    return status


class _Parser(argparse.ArgumentParser):
    """Of a command or an action below it: argparse makes these of the same class."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"epilog": EXIT_STATUS, **options})


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="madoguchi-central", description="The reference central service of Madoguchi.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in _COMMANDS.items():
        command.add_arguments(commands.add_parser(name, help=command.HELP, description=command.HELP))
    return parser


if __name__ == "__main__":
    sys.exit(main())
