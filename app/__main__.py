"""The program's front door: the desk, its terminal commands, and — started again — the central service."""

import argparse
import sys
from pathlib import Path

from app.settings import Settings, default_home


def main(arguments: list[str] | None = None) -> int:
    """Exit status of the desk or of the command."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["central"]:
        from app.central.__main__ import main as central

        return central(given[1:])
    parsed = _parser().parse_args(given)
    settings = Settings(getattr(parsed, "home", None) or default_home(), getattr(parsed, "practice", False))
    match parsed.command:
        case "check":
            from app.assembly.terminal import run_check

            return run_check(parsed, settings)
        case "connect":
            from app.assembly.terminal import run_connect

            return run_connect(parsed, settings)
        case "disconnect":
            from app.assembly.terminal import run_disconnect

            return run_disconnect(parsed, settings)
        case _:
            from app.assembly.desk import run_desk

            return run_desk(settings, parsed.check)


def _parser() -> argparse.ArgumentParser:
    from app.commands.check import add_arguments
    from app.commands.connect import add_connect_arguments

    # Left out of the namespace when not given, so that a subcommand does not undo what stood before it.
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--home", type=Path, metavar="DIR", help="folder of ledger and settings")
    shared.add_argument("--practice", action="store_true", help="the invented town, nothing kept")
    parser = argparse.ArgumentParser(
        prog="madoguchi",
        parents=[shared],
        description="Madoguchi: the counter of a clinic or pharmacy. Without a command it opens the desk.",
    )
    parser.add_argument("--check", type=Path, metavar="PNG", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    check = commands.add_parser("check", parents=[shared], help="one confirmation of eligibility")
    add_arguments(check)
    check.add_argument(
        "--soft-card", metavar="CASE", help="with --practice: the town's card that lies on the reader"
    )
    connect = commands.add_parser(
        "connect", parents=[shared], help="try a line to a central service and keep it"
    )
    add_connect_arguments(connect)
    commands.add_parser("disconnect", parents=[shared], help="forget the line and its secret")
    commands.add_parser("central", help="the reference central service", add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
