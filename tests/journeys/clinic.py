"""A clinic's desk at its terminal: a home with a ledger, a manager, and a line to the service."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from app.adapters.central_client.transport import Connection, Transport
from app.adapters.credentials.keeper import CENTRAL_SECRET
from app.adapters.ledger.ledger import Ledger
from app.assembly.homes import keeper_of
from app.assembly.lines import connect_tools
from app.assembly.openings import Opening
from app.assembly.terminal import explain
from app.commands.connect import Line
from app.eligibility.answer import Check
from app.scheme.days import business_day, utc_now
from app.scheme.digits import with_check_digit
from app.settings import Settings
from tests.journeys.central import Register
from tests.journeys.terminal import Done, NewProcess, Terminal

CLINIC_NAME = "見本クリニック"
MANAGER = "窓野"
MANAGER_PIN = "80521"
_serials = count(9901)


def new_institution_code() -> str:
    """Codes of the form 99-9xxx belong to nobody."""
    return with_check_digit(f"13199{next(_serials):04}")


@dataclass(frozen=True)
class Clinic:
    """home: of the desk. code: of the institution."""

    home: Path
    code: str
    terminal: Terminal = field(default_factory=NewProcess)

    def run(self, command: str, *arguments: str, stdin: tuple[str, ...] = ()) -> Done:
        """`python -m app COMMAND` for this home, its standard input line by line."""
        lines = "".join(f"{line}\n" for line in stdin)
        return self.terminal.run([command, "--home", str(self.home), *arguments], lines)

    def connect(self, url: str, secret: str, *options: str) -> Done:
        asked = ("--central", url, "--institution", self.code, "--secret-stdin", *options)
        return self.run("connect", *asked, stdin=(secret,))

    def check(self, *arguments: str, card_pin: str | None = None) -> Done:
        """One confirmation by the manager, as JSON."""
        who = ("--staff", MANAGER, "--staff-pin-stdin", "--json")
        return self.run(
            "check", *who, *arguments, stdin=(MANAGER_PIN, *([card_pin] if card_pin is not None else []))
        )

    @contextmanager
    def other_desk(self, url: str) -> Iterator[Transport]:
        """The line of another PC of the same clinic."""
        secret = keeper_of(Settings(self.home)).get(CENTRAL_SECRET)
        assert secret is not None
        with closing(Transport(Connection(url, self.code, secret))) as way:
            yield way

    def files(self) -> dict[str, bytes]:
        """Every file of the home by its path in it."""
        return {
            str(path.relative_to(self.home)): path.read_bytes()
            for path in sorted(self.home.rglob("*"))
            if path.is_file()
        }


def set_up(home: Path, code: str) -> Clinic:
    """As after the first start: ledger, key in the system's keyring, manager, recovery code tried."""
    opening = Opening(Settings(home))
    try:
        opening.create(MANAGER, MANAGER_PIN)
        opening.try_recovery_code(opening.recovery_code())
    finally:
        opening.close()
    return Clinic(home, code)


def connected(home: Path, register: Register, url: str) -> Clinic:
    """A set-up clinic that may ask the service."""
    clinic = set_up(home, new_institution_code())
    return joined(clinic, url, register.create_institution(clinic.code, CLINIC_NAME))


def joined(clinic: Clinic, url: str, secret: str) -> Clinic:
    """Tried and kept, as `connect` does."""
    settings = Settings(clinic.home)
    tools = connect_tools(settings, keeper_of(settings), explain)
    line = Line(url, clinic.code, secret, None)
    tools.keep(line, tools.try_line(line))
    return clinic


def checks_since(day: date, ledger: Ledger) -> list[Check]:
    """Everything entered on that day and later: a journey may pass midnight."""
    days = (day + timedelta(days=after) for after in range((business_day(utc_now()) - day).days + 1))
    return [check for each in days for check in ledger.checks.of_day(each)]
