"""Makes a small ledger as this version writes it, with its key beside it, to be opened by every later version.

    python -m tests.ledgers.make 0.1.0

Run once, when a version is released; what is there is never made again. Its people are invented.
"""

import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from app.adapters.credentials.keeper import LEDGER_KEY, MemoryKeeper
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.ledger import Ledger, create_ledger
from app.scheme.outcome import Outcome
from app.staff.member import Role
from app.staff.ports import AuditEntry
from tests import people
from tests.people import NOW, TODAY

FOLDER = Path(__file__).parent


def main(version: str) -> None:
    target = FOLDER / f"{version}.db"
    if target.exists():
        sys.exit(f"{version} was made already")
    keeper = MemoryKeeper()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with closing(create_ledger(home, keeper)[0]) as ledger:
            fill(ledger)
        shutil.copyfile(LedgerHome(home).ledger, target)
    target.with_suffix(".key").write_text(keeper.get(LEDGER_KEY) or "", "ascii")


def fill(ledger: Ledger) -> None:
    """A little of everything a ledger holds."""
    staff = ledger.staff.add("佐藤", frozenset({Role.MANAGER, Role.RECEPTIONIST}), "hash")
    first = ledger.patients.add(people.patient(phone="03-0000-0000"))
    second = ledger.patients.add(people.patient(name="見本　月", kana="ミホン　ツキ"))
    gone = ledger.patients.add(people.patient(name="架空　はな"))
    for name, question in (("typed", people.typed()), ("photo", people.photo()), ("signed", people.signed())):
        ledger.checks.enter(people.check(name, question=question, patient_id=first.id))
    ledger.checks.settle(people.check("typed").id, people.answer(), 0.4)
    ledger.checks.settle(people.check("photo").id, people.answer(Outcome.NONE), 0.2)
    ledger.checks.ask_again(people.check("photo").id, TODAY)
    ledger.patients.merge(second, gone.id, staff.id, NOW)
    ledger.settings.put("revisit.after_card", "monthly")
    ledger.audit.record(AuditEntry(NOW, staff.id, staff.name, "patient.opened", f"patient:{first.id}"))


if __name__ == "__main__":
    main(sys.argv[1])
