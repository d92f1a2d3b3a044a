"""What the day book promises, kept by the fake and by the ledger alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.eligibility.answer import CheckId, CheckState, LastKnown
from app.eligibility.ports import InsurerNotice
from app.eligibility.question import SignedQuestion
from app.patients.patient import PatientId
from app.scheme.certificates import ELDERLY, EntitlementCertificate
from app.scheme.outcome import DocumentKind, Level, Outcome
from tests import people
from tests.people import NOW, TODAY

FIRST, SECOND, THIRD = (CheckId(f"00000000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3))
LATER = NOW + timedelta(minutes=1)
FULL_ANSWER = people.answer(
    Outcome.VALID,
    people.information(
        certificates=(
            EntitlementCertificate(ELDERLY, None, 20, date(2026, 8, 1), date(2027, 7, 31)),
            EntitlementCertificate("Z9", "新", None, date(2026, 8, 1), None),
        ),
        ratio_percent=20,
        name="架●　花",
    ),
    checked_at=NOW.replace(microsecond=7),
)


def entered(book, identity=FIRST, **changes):
    check = people.check(identity, **changes)
    book.enter(check)
    return check


@pytest.mark.parametrize(
    "question",
    [
        people.typed(),
        people.typed(people.insured(branch=""), month_day=None, birth_on=date(1988, 2, 14)),
        people.typed(people.insured("39139993", "", "12345678", ""), document=DocumentKind.INSURANCE_CARD),
        people.photo(b"\x30\x82\x00"),
        people.signed(),
    ],
    ids=["branch", "birth date", "late elderly", "photograph", "pin"],
)
def test_a_check_comes_back_as_it_was_entered(book, question):
    check = entered(book, question=question)
    assert book.get(FIRST) == check
    assert book.waiting() == (check,)


def test_the_answer_stands_with_the_check_as_given_lost_letters_included(book):
    check = entered(book)
    settled = book.settle(FIRST, FULL_ANSWER, 0.25)
    assert settled == replace(check, state=CheckState.ANSWERED, answer=FULL_ANSWER, answered_in_s=0.25)
    assert book.get(FIRST) == settled
    assert book.waiting() == ()


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_kept(book, outcome):
    persons = (
        (people.information(), people.information(name="架空　月")) if outcome is Outcome.SEVERAL else ()
    )
    entered(book)
    answer = people.answer(outcome, *persons)
    book.settle(FIRST, answer, None)
    assert book.get(FIRST).answer == answer


def test_a_second_answer_replaces_the_first(book):
    entered(book)
    book.settle(FIRST, people.answer(Outcome.NONE), 0.1)
    assert book.settle(FIRST, FULL_ANSWER, 0.2).answer == FULL_ANSWER
    assert len(book.of_day(TODAY)) == 1


def test_a_refusal_leaves_the_outbox_with_its_reason(book):
    entered(book)
    refused = book.refuse(FIRST, "verification.too_many_misses")
    assert (refused.state, refused.failure_code) == (CheckState.REFUSED, "verification.too_many_misses")
    assert book.waiting() == ()


@pytest.mark.parametrize("end", ["answered", "refused", "dropped"])
def test_a_signature_stays_only_until_it_was_used(book, end):
    entered(book, question=people.signed())
    assert book.waiting()[0].question == people.signed()
    if end == "answered":
        book.settle(FIRST, FULL_ANSWER, None)
    else:
        book.refuse(FIRST, "check.statement_stale", dropped=end == "dropped")
    question = book.get(FIRST).question
    assert isinstance(question, SignedQuestion)
    assert (question.signature, question.certificate) == (b"", b"certificate")


def test_nothing_is_entered_twice(book):
    entered(book)
    with pytest.raises(ValueError, match="already"):
        entered(book)


def test_an_unknown_check_is_an_error(book):
    for act in (
        book.get,
        lambda each: book.settle(each, FULL_ANSWER, None),
        lambda each: book.link(each, None),
    ):
        with pytest.raises(KeyError):
            act(THIRD)


def test_the_outbox_is_oldest_first_and_the_day_newest_first(book):
    entered(book, SECOND, entered_at=LATER)
    entered(book, FIRST)
    assert [each.id for each in book.waiting()] == [FIRST, SECOND]
    assert [each.id for each in book.of_day(TODAY)] == [SECOND, FIRST]


def test_the_day_is_the_one_in_japan(book):
    entered(book, entered_at=datetime(2026, 11, 21, 15, 0, tzinfo=UTC))
    entered(book, SECOND, entered_at=datetime(2026, 11, 21, 14, 59, tzinfo=UTC))
    assert [each.id for each in book.of_day(TODAY)] == [FIRST]


def test_a_check_is_linked_to_a_patient_and_parted_from_it(book, request):
    patient = PatientId(1)
    if "ledger" in request.fixturenames:
        request.getfixturevalue("ledger").patients.add(people.patient())
    entered(book)
    entered(book, SECOND, entered_at=LATER)
    book.link(FIRST, patient)
    book.link(SECOND, patient)
    assert [each.id for each in book.of_patient(patient)] == [SECOND, FIRST]
    assert book.link(FIRST, None).patient_id is None
    assert [each.id for each in book.of_patient(patient)] == [SECOND]


def test_what_was_put_off_is_due_on_its_day_unless_it_was_valid(book):
    for identity, outcome in ((FIRST, Outcome.NONE), (SECOND, Outcome.VALID)):
        entered(book, identity)
        book.settle(identity, people.answer(outcome), None)
        book.ask_again(identity, TODAY)
    entered(book, THIRD)
    book.ask_again(THIRD, TODAY)
    assert [each.id for each in book.due_again(TODAY)] == [FIRST]
    assert book.due_again(TODAY - timedelta(days=1)) == ()
    book.ask_again(FIRST, None)
    assert book.due_again(TODAY) == ()


def settled(book, identity, information, checked_at=NOW, question=None, outcome=Outcome.VALID):
    entered(book, identity, question=question or people.typed())
    book.settle(identity, people.answer(outcome, information, checked_at=checked_at), None)


def test_last_known_is_the_newest_valid_answer_for_the_card_and_birth_date(book):
    newest = people.information(address="東京都見本区新")
    settled(book, FIRST, newest, LATER)
    settled(book, SECOND, people.information())
    settled(book, THIRD, people.information(address="もう無い"), LATER + timedelta(1), outcome=Outcome.LAPSED)
    expected = LastKnown(newest, LATER, None)
    assert book.last_known(people.insured(), "0214", None) == expected
    assert book.last_known(people.insured("０６１３９９９２", "７０１", "４４２"), "0214", None) == expected
    assert book.last_known(people.insured(branch=""), None, date(1988, 2, 14)) == expected
    assert book.last_known(people.insured(), "0215", None) is None
    assert book.last_known(people.insured(branch="03"), "0214", None) is None
    assert book.last_known(people.insured(number="443"), "0214", None) is None


def test_last_known_never_shows_one_twin_for_the_other(book):
    for identity, branch in ((FIRST, "02"), (SECOND, "03")):
        settled(book, identity, people.information(people.insured(branch=branch)))
    assert book.last_known(people.insured(branch=""), None, date(1988, 2, 14)) is None
    known = book.last_known(people.insured(branch="03"), "0214", None)
    assert known is not None
    assert known.information.cover.insured.branch == "03"


def test_last_known_of_a_certificate_is_of_that_very_card(book):
    settled(book, FIRST, people.information(), question=people.photo(b"one"))
    settled(book, SECOND, people.information(address="新"), LATER, question=people.photo(b"one"))
    known = book.last_known_of_certificate(b"one")
    assert known is not None
    assert (known.information.person.address, known.checked_at) == ("新", LATER)
    assert book.last_known_of_certificate(b"two") is None


def test_an_answer_about_several_is_nobodys_last_known(book):
    entered(book)
    several = people.answer(Outcome.SEVERAL, people.information(), people.information(), level=Level.TYPED)
    book.settle(FIRST, several, None)
    assert book.last_known(people.insured(), "0214", None) is None


def test_insurers_keep_their_name_when_they_leave_the_list(book):
    book.keep_insurers((InsurerNotice("06139992", "見本健保", 6), InsurerNotice("138057", "見本区", None)))
    book.keep_insurers((InsurerNotice("06139992", "新見本健保", 4),))
    assert (book.insurer_name("06139992"), book.usual_delay_days("06139992")) == ("新見本健保", 4)
    assert (book.insurer_name("138057"), book.usual_delay_days("138057")) == ("見本区", None)
    assert (book.insurer_name("999999"), book.usual_delay_days("999999")) == (None, None)
