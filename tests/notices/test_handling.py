"""Working a notice to done: tied to its chart, the ledger taught, who has it in hand (R11, R14)."""

from datetime import date

import pytest

from app.errors import InputRefused
from app.notices.correcting import corrected_cards
from app.notices.handling import NextStep, do_next, finish, lay_back, next_step, take_in_hand
from app.notices.notice import Notice, NoticeKind, NoticeState
from app.notices.ports import NoticeChanged
from app.notices.tying import UNTIED, Tie, tie
from app.scheme.digits import MyNumberRefused
from app.staff.member import NotAllowed, Role, StaffId, StaffMember
from tests.fakes.ledger import CheckBookInMemory, PatientsInMemory
from tests.fakes.notices import InboxInMemory
from tests.notices.samples import DUE, NEW, OWN, done, in_hand, notice, reassigned, returned, unknown
from tests.people import NOW, RECEPTIONIST, TODAY, check, held, insured, patient

DOCTOR = StaffMember(StaffId(9), "医師", frozenset({Role.DOCTOR}))


@pytest.fixture
def index() -> PatientsInMemory:
    return PatientsInMemory()


def line(*notices: Notice) -> InboxInMemory:
    return InboxInMemory(lambda: NOW, notices)


def tied(index: PatientsInMemory, found: Notice) -> Tie:
    return tie(found, index, CheckBookInMemory())


def test_a_notice_belongs_to_who_holds_the_card_and_was_born_so(index: PatientsInMemory) -> None:
    hana = index.add(patient(0))
    index.hold_card(hana.id, held())
    found = tied(index, notice())
    assert found.patient is not None and found.patient.id == hana.id


def test_without_the_card_birth_date_and_name_tell(index: PatientsInMemory) -> None:
    """The receipt may state a card that the ledger never saw."""
    hana = index.add(patient(0, held(insured(number="9"))))
    index.add(patient(0, held(insured(number="8")), name="例示　葉", kana="レイジ　ヨウ"))
    found = tied(index, notice())
    assert found.patient is not None and found.patient.id == hana.id


def test_twins_are_told_apart_by_name(index: PatientsInMemory) -> None:
    for name, kana in (("架空　葉", "カクウ　ヨウ"), ("架空　花", "カクウ　ハナ")):
        one = index.add(patient(0, name=name, kana=kana))
        index.hold_card(one.id, held(insured(branch="")))
    found = tied(index, notice())
    assert found.patient is not None and found.patient.name == "架空　花"
    assert tied(index, unknown()) == UNTIED


def test_the_checks_of_the_month_stand_beside_it(index: PatientsInMemory) -> None:
    hana = index.add(patient(0))
    index.hold_card(hana.id, held())
    book = CheckBookInMemory()
    for identity, month in (("a", 9), ("b", 10), ("c", 11)):
        book.enter(check(identity, patient_id=hana.id, entered_at=NOW.replace(month=month, day=18)))
    assert [each.id for each in tie(notice(), index, book).checks] == ["b"]


def test_the_ledger_learns_the_new_card_and_the_loss_of_the_old() -> None:
    old, new = corrected_cards(notice(), patient(231, held(confirmed_at=None)))
    assert (old.insured, old.lost_on) == (OWN, date(2026, 10, 11))
    assert (new.insured, new.insurer_name, new.acquired_on) == (NEW, "例示協会", date(2026, 10, 11))


def test_what_the_counter_confirmed_since_is_left_as_it_is() -> None:
    """NOW is after the notice."""
    assert [each.insured for each in corrected_cards(notice(), patient(231, held(confirmed_at=NOW)))] == [NEW]
    known = patient(231, held(confirmed_at=NOW), held(NEW, confirmed_at=NOW))
    assert corrected_cards(notice(), known) == ()


