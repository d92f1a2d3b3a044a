"""What the patients' screens decide, without a window."""

from dataclasses import replace
from datetime import date

import pytest

from app.appointments.appointment import ItemId
from app.appointments.ports import ItemResult
from app.desk.lanes import Inline
from app.desk.patients.entry.presenter import EntryPresenter, EntryState
from app.desk.patients.merging.presenter import MergingPresenter, MergingState
from app.desk.patients.page.history import through_time
from app.desk.patients.page.presenter import PagePresenter, PageState, as_seen_by
from app.desk.patients.search.presenter import SearchPresenter, SearchState
from app.eligibility.revisit import AskAgain, RevisitRule
from app.patients.enter import PatientForm
from app.patients.find import PAGE, Likeness
from app.patients.patient import Patient, PatientId
from app.scheme.certificates import LIMIT, SPECIFIC_DISEASE, EntitlementCertificate
from app.scheme.days import business_day
from app.scheme.digits import my_number_check_digit
from app.scheme.outcome import Outcome
from app.staff.member import Role
from tests.appointments.batches import appointment, batch
from tests.desk.patients.work import Book, Held, check, clock, information
from tests.desk.views import Shown
from tests.fakes.appointments import AppointmentBookInMemory
from tests.fakes.ledger import PatientsInMemory
from tests.patients.fakes import HANA, SATO, card
from tests.people import answer

MY_NUMBER = f"12345678901{my_number_check_digit('12345678901')}"
FORM = PatientForm(name="架空　花", kana="かくう　はな", sex="2", birth="S63.2.14")


def _search(index, lane=None):
    view: Shown[SearchState] = Shown()
    return view, SearchPresenter(view, index, lane or Inline(), clock)


def test_each_key_press_supersedes_the_answer_of_the_one_before():
    lane = Held()
    view, presenter = _search(PatientsInMemory(HANA), lane)
    presenter.text_changed("か")
    presenter.text_changed("かく")
    older, newer = lane.waiting
    newer.finish()
    older.finish()
    assert [state.text for state in view.states] == ["かく"]


def test_fifty_rows_at_once_and_more_only_when_asked():
    view, presenter = _search(PatientsInMemory(*[HANA] * (PAGE + 3)))
    presenter.text_changed("かくう")
    assert (len(view.last.rows), view.last.has_more) == (PAGE, True)
    presenter.more_requested()
    assert (len(view.last.rows), view.last.has_more) == (PAGE + 3, False)


def test_a_my_number_typed_into_the_search_empties_the_field_and_says_so():
    """R3."""
    view, presenter = _search(PatientsInMemory(HANA))
    presenter.text_changed(MY_NUMBER)
    assert view.last.my_number_refused
    assert view.last.text == ""
    assert MY_NUMBER not in repr(view.states)


def _page(index, book, changed=lambda: None, rule=None, appointments=None):
    view: Shown[PageState] = Shown()
    lane = Inline()
    chosen = rule or RevisitRule()
    page = PagePresenter(
        view, index, book, appointments or AppointmentBookInMemory(), lane, lane, clock, lambda: chosen,
        lambda: SATO, changed,
    )  # fmt: skip
    return view, page


def test_the_page_tells_when_and_how_the_insurance_was_last_confirmed():
    """R9."""
    book = Book(p1=(check(40, information()),))
    view, presenter = _page(PatientsInMemory(HANA), book)
    presenter.open(PatientId(1))
    assert view.last.page is not None
    assert view.last.page.revisit.due
    assert view.last.page.revisit.way == "資格確認書入力"


def test_the_page_tells_of_an_appointment_that_was_confirmed_beforehand():
    """R9, R10."""
    book = AppointmentBookInMemory()
    held = book.enter(batch(), [appointment()])
    today = business_day(clock())
    told = answer(checked_at=clock(), on=today)
    book.advance(held, [ItemResult(ItemId("1"), told, None)], {ItemId("1"): PatientId(1)})
    view, presenter = _page(PatientsInMemory(HANA), Book(p1=(check(40, information()),)), appointments=book)
    presenter.open(PatientId(1))
    assert view.last.page is not None
    revisit = view.last.page.revisit
    assert (revisit.due, revisit.way, revisit.confirmed_at) == (False, "予約の一括確認", clock())


def test_how_often_to_ask_again_follows_the_clinics_own_rule():
    """R9."""
    book = Book(p1=(check(3, information()),))
    for rule, due in ((AskAgain.EVERY_VISIT, True), (AskAgain.MONTHLY, False)):
        view, presenter = _page(PatientsInMemory(HANA), book, rule=RevisitRule(after_typed=rule))
        presenter.open(PatientId(1))
        assert view.last.page is not None
        assert view.last.page.revisit.due is due


def test_a_specific_disease_reaches_only_the_screens_of_roles_that_need_it():
    """R8."""
    disease = EntitlementCertificate(SPECIFIC_DISEASE, "1", None, date(2026, 1, 1), None)
    limit = EntitlementCertificate(LIMIT, "A03", None, date(2026, 1, 1), None)
    patient = replace(HANA, cards=(replace(card(), certificates=(disease, limit)),))
    doctor = replace(SATO, roles=frozenset({Role.DOCTOR}))
    manager = replace(SATO, roles=frozenset({Role.MANAGER}))
    assert as_seen_by(doctor, patient) == patient
    for staff in (SATO, manager):
        assert as_seen_by(staff, patient).cards[0].certificates == (limit,)


