"""Who asks at the terminal: a member of staff with name and PIN, where the home has any."""

import argparse
from datetime import datetime
from typing import TextIO

from app.errors import InputRefused
from app.staff.member import Role, StaffId, StaffMember
from app.staff.ports import PinHasher, StaffRoll
from app.staff.sign_in import sign_in

_ALONE = StaffMember(StaffId(0), "（端末）", frozenset({Role.RECEPTIONIST}))


def add_staff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--staff", metavar="NAME", help="who asks; needed where the home has staff")
    parser.add_argument(
        "--staff-pin-stdin", action="store_true", help="their PIN is the first line on standard input"
    )


def staff_of(
    arguments: argparse.Namespace, roll: StaffRoll, hasher: PinHasher, now: datetime, stdin: TextIO
) -> StaffMember:
    """Raises: InputRefused, StaffPinWrong, StaffPaused."""
    if not roll.members():
        return _ALONE
    if not arguments.staff or not arguments.staff_pin_stdin:
        raise InputRefused("staff", "this home has staff: --staff NAME and --staff-pin-stdin")
    return sign_in(arguments.staff, stdin.readline().rstrip("\r\n"), roll, hasher, now)
