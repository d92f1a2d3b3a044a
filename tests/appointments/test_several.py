"""One of several people found is chosen for an appointment: what it says then, and whose chart it is (R7, R10)."""

from datetime import date

import pytest

from app.appointments.appointment import FollowUp, Item, ItemId
from app.appointments.exceptions import ExceptionKind, exception_of
from app.appointments.ports import ItemResult
from app.appointments.several import choose_again, choose_person
from app.patients.patient import PatientId
from app.scheme.cover import EligibilityInformation
from app.scheme.outcome import Outcome
from app.staff.member import NotAllowed, StaffId, StaffMember
from tests.appointments.batches import appointment, batch, item
from tests.fakes.appointments import AppointmentBookInMemory
from tests.fakes.ledger import PatientsInMemory
from tests.people import RECEPTIONIST, answer, held, information, insured, patient

FIRST = information(insured(branch="03"), name="双子　一", kana="フタゴ　ハジメ")
SECOND = information(insured(branch="04"), name="双子　二", kana="フタゴ　ツギ")


def charts() -> PatientsInMemory:
    """Of both, as the service has them."""
    found = PatientsInMemory()
    for number, told in enumerate((FIRST, SECOND), start=1):
        card = held(told.cover.insured)
        person = told.person
        found.add(patient(number, card, name=person.name, kana=person.kana, address=person.address))
    return found


def chosen(
    who: EligibilityInformation,
    index: PatientsInMemory,
    found: tuple[EligibilityInformation, ...] = (FIRST, SECOND),
) -> Item:
    """Of the one appointment of a batch that named no branch."""
    book = AppointmentBookInMemory()
    asked = appointment(name=FIRST.person.name, kana=FIRST.person.kana, insured=insured(branch=""))
    held = book.enter(batch(), [asked])
    book.advance(held, [ItemResult(ItemId("1"), answer(Outcome.SEVERAL, *found), None)], {})
    kept = choose_person(book.items(held.id)[0], who, held.id, RECEPTIONIST, book, index)
    assert book.items(batch().id) == (kept,)
    return kept


def test_who_is_covered_and_as_the_ledger_has_them_needs_nobody_any_more() -> None:
    index = charts()
    kept = chosen(SECOND, index)
    assert kept.answer is not None
    assert (kept.answer.outcome, kept.answer.single) == (Outcome.VALID, SECOND)
    assert kept.patient_id == PatientId(2)
    assert exception_of(kept, index) is None
    assert kept.follow_up is FollowUp.CHOSEN
    card = index.get(PatientId(2)).current_card
    assert card is not None and card.confirmed_at == kept.answer.checked_at


def test_who_is_not_in_the_ledger_can_be_entered() -> None:
    found = exception_of(chosen(FIRST, PatientsInMemory()), PatientsInMemory())
    assert found is not None and found.kinds == (ExceptionKind.UNKNOWN_PATIENT,)
    assert found.can_enter_new and found.people == ()


def test_who_lost_that_cover_is_told_so() -> None:
    lost = information(insured(branch="04"), name="双子　二", kana="フタゴ　ツギ", lost_on=date(2026, 11, 1))
    found = exception_of(chosen(lost, charts(), (FIRST, lost)), charts())
    assert found is not None and found.kinds == (ExceptionKind.LAPSED,)
    assert found.item.follow_up is FollowUp.OPEN


def test_only_one_of_those_found_is_chosen_and_only_by_who_may() -> None:
    book, index = AppointmentBookInMemory(), charts()
    book.enter(batch(), [appointment()])
    found = item(answer(Outcome.SEVERAL, FIRST, SECOND))
    with pytest.raises(ValueError, match="people found"):
        choose_person(found, information(), batch().id, RECEPTIONIST, book, index)
    nobody = StaffMember(StaffId(9), "見学", frozenset())
    with pytest.raises(NotAllowed):
        choose_person(found, FIRST, batch().id, nobody, book, index)


def test_a_wrong_choice_is_taken_back_and_the_other_one_chosen() -> None:
    """What the service said of the first stays true of that chart; the appointment is the other one's."""
    book, index = AppointmentBookInMemory(), charts()
    held = book.enter(batch(), [appointment(insured=insured(branch=""))])
    said = answer(Outcome.SEVERAL, FIRST, SECOND)
    book.advance(held, [ItemResult(ItemId("1"), said, None)], {})
    where = held.id, RECEPTIONIST, book, index
    wrong = choose_person(book.items(held.id)[0], FIRST, *where)
    back = choose_again(wrong, *where)
    assert (back.answer, back.several, back.follow_up) == (said, None, FollowUp.OPEN)
    found = exception_of(back, index)
    assert found is not None and found.people == (FIRST, SECOND)
    right = choose_person(back, SECOND, *where)
    assert right.patient_id == PatientId(2)
    assert book.answers_of(PatientId(1)) == ()
    with pytest.raises(ValueError, match="nobody was chosen"):
        choose_again(back, *where)
    nobody = StaffMember(StaffId(9), "見学", frozenset())
    with pytest.raises(NotAllowed):
        choose_again(right, held.id, nobody, book, index)
