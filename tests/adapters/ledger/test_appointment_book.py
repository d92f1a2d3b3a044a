"""What the book of appointments promises, kept by the fake and by the ledger alike (R10)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.adapters.ledger.appointment_book import LedgerAppointmentBook
from app.appointments.appointment import BatchId, BatchState, FollowUp, ItemId, ItemState
from app.appointments.file import Complaint
from app.appointments.ports import ItemResult
from app.patients.patient import PatientId
from app.scheme.outcome import Outcome
from app.staff.member import StaffId
from tests.appointments.batches import appointment, batch
from tests.people import NOW, TODAY, answer, information, insured, patient

FIRST, SECOND = ItemId("1"), ItemId("2")


def test_appointments_are_kept_as_the_file_had_them(appointments):
    listed = [
        appointment(line=2),
        appointment(line=4, birth_on=None, month_day="0214", at="", chart_number="", kana=""),
    ]
    entered = appointments.enter(batch(), listed)
    assert entered == appointments.batch(entered.id)
    items = appointments.items(entered.id)
    assert [each.appointment for each in items] == listed
    assert [each.id for each in items] == ["1", "2"]
    assert {each.state for each in items} == {ItemState.WAITING}


def test_rows_that_could_not_be_read_are_kept_with_their_batch_and_go_with_it(appointments):
    rows = (Complaint(3, "insurer", "空欄です"), Complaint(9, "", "引用符か列の数が合いません"))
    held = appointments.enter(batch(), [appointment()], rows)
    whole = appointments.enter(batch("whole"), [appointment()])
    assert (appointments.left_out(held.id), appointments.left_out(whole.id)) == (rows, ())
    appointments.enter(batch("later", entered_at=NOW + timedelta(days=60)), [appointment()])
    with pytest.raises(KeyError):
        appointments.left_out(held.id)


def test_a_batch_is_entered_once(appointments):
    appointments.enter(batch(), [appointment()])
    with pytest.raises(ValueError, match="already"):
        appointments.enter(batch(), [appointment()])


def test_an_unknown_batch_or_item_is_said_to_be_so(appointments):
    with pytest.raises(KeyError):
        appointments.batch(BatchId("no such"))
    with pytest.raises(KeyError):
        appointments.items(BatchId("no such"))
    held = appointments.enter(batch(), [appointment()])
    for change in (
        lambda: appointments.link(held.id, SECOND, None),
        lambda: appointments.follow_up(held.id, SECOND, FollowUp.CALLED, ""),
        lambda: appointments.advance(held, [ItemResult(SECOND, None, "day.refused")], {}),
    ):
        with pytest.raises(KeyError):
            change()


def test_a_page_of_results_and_where_the_batch_stands_are_one_step(appointments, request):
    """R10: a page that does not fit leaves neither behind."""
    known = PatientId(1)
    if isinstance(appointments, LedgerAppointmentBook):
        known = request.getfixturevalue("ledger").patients.add(patient()).id
    held = appointments.enter(batch(), [appointment(), appointment()])
    on_its_way = replace(held, state=BatchState.WORKING, receipt_number="R", cursor="1", done=1)
    appointments.advance(on_its_way, [ItemResult(FIRST, answer(), None)], {FIRST: known})
    first, second = appointments.items(held.id)
    assert (first.state, first.answer, first.patient_id) == (ItemState.ANSWERED, answer(), known)
    assert second.state is ItemState.WAITING
    assert appointments.batch(held.id) == on_its_way
    too_far = replace(on_its_way, cursor="3", done=2)
    with pytest.raises(KeyError):
        appointments.advance(
            too_far,
            [ItemResult(SECOND, None, "number.refused"), ItemResult(ItemId("9"), answer(), None)],
            {},
        )
    assert appointments.batch(held.id) == on_its_way
    assert appointments.items(held.id)[1].state is ItemState.WAITING


def test_answers_to_a_patients_appointments_are_found_newest_first(appointments, request):
    """R9: after the charts of one person were made one, too."""
    his, hers = PatientId(1), PatientId(2)
    if isinstance(appointments, LedgerAppointmentBook):
        patients = request.getfixturevalue("ledger").patients
        his, hers = patients.add(patient()).id, patients.add(patient()).id
    for name, owner, minutes in (("a", his, 0), ("b", his, 5), ("c", hers, 9)):
        held = appointments.enter(batch(name), [appointment(), appointment()])
        told = answer(checked_at=NOW + timedelta(minutes=minutes))
        appointments.advance(held, [ItemResult(FIRST, told, None)], {FIRST: owner, SECOND: owner})
    found = [NOW + timedelta(minutes=minutes) for minutes in (5, 0)]
    assert [each.checked_at for each in appointments.answers_of(his)] == found
    assert appointments.answers_of(PatientId(99)) == ()
    if isinstance(appointments, LedgerAppointmentBook):
        patients.merge(patients.get(his), hers, StaffId(1), NOW)
        assert [each.checked_at for each in appointments.answers_of(his)] == [
            NOW + timedelta(minutes=9),
            *found,
        ]


def test_a_page_that_comes_twice_changes_nothing(appointments):
    held = appointments.enter(batch(), [appointment()])
    result = ItemResult(FIRST, None, "number.refused")
    appointments.advance(held, [result], {})
    appointments.follow_up(held.id, FIRST, FollowUp.CALLED, "留守")
    before = appointments.items(held.id)
    appointments.advance(held, [result], {})
    assert appointments.items(held.id) == before
    assert (before[0].state, before[0].failure_code) == (ItemState.REFUSED, "number.refused")


def test_what_staff_made_of_it_stays(appointments):
    held = appointments.enter(batch(), [appointment(), appointment()])
    told = appointments.follow_up(held.id, SECOND, FollowUp.PUT_OFF, "次の受診で")
    assert (told.follow_up, told.note) == (FollowUp.PUT_OFF, "次の受診で")
    assert [each.follow_up for each in appointments.items(held.id)] == [FollowUp.OPEN, FollowUp.PUT_OFF]
    assert appointments.items(held.id)[1] == told


def test_an_answer_that_somebody_made_clear_takes_the_place_of_the_one_before(appointments, request):
    known = PatientId(1)
    if isinstance(appointments, LedgerAppointmentBook):
        known = request.getfixturevalue("ledger").patients.add(patient()).id
    kept = appointments.enter(batch(), [appointment()])
    said = answer(Outcome.SEVERAL, information(), information(insured(branch="03")))
    appointments.advance(kept, [ItemResult(FIRST, said, None)], {FIRST: known})
    appointments.follow_up(kept.id, FIRST, FollowUp.PUT_OFF, "証で")
    clear = answer()
    now = appointments.settle(kept.id, FIRST, clear, None, several=said)
    assert (now.answer, now.patient_id, now.follow_up, now.note) == (clear, None, FollowUp.OPEN, "証で")
    assert now.several == said, "to go back to"
    assert appointments.items(kept.id) == (now,)
    assert appointments.settle(kept.id, FIRST, said, None).several is None
    with pytest.raises(KeyError):
        appointments.settle(kept.id, SECOND, clear, None)


def test_unfinished_batches_are_oldest_first_and_all_are_newest_first(appointments):
    moments = [NOW, NOW + timedelta(minutes=1), NOW + timedelta(minutes=2), NOW + timedelta(minutes=3)]
    made = [
        appointments.enter(batch(str(number), entered_at=moment), [appointment()])
        for number, moment in enumerate(moments)
    ]
    appointments.advance(replace(made[0], state=BatchState.WORKING), [], {})
    appointments.advance(replace(made[1], state=BatchState.DONE), [], {})
    appointments.advance(replace(made[2], state=BatchState.CANCELLED), [], {})
    assert [each.id for each in appointments.unfinished()] == [made[0].id, made[3].id]
    assert [each.id for each in appointments.batches()] == [each.id for each in reversed(made)]


def test_a_batch_goes_thirty_days_after_its_last_visit(appointments):
    visit = TODAY + timedelta(days=20)
    appointments.enter(batch("old"), [appointment(), appointment(on=visit)])
    appointments.enter(batch("older"), [appointment()])
    appointments.enter(batch("day 50", entered_at=NOW + timedelta(days=50)), [appointment()])
    assert {each.id for each in appointments.batches()} == {"old", "day 50"}
    appointments.enter(batch("day 51", entered_at=NOW + timedelta(days=51)), [appointment()])
    assert {each.id for each in appointments.batches()} == {"day 50", "day 51"}
    with pytest.raises(KeyError):
        appointments.items(BatchId("old"))


def test_columns_are_mapped_once_and_remembered(appointments):
    assert appointments.mapping("a|b") is None
    appointments.keep_mapping("a|b", {"insurer": "a"})
    appointments.keep_mapping("a|b", {"insurer": "保険者", "number": "番号"})
    assert appointments.mapping("a|b") == {"insurer": "保険者", "number": "番号"}