@pytest.mark.parametrize(
    ("found", "held_already", "step"),
    [
        (notice(), False, NextStep.TAKE_OVER),
        (notice(), True, NextStep.FINISH),
        (reassigned(), False, NextStep.TAKE_OVER),
        (returned(), False, NextStep.NOTE_LOSS),
        (unknown(), False, NextStep.CLAIM_AGAIN),
        (in_hand(unknown()), False, NextStep.FINISH),
        (done(notice()), False, NextStep.REOPEN),
        (notice(kind="newer", lapsed_on=None), False, NextStep.FINISH),
    ],
)
def test_each_kind_has_its_next_step(found: Notice, held_already: bool, step: NextStep) -> None:
    cards = (held(confirmed_at=NOW), held(NEW)) if held_already else (held(confirmed_at=None),)
    assert next_step(found, Tie(patient(231, *cards), ())) is step


def test_without_a_chart_nothing_is_taken_over() -> None:
    assert next_step(notice(), UNTIED) is NextStep.FINISH
    assert next_step(returned(), UNTIED) is NextStep.CLAIM_AGAIN


def test_one_key_teaches_the_ledger_and_ends_the_notice(index: PatientsInMemory) -> None:
    hana = index.add(patient(0))
    index.hold_card(hana.id, held(confirmed_at=None))
    found = notice()
    ended = do_next(found, tied(index, found), RECEPTIONIST, line(found), index)
    assert (ended.handling.state, ended.handling.by) == (NoticeState.DONE, "佐藤")
    kept = index.get(hana.id)
    assert kept.current_card is not None and kept.current_card.insured == NEW
    assert tied(index, found).patient is not None


def test_what_comes_back_is_in_hand_until_it_is_claimed_again(index: PatientsInMemory) -> None:
    found = returned(due_on=date(2026, 12, 10))
    held_now = do_next(found, UNTIED, RECEPTIONIST, line(found), index)
    assert (held_now.handling.state, held_now.handling.until) == (NoticeState.IN_HAND, date(2026, 12, 10))


def test_of_two_desks_the_second_is_told() -> None:
    found = notice()
    service = line(found)
    take_in_hand(found, "R8.11.27", "電話", TODAY, RECEPTIONIST, service)
    with pytest.raises(NoticeChanged):
        finish(found, "", RECEPTIONIST, service)


def test_a_day_that_is_past_is_no_promise() -> None:
    found = notice()
    with pytest.raises(InputRefused) as refused:
        take_in_hand(found, "2026-11-21", "", TODAY, RECEPTIONIST, line(found))
    assert refused.value.field == "until"
    assert take_in_hand(found, "2026-11-22", "", TODAY, RECEPTIONIST, line(found)).handling.until == TODAY


def test_a_note_holds_no_my_number() -> None:
    """R3: also within other words."""
    found = notice()
    with pytest.raises(MyNumberRefused):
        take_in_hand(found, "2026-11-27", "番号は 123456789018 です", TODAY, RECEPTIONIST, line(found))
    with pytest.raises(InputRefused):
        finish(found, "長" * 401, RECEPTIONIST, line(found))


def test_a_doctor_does_not_work_the_inbox(index: PatientsInMemory) -> None:
    found = notice()
    for work in (
        lambda: do_next(found, UNTIED, DOCTOR, line(found), index),
        lambda: take_in_hand(found, "2026-11-27", "", TODAY, DOCTOR, line(found)),
        lambda: finish(found, "", DOCTOR, line(found)),
        lambda: lay_back(found, DOCTOR, line(found)),
    ):
        with pytest.raises(NotAllowed):
            work()


def test_overdue_is_what_is_past_its_own_or_its_promised_day() -> None:
    found = notice()
    assert not found.is_overdue(DUE)
    assert found.is_overdue(date(2026, 12, 5))
    assert in_hand(found, until=date(2026, 11, 21)).is_overdue(TODAY)
    assert not done(found).is_overdue(date(2027, 1, 1))


def test_a_kind_of_a_newer_service_reads_as_itself() -> None:
    assert (notice(kind="newer").kind_words, notice(kind=NoticeKind.SPLIT).kind_words) == ("newer", "分割")
    assert notice(treatment_month="").month_words == ""