def test_each_check_stands_beside_what_it_changed():
    older, newer = information(branch=None), information(branch="02")
    lines = through_time((check(0, newer), check(1, outcome=Outcome.NONE), check(2, older)))
    assert [(each.label, each.held, each.given) for each in lines[0].changes or ()] == [("枝番", "", "02")]
    assert lines[1].changes is None
    assert lines[2].changes is None


def test_a_name_that_lost_letters_is_no_change():
    lines = through_time((check(0, information(name="架●　花")), check(1, information())))
    assert lines[0].changes == ()


def _entry(index):
    view: Shown[EntryState] = Shown()
    saved: list[Patient] = []
    lane = Inline()
    return view, saved, EntryPresenter(view, index, lane, lane, clock, lambda: SATO, saved.append)


def test_complaints_stand_beside_their_fields_and_nothing_is_entered():
    index = PatientsInMemory()
    view, saved, presenter = _entry(index)
    presenter.begin_new()
    presenter.submitted(PatientForm(name="架空", insurer="123"))
    assert [(each.field, each.code) for each in view.last.complaints] == [
        ("kana", "input.missing"),
        ("sex", "input.missing"),
        ("birth", "input.missing"),
        ("insurer", "input.insurer_number"),
    ]
    assert (saved, index.count()) == ([], 0)


def test_a_likely_duplicate_is_shown_with_its_reason_before_anything_is_saved():
    index = PatientsInMemory(HANA)
    view, saved, presenter = _entry(index)
    presenter.begin_new()
    presenter.submitted(FORM)
    assert [each.reasons for each in view.last.alike] == [
        (Likeness.SAME_BIRTH_AND_KANA, Likeness.SAME_BIRTH_AND_NAME)
    ]
    assert (saved, index.count()) == ([], 1)
    presenter.saved_all_the_same()
    assert (len(saved), index.count()) == (1, 2)


def test_changing_the_form_after_the_warning_warns_anew():
    index = PatientsInMemory(HANA)
    view, saved, presenter = _entry(index)
    presenter.begin_new()
    presenter.submitted(FORM)
    presenter.submitted(replace(FORM, kana="", name="別　人"))
    assert view.last.complaints
    presenter.saved_all_the_same()
    assert (saved, index.count()) == ([], 1)


def test_a_correction_warns_only_of_those_it_comes_to_resemble():
    index = PatientsInMemory(
        HANA, replace(HANA, name="別　人", kana="ベツ　ジン", birth_on=date(1990, 1, 1)), HANA
    )
    view, saved, presenter = _entry(index)
    presenter.begin_correction(index.get(PatientId(1)))
    presenter.submitted(replace(view.last.begun_with, phone="03-1234-5678"))
    assert [each.phone for each in saved] == ["03-1234-5678"]
    presenter.begin_correction(index.get(PatientId(1)))
    presenter.submitted(replace(view.last.begun_with, name="別　人", kana="ベツ　ジン", birth="H2.1.1"))
    assert [each.patient.id for each in view.last.alike] == [PatientId(2)]


def _merging(index, book):
    view: Shown[MergingState] = Shown()
    merged: list[PatientId] = []
    lane = Inline()
    return view, merged, MergingPresenter(view, index, book, lane, lane, clock, lambda: SATO, merged.append)


@pytest.fixture
def twice() -> PatientsInMemory:
    return PatientsInMemory(replace(HANA, cards=(card(),)), replace(HANA, phone="03-1", cards=(card("900"),)))


def test_merging_begins_with_those_who_are_likely_the_same(twice):
    view, _, presenter = _merging(twice, Book())
    presenter.begin(twice.get(PatientId(1)))
    assert [each.patient.id for each in view.last.candidates] == [PatientId(2)]


def test_what_moves_is_read_before_it_is_agreed_to_and_then_it_happens(twice):
    view, merged, presenter = _merging(twice, Book(p2=(check(1, information()), check(2, information()))))
    presenter.begin(twice.get(PatientId(1)))
    presenter.agreed()
    assert twice.count() == 2
    presenter.chosen(PatientId(2))
    assert view.last.moves is not None
    assert (view.last.moves.checks, view.last.take) == (2, {"phone"})
    presenter.agreed()
    assert (merged, twice.count(), twice.get(PatientId(1)).phone) == ([PatientId(1)], 1, "03-1")


def test_the_other_number_can_stay_instead(twice):
    _, merged, presenter = _merging(twice, Book())
    presenter.begin(twice.get(PatientId(1)))
    presenter.chosen(PatientId(2))
    presenter.swapped()
    presenter.agreed()
    assert merged == [PatientId(2)]


def test_a_merge_is_undone_from_the_page_of_who_stayed(twice):
    _, _, presenter = _merging(twice, Book())
    presenter.begin(twice.get(PatientId(1)))
    presenter.chosen(PatientId(2))
    presenter.agreed()
    changes: list[int] = []
    view, page = _page(twice, Book(), changed=lambda: changes.append(twice.count()))
    page.open(PatientId(1))
    assert view.last.page is not None
    (merge,) = view.last.page.merges
    page.undo_requested(merge.id)
    assert view.last.page.merges == ()
    assert changes == [2]
