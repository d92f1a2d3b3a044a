"""Exceptions only (R10): what of a batch needs somebody, with words for the telephone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.appointments.appointment import FollowUp, Item
from app.appointments.exceptions import (
    EXCEPTION_WORDS,
    ExceptionKind,
    called,
    enter_new_patient,
    exception_of,
    exceptions_of,
    put_off,
    reopen,
    take_over,
    take_over_into,
)
from app.eligibility.answer import Answer
from app.patients.patient import PatientId
from app.scheme.certificates import LIMIT, EntitlementCertificate
from app.scheme.outcome import Outcome
from app.staff.member import NotAllowed, StaffId, StaffMember
from tests.appointments.batches import appointment, batch, item
from tests.fakes.appointments import AppointmentBookInMemory
from tests.fakes.ledger import PatientsInMemory
from tests.people import NOW, RECEPTIONIST, TODAY, answer, held, information, insured, patient

ADDRESS = "東京都見本区例示1-2-3"
K = ExceptionKind


def hers(**changes: Any) -> PatientsInMemory:
    """A ledger that holds her just as the service has her."""
    index = PatientsInMemory()
    index.add(patient(1, held(), address=ADDRESS, postcode="100-0000", **changes))
    return index


def kinds(said: Answer | str | None, index: PatientsInMemory | None = None, **changes: Any) -> list[str]:
    found = exception_of(item(said, **changes), index if index is not None else hers())
    return list(found.kinds) if found is not None else []


def limit(until: date | None, since: date = date(2026, 1, 1)) -> EntitlementCertificate:
    return EntitlementCertificate(LIMIT, "A03", None, since, until)


def with_limits(*certificates: EntitlementCertificate) -> tuple[Answer, PatientsInMemory]:
    index = PatientsInMemory()
    index.add(patient(1, held(certificates=certificates), address=ADDRESS))
    return answer(Outcome.VALID, information(certificates=certificates)), index


def test_valid_and_unchanged_is_no_exception() -> None:
    assert kinds(answer()) == []


def test_what_waits_is_no_exception_yet() -> None:
    assert kinds(None) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (answer(Outcome.LAPSED, information(lost_on=date(2026, 11, 1))), K.LAPSED),
        (answer(Outcome.LAPSED_NEWER, information(lost_on=date(2026, 11, 1))), K.LAPSED_NEWER),
        (answer(Outcome.NONE), K.NONE),
        (answer(Outcome.SEVERAL, information(), information(name="架空　葉")), K.SEVERAL),
        ("number.refused", K.REFUSED),
    ],
)
def test_every_other_outcome_is_one(said: Answer | str, expected: ExceptionKind) -> None:
    assert kinds(said) == [expected]


def test_what_differs_from_the_ledger_is_told_field_by_field() -> None:
    moved = answer(Outcome.VALID, information(address="東京都例示区見本9"))
    found = exception_of(item(moved), hers())
    assert found is not None and found.kinds == (K.CHANGED,)
    assert [(each.label, each.given) for each in found.differences] == [("住所", "東京都例示区見本9")]
    assert found.can_take_over and not found.can_enter_new


def test_somebody_the_ledger_does_not_know_is_one() -> None:
    found = exception_of(item(answer()), PatientsInMemory())
    assert found is not None and found.kinds == (K.UNKNOWN_PATIENT,)
    assert found.can_enter_new and not found.can_take_over and found.words == ""


def test_where_somebody_must_choose_the_candidates_are_there() -> None:
    index = PatientsInMemory()
    index.add(patient(1, held(insured(insurer="01139997")), address=ADDRESS))
    found = exception_of(item(answer()), index)
    assert found is not None and found.kinds == (K.UNKNOWN_PATIENT,)
    assert [each.patient.id for each in found.candidates] == [PatientId(1)]


@pytest.mark.parametrize(("days", "told"), [(0, True), (31, True), (32, False), (None, False)])
def test_a_certificate_that_ends_soon_after_the_visit_is_one(days: int | None, told: bool) -> None:
    """R8: thirty-one days, counted from the visit."""
    visit = TODAY + timedelta(days=5)
    said, index = with_limits(limit(None if days is None else visit + timedelta(days=days)))
    asked = appointment(on=visit)
    assert kinds(said, index, appointment=asked) == ([K.EXPIRING] if told else [])


def test_a_certificate_that_goes_on_in_another_is_none() -> None:
    until = TODAY + timedelta(days=3)
    said, index = with_limits(limit(until), limit(None, since=until + timedelta(days=1)))
    assert kinds(said, index) == []


def test_a_card_that_is_known_to_end_soon_is_one_by_its_last_good_day() -> None:
    lost_on = TODAY + timedelta(days=10)
    found = exception_of(item(answer(Outcome.VALID, information(lost_on=lost_on))), hers())
    assert found is not None and K.EXPIRING in found.kinds
    assert [(each.label, each.last_on) for each in found.endings] == [("保険", lost_on - timedelta(days=1))]


def test_a_chart_that_was_merged_away_is_looked_for_again() -> None:
    said = answer(Outcome.VALID, information(address="東京都例示区"))
    found = exception_of(item(said, patient_id=PatientId(99)), hers())
    assert found is not None and found.patient is not None and found.patient.id == 1


def test_exceptions_stand_in_the_files_order() -> None:
    listed = [item("number.refused"), item(answer()), item(answer(Outcome.NONE)), item(None)]
    found = exceptions_of(listed, hers())
    assert [each.kinds[0] for each in found] == [K.REFUSED, K.NONE]


def test_words_for_the_telephone_are_polite_name_the_day_and_tell_no_detail() -> None:
    """What changed, and why a card lapsed, is told to the patient at the counter only."""
    tomorrow = appointment(on=date(2026, 11, 24))
    lapsed = answer(Outcome.LAPSED, information(lost_on=date(2026, 11, 1), loss_reason="02"))
    changed = answer(Outcome.VALID, information(address="東京都例示区見本9"))
    ending, index = with_limits(limit(date(2026, 11, 30)))
    spoken = {}
    for said, ledger in (
        (lapsed, hers()),
        (answer(Outcome.NONE), hers()),
        (answer(Outcome.SEVERAL, information(), information()), hers()),
        ("number.refused", hers()),
        (changed, hers()),
        (ending, index),
    ):
        found = exception_of(item(said, appointment=tomorrow), ledger)
        assert found is not None
        spoken[found.kinds[0]] = found.words
    for words in spoken.values():
        assert words.startswith("「11月24日のご予約の件でお電話しました。") and words.endswith("。」")
        assert all(secret not in words for secret in ("例示区", "生活保護", "06139992", "架空"))
    assert "11月1日から" in spoken[K.LAPSED] and "11月30日まで" in spoken[K.EXPIRING]
    assert set(EXCEPTION_WORDS) == set(K)


class Chart:
    """A batch of one in a book, beside a ledger."""

    def __init__(self, said: Answer, index: PatientsInMemory) -> None:
        self.book, self.index = AppointmentBookInMemory(), index
        self.batch = self.book.enter(batch(), [appointment()])
        self.item: Item = replace(self.book.items(self.batch.id)[0], answer=said, state=item(said).state)
        self.book._keep(self.batch.id, self.item)

    def found(self) -> Any:
        return exception_of(self.book.items(self.batch.id)[0], self.index)


def test_taking_over_puts_what_changed_into_the_chart_and_ends_the_exception() -> None:
    """R10: only what changed; what the clinic knows better stays."""
    chart = Chart(answer(Outcome.VALID, information(address="東京都例示区")), hers(phone="03-0000-0000"))
    done = take_over(chart.found(), chart.batch.id, RECEPTIONIST, chart.book, chart.index)
    assert done.follow_up is FollowUp.TAKEN_OVER
    now = chart.index.get(PatientId(1))
    assert (now.address, now.phone) == ("東京都例示区", "03-0000-0000")
    assert now.current_card is not None and now.current_card.confirmed_at == NOW
    assert chart.found() is None


def test_a_new_patient_is_made_of_the_answer() -> None:
    chart = Chart(answer(), PatientsInMemory())
    done = enter_new_patient(chart.item, chart.batch.id, RECEPTIONIST, chart.book, chart.index)
    assert done.patient_id is not None and chart.index.get(done.patient_id).name == "架空　花"
    assert chart.found() is None


def test_a_chosen_chart_takes_the_new_card_beside_the_old() -> None:
    index = PatientsInMemory()
    index.add(patient(1, held(insured(insurer="01139997")), address=ADDRESS))
    chart = Chart(answer(), index)
    take_over_into(chart.item, PatientId(1), chart.batch.id, RECEPTIONIST, chart.book, index)
    assert {card.insured.insurer.digits for card in index.get(PatientId(1)).cards} == {"01139997", "06139992"}


def test_who_may_not_keep_patients_takes_nothing_over() -> None:
    nobody = StaffMember(StaffId(9), "見学", frozenset())
    chart = Chart(answer(Outcome.VALID, information(address="東京都例示区")), hers())
    with pytest.raises(NotAllowed):
        take_over(chart.found(), chart.batch.id, nobody, chart.book, chart.index)
    with pytest.raises(NotAllowed):
        enter_new_patient(chart.item, chart.batch.id, nobody, chart.book, chart.index)
    assert chart.index.get(PatientId(1)).address == ADDRESS


def test_calls_and_what_is_put_off_are_noted_and_can_be_taken_back() -> None:
    chart = Chart(answer(Outcome.NONE), hers())
    assert called(chart.item, " 留守番電話 ", chart.batch.id, chart.book).note == "留守番電話"
    later = put_off(chart.item, "来院時に確認", chart.batch.id, chart.book)
    assert (later.follow_up, later.note) == (FollowUp.PUT_OFF, "来院時に確認")
    again = reopen(later, chart.batch.id, chart.book)
    assert (again.follow_up, again.note) == (FollowUp.OPEN, "来院時に確認")
