"""The program's front door: the desk, its terminal commands, and — started again — the central service.

Each command is imported when it is run: help, and a mistyped option, answer at once.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from app.settings import Settings, default_home
from app.streams import in_terminal


def main(arguments: list[str] | None = None) -> int:
    """Exit status of the desk or of the command."""
    return in_terminal(partial(_run, sys.argv[1:] if arguments is None else arguments))


def _run(given: list[str]) -> int:
    if given[:1] == ["central"]:
        from app.central.__main__ import main as central

        return central(given[1:])
    parsed = _parsed(given)
    settings = Settings(parsed.home or default_home(), parsed.practice)
    match parsed.command:
        case "check":
            from app.assembly.terminal import run_check

            return run_check(parsed, settings)
        case "batch":
            from app.assembly.terminal import run_batch

            return run_batch(parsed, settings)
        case "notices":
            from app.assembly.terminal import run_notices

            return run_notices(parsed, settings)
        case "connect":
            from app.assembly.terminal import run_connect

            return run_connect(parsed, settings)
        case "disconnect":
            from app.assembly.terminal import run_disconnect

            return run_disconnect(settings)
        case "sign-in":
            from app.assembly.sign_in import run_sign_in

            return run_sign_in(parsed, settings)
        case "receipts":
            from app.assembly.terminal import run_receipts

            return run_receipts(parsed, settings)
        case _:
            from app.assembly.run import run_desk

            return run_desk(settings, parsed.check)


def _parsed(given: list[str]) -> argparse.Namespace:
    parser = _parser()
    # Set here and left out by the parser, so that a subcommand does not undo what stood before it.
    parsed = parser.parse_args(given, argparse.Namespace(home=None, practice=False))
    if parsed.practice and parsed.home is not None:
        parser.error("--practice has a home of its own, which is gone at the end")
    if parsed.practice and parsed.command not in (None, "check", "batch", "notices", "receipts"):
        parser.error("--practice has a line of its own, and no way leads from it to a real service")
    return parsed


def _parser() -> argparse.ArgumentParser:
    from app.commands import batch, check, connect, notices, receipts, sign_in

    home = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    home.add_argument("--home", type=Path, metavar="DIR", help="folder of ledger and settings")
    practice = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    practice.add_argument("--practice", action="store_true", help="the invented town, nothing kept")
    parser = argparse.ArgumentParser(
        prog="madoguchi",
        parents=[home, practice],
        description="Madoguchi: the counter of a clinic or pharmacy. Without a command it opens the desk.",
    )
    parser.add_argument("--check", type=Path, metavar="PNG", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(
        name: str, help: str, epilog: str, *parents: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, epilog=epilog, parents=[home, *parents])

    check.add_arguments(command("check", check.HELP, check.EXIT_STATUS, practice))
    batch.add_arguments(command("batch", batch.HELP, batch.EXIT_STATUS, practice))
    notices.add_arguments(command("notices", notices.HELP, notices.EXIT_STATUS, practice))
    connect.add_arguments(command("connect", connect.HELP, connect.EXIT_STATUS))
    command("disconnect", connect.HELP_DISCONNECT, connect.EXIT_STATUS)
    receipts.add_arguments(command("receipts", receipts.HELP, receipts.EXIT_STATUS), practice)
    sign_in.add_arguments(command("sign-in", sign_in.HELP, sign_in.EXIT_STATUS))
    commands.add_parser("central", help="the reference central service", add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
