"""What the counter's work is promised by every kind of reader: run in process and on the real PC/SC service."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from app.adapters.card_reader.allow_list import SHA256_DIGEST_INFO, AllowList
from app.adapters.card_reader.soft_card import LeftField, Quirks, SoftCard
from app.eligibility.card import (
    CardError,
    CardKind,
    CardSwapped,
    CardTakenAway,
    NoCard,
    NoCertificate,
    NoReader,
    OldResidentCard,
    OtherCard,
    Pin,
    PinBlocked,
    PinOutcomeUnknown,
    PinWrong,
    Presence,
    ReaderStatus,
)
from tests.adapters.card_reader.cards import PIN, VALID_FROM, VALID_UNTIL, WRONG_PIN, invented_card, key
from tests.adapters.card_reader.conftest import Counter

STATEMENT = b"madoguchi/1\n"
DIGEST_INFO = SHA256_DIGEST_INFO + hashlib.sha256(STATEMENT).digest()
RIGHT, WRONG = Pin(PIN), Pin(WRONG_PIN)
VERIFY_SENT = b"\x00\x20\x00\x80\x04"


def _taken_at(start: bytes):
    def on_command(command: bytes) -> None:
        if command.startswith(start):
            raise LeftField

    return on_command


def test_a_card_is_read_without_pin(counter: Counter) -> None:
    """R5"""
    file = invented_card()
    reading = counter.readers.read(counter.lay(SoftCard(file)))
    assert reading.certificate == file.authentication_certificate
    assert (reading.kind, reading.tries_left) == (CardKind.PLASTIC, 3)
    assert (reading.valid_from, reading.valid_until) == (VALID_FROM, VALID_UNTIL)


def test_the_pin_signs_and_a_verifier_accepts_the_signature(counter: Counter) -> None:
    reading = counter.readers.read(counter.lay(SoftCard(invented_card())))
    signature = counter.readers.sign(reading, RIGHT, DIGEST_INFO)
    key("user authentication 1").public_key().verify(signature, STATEMENT, PKCS1v15(), SHA256())


def test_a_whole_visit_touches_the_jpki_application_alone(counter: Counter) -> None:
    """R3: no other application, no signing certificate, nothing that the allow-list does not know."""
    card = SoftCard(invented_card())
    reading = counter.readers.read(counter.lay(card))
    with pytest.raises(PinWrong):
        counter.readers.sign(reading, WRONG, DIGEST_INFO)
    counter.readers.sign(reading, RIGHT, DIGEST_INFO)
    assert card.alarms == []
    allowed = AllowList(lambda command: b"\x90\x00")
    for command in card.commands:
        allowed.pin_sent = False
        allowed(command)
    assert len(card.commands) > 20


def test_wrong_twice_then_right_sets_the_tries_back(counter: Counter) -> None:
    status = counter.lay(card := SoftCard(invented_card()))
    reading = counter.readers.read(status)
    for tries_left in (2, 1):
        with pytest.raises(PinWrong) as wrong:
            counter.readers.sign(reading, WRONG, DIGEST_INFO)
        assert wrong.value.tries_left == tries_left == counter.readers.read(status).tries_left
    counter.readers.sign(reading, RIGHT, DIGEST_INFO)
    assert card.tries_left == 3


def test_the_third_wrong_pin_blocks_and_the_right_one_is_not_even_sent(counter: Counter) -> None:
    status = counter.lay(card := SoftCard(invented_card(tries_left=1)))
    reading = counter.readers.read(status)
    with pytest.raises(PinBlocked):
        counter.readers.sign(reading, WRONG, DIGEST_INFO)
    sent = _pins_sent(card)
    with pytest.raises(PinBlocked):
        counter.readers.sign(reading, RIGHT, DIGEST_INFO)
    assert _pins_sent(card) == sent
    assert counter.readers.read(status).tries_left == 0


def test_a_blocked_card_can_still_be_read(counter: Counter) -> None:
    assert counter.readers.read(counter.lay(SoftCard(invented_card(tries_left=0)))).tries_left == 0


def test_each_kind_of_card_is_told(counter: Counter) -> None:
    status = counter.lay(SoftCard(invented_card(kind="other")))
    with pytest.raises(OtherCard):
        counter.readers.read(status)
    status = counter.swap(SoftCard(invented_card(token_label="JPKIAPICCTOKEN")))
    with pytest.raises(OldResidentCard):
        counter.readers.read(status)
    status = counter.swap(SoftCard(invented_card(token_label="JPKIAPGPSETOKEN")))
    assert counter.readers.read(status).kind is CardKind.ANDROID


def test_a_card_without_the_certificate_is_named(counter: Counter) -> None:
    empty = invented_card().model_copy(update={"authentication_certificate": b""})
    status = counter.lay(SoftCard(empty))
    with pytest.raises(NoCertificate):
        counter.readers.read(status)


def test_another_patients_card_never_gets_the_first_ones_pin(counter: Counter) -> None:
    reading = counter.readers.read(counter.lay(SoftCard(invented_card(1))))
    counter.swap(second := SoftCard(invented_card(2)))
    with pytest.raises(CardSwapped):
        counter.readers.sign(reading, RIGHT, DIGEST_INFO)
    assert _pins_sent(second) == 0 and second.tries_left == 3


def test_a_bank_card_in_place_of_the_card_that_was_read_is_a_swap(counter: Counter) -> None:
    reading = counter.readers.read(counter.lay(SoftCard(invented_card())))
    counter.swap(SoftCard(invented_card(kind="other")))
    with pytest.raises(CardSwapped):
        counter.readers.sign(reading, RIGHT, DIGEST_INFO)


def test_a_swap_of_two_cards_is_never_one_card(counter: Counter) -> None:
    first = counter.lay(SoftCard(invented_card(1)))
    second = counter.swap(SoftCard(invented_card(2)))
    assert second.insertion > first.insertion
    with pytest.raises(CardTakenAway):
        counter.readers.read(first)


def test_reading_and_signing_do_not_look_like_a_new_card(counter: Counter) -> None:
    status = counter.lay(SoftCard(invented_card()))
    reading = counter.readers.read(status)
    counter.readers.sign(reading, RIGHT, DIGEST_INFO)
    counter.take_off()
    counter.seen.reader(counter.name, lambda each: each.presence is Presence.EMPTY)
    told = [next(r for r in each.readers if r.name == counter.name) for each in counter.seen.statuses]
    assert [each.presence for each in told] == [Presence.EMPTY, Presence.CARD, Presence.EMPTY]
    assert told[-1].insertion == status.insertion + 1


def test_a_card_taken_away_while_it_is_read_is_said(counter: Counter) -> None:
    status = counter.lay(SoftCard(invented_card(), on_command=_taken_at(b"\x00\xb0\x02")))
    with pytest.raises(CardTakenAway):
        counter.readers.read(status)


def test_a_pin_whose_answer_was_lost_is_never_sent_again(counter: Counter) -> None:
    card = SoftCard(invented_card())
    reading = counter.readers.read(counter.lay(card))
    card.on_command = _taken_at(VERIFY_SENT)
    with pytest.raises(PinOutcomeUnknown):
        counter.readers.sign(reading, RIGHT, DIGEST_INFO)
    assert _pins_sent(card) == 1


def test_a_card_taken_away_after_its_pin_fitted_is_no_mystery(counter: Counter) -> None:
    card = SoftCard(invented_card())
    reading = counter.readers.read(counter.lay(card))
    card.on_command = _taken_at(b"\x80\x2a")
    with pytest.raises(CardTakenAway):
        counter.readers.sign(reading, RIGHT, DIGEST_INFO)


def test_without_card_and_without_reader_are_told_apart(counter: Counter) -> None:
    status = counter.seen.reader(counter.name, lambda each: each.presence is Presence.EMPTY)
    with pytest.raises(NoCard):
        counter.readers.read(status)
    with pytest.raises(NoReader):
        counter.readers.read(ReaderStatus("a reader that was sold", Presence.CARD, 1))


@pytest.mark.parametrize(
    "quirks",
    [
        Quirks(fails_after_power_up=True),
        Quirks(select_forgets_pin=True),
        Quirks(verified_pin_says_ok=True),
        Quirks(answers_in_parts=True),
        Quirks(wants_exact_length=True),
    ],
    ids=lambda quirks: next(name for name in quirks.__slots__ if getattr(quirks, name)),
)
def test_oddities_of_real_cards_are_lived_with(soft_counter: Counter, quirks: Quirks) -> None:
    file = invented_card()
    reading = soft_counter.readers.read(soft_counter.lay(SoftCard(file, quirks=quirks)))
    assert reading.certificate == file.authentication_certificate
    assert len(soft_counter.readers.sign(reading, RIGHT, DIGEST_INFO)) == 256


def test_no_failure_repeats_what_was_typed_or_read(counter: Counter) -> None:
    card = SoftCard(invented_card(tries_left=1))
    reading = counter.readers.read(counter.lay(card))
    with pytest.raises(CardError) as failure:
        counter.readers.sign(reading, Pin("8642"), DIGEST_INFO)
    assert "8642" not in repr(failure.value) + repr(list(card.commands)) + repr(Pin("8642"))


def test_several_listeners_hear_the_same_numbers(counter: Counter) -> None:
    from tests.adapters.card_reader.conftest import Seen

    status = counter.lay(SoftCard(invented_card()))
    late = Seen()
    watch = counter.readers.watch(late)
    try:
        assert late.reader(counter.name, lambda each: True) == status
    finally:
        watch.stop()
    heard = len(late.statuses)
    counter.take_off()
    counter.seen.reader(counter.name, lambda each: each.presence is Presence.EMPTY)
    assert len(late.statuses) == heard


def _pins_sent(card: SoftCard) -> int:
    return sum(command.startswith(VERIFY_SENT) for command in card.commands)
