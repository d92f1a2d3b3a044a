"""The service's terminal commands: `python -m app.central COMMAND`."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from app.central.commands import (
    audit,
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
    renew_secret,
    renew_token_key,
    review,
    reviews,
    serve,
    town,
)
from app.central.commands.on_database import BAD_INPUT, DATABASE_UNUSABLE, EXIT_STATUS, REFUSED, say
from app.central.commands.words import words_of
from app.errors import ClinicError, InputRefused
from app.streams import in_terminal

_COMMANDS = {
    "serve": serve,
    "migrate": migrate,
    "create-institution": create_institution,
    "create-insurer": create_insurer,
    "create-phr-client": create_phr_client,
    "renew-secret": renew_secret,
    "renew-token-key": renew_token_key,
    "audit": audit,
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
        say(words_of(failure))
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
