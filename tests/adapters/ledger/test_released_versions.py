"""A ledger of every released version opens with today's code and holds all it held."""

import shutil
from contextlib import closing

import pytest

from app.adapters.credentials.keeper import LEDGER_KEY, MemoryKeeper
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.ledger import open_ledger
from app.patients.patient import PatientId
from app.scheme.outcome import Outcome
from tests import people
from tests.ledgers.make import FOLDER
from tests.people import NOW, TODAY

RELEASED = sorted(FOLDER.glob("*.db"))


def test_there_is_a_released_ledger_to_open():
    assert RELEASED


@pytest.mark.parametrize("released", RELEASED, ids=lambda each: each.stem)
def test_a_ledger_of_an_earlier_version_holds_all_it_held(released, tmp_path):
    place = LedgerHome(tmp_path)
    shutil.copyfile(released, place.ledger)
    keeper = MemoryKeeper()
    keeper.put(LEDGER_KEY, released.with_suffix(".key").read_text("ascii"))
    with closing(open_ledger(tmp_path, keeper)) as ledger:
        _holds_what_make_entered(ledger)


def _holds_what_make_entered(ledger):
    assert [each.name for each in ledger.staff.members()] == ["佐藤"]
    first, second = ledger.patients.get(PatientId(1)), ledger.patients.get(PatientId(2))
    assert first == people.patient(1, phone="03-0000-0000")
    assert (second.name, ledger.patients.count()) == ("見本　月", 2)
    assert {row.id for row in ledger.patients.search("架空")} == {1}
    assert [each.gone.name for each in ledger.patients.merges_into(second.id)] == ["架空　はな"]
    (signed,) = ledger.checks.waiting()
    assert signed.question == people.signed()
    assert ledger.checks.get(people.check("typed").id).answer == people.answer()
    (due,) = ledger.checks.due_again(TODAY)
    assert (due.question, due.answer) == (people.photo(), people.answer(Outcome.NONE))
    known = ledger.checks.last_known(people.insured(), "0214", None)
    assert known is not None
    assert (known.checked_at, known.patient_id) == (NOW, 1)
    assert ledger.settings.get("revisit.after_card") == "monthly"
    assert [each.action for each in ledger.audit.about("patient:1")] == ["patient.opened"]
