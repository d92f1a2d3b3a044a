"""The real PC/SC service and everything that can go wrong around it."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from smartcard import scard

from app.adapters.card_reader.allow_list import SELECT_APPLICATION, SHA256_DIGEST_INFO
from app.adapters.card_reader.failures import must_succeed
from app.adapters.card_reader.pcsc import PcscReaders
from app.adapters.card_reader.soft_card import LeftField, SoftCard
from app.eligibility.card import (
    CardError,
    CardMute,
    CardServiceMissing,
    CardTakenAway,
    NoCard,
    NoReader,
    Pin,
    PinOutcomeUnknown,
    PinWrong,
    Presence,
    ReaderInUse,
)
from tests.adapters.card_reader.cards import PIN, WRONG_PIN, invented_card
from tests.adapters.card_reader.conftest import Counter, Slot
from tests.adapters.card_reader.other_program import OtherProgram, holding
from tests.card_service import CardService

DIGEST_INFO = SHA256_DIGEST_INFO + hashlib.sha256(b"statement").digest()
SIGN = b"\x80\x2a\x00\x80\x33" + DIGEST_INFO + b"\x00"
VERIFY = b"\x00\x20\x00\x80\x04"
SHORT_LIMIT_S = 0.5


@pytest.fixture
def counter(pcsc_counter: Counter) -> Counter:
    return pcsc_counter


@pytest.fixture
def impatient(card_service: CardService, slot: Slot) -> Iterator[Counter]:
    """A counter that waits half a second for a card instead of ten."""
    counter = Counter(PcscReaders(SHORT_LIMIT_S), card_service.readers[0], slot.lay, slot.take_off)
    yield counter
    counter.watch.stop()


@pytest.fixture
def silence() -> Iterator[threading.Event]:
    """Set, it lets a card answer that has been silent."""
    event = threading.Event()
    yield event
    event.set()


def silent_at(start: bytes, silence: threading.Event) -> Callable[[bytes], None]:
    def on_command(command: bytes) -> None:
        if command.startswith(start):
            silence.wait()
            raise LeftField

    return on_command


def test_two_readers_work_side_by_side(
    counter: Counter, second_slot: Slot, card_service: CardService, silence: threading.Event
) -> None:
    """A card that is slow on one reader does not hold up the other."""
    second_slot.lay(SoftCard(invented_card(2), on_command=silent_at(SELECT_APPLICATION, silence)))
    slow = counter.seen.reader(card_service.readers[1], lambda each: each.presence is Presence.CARD)
    with ThreadPoolExecutor() as pool:
        hangs = pool.submit(counter.readers.read, slow)
        reading = counter.readers.read(counter.lay(SoftCard(invented_card(1))))
        assert reading.certificate == invented_card(1).authentication_certificate
        assert not hangs.done()
        silence.set()
        assert isinstance(hangs.exception(), CardTakenAway)


def test_a_card_that_lay_there_before_the_start_is_seen(slot: Slot, card_service: CardService) -> None:
    slot.lay(SoftCard(invented_card()))
    counter = Counter(PcscReaders(), card_service.readers[0], slot.lay, slot.take_off)
    try:
        status = counter.seen.reader(counter.name, lambda each: each.presence is Presence.CARD)
        assert status.insertion >= 1
    finally:
        counter.watch.stop()


def test_the_service_stops_and_comes_back_and_the_card_is_a_new_one(
    counter: Counter, card_service: CardService
) -> None:
    status = counter.lay(SoftCard(invented_card()))
    card_service.stop()
    gone = counter.seen.until(lambda each: not each.service_running)
    assert gone.readers == ()
    with pytest.raises(CardServiceMissing):
        counter.readers.read(status)
    card_service.start()
    back = counter.seen.reader(counter.name, lambda each: each.presence is Presence.CARD)
    assert back.insertion > status.insertion
    assert counter.readers.read(back).tries_left == 3


def test_a_service_that_does_not_run_at_the_start_is_said_and_found_later(card_service: CardService) -> None:
    card_service.stop()
    counter = Counter(PcscReaders(), card_service.readers[0], lambda card: None, lambda: None)
    try:
        counter.seen.until(lambda each: not each.service_running)
        card_service.start()
        counter.seen.until(lambda each: each.service_running and len(each.readers) == 2)
    finally:
        counter.watch.stop()


def test_watching_again_after_a_pause_numbers_on(counter: Counter) -> None:
    before = counter.lay(SoftCard(invented_card()))
    counter.watch.stop()
    counter.seen.statuses.clear()
    counter.watch = counter.readers.watch(counter.seen)
    after = counter.seen.reader(counter.name, lambda each: each.presence is Presence.CARD)
    assert after.insertion > before.insertion


def test_a_reader_held_exclusively_is_shown_and_named(impatient: Counter) -> None:
    status = impatient.lay(SoftCard(invented_card()))
    with holding(impatient.name, lambda other: None, scard.SCARD_SHARE_EXCLUSIVE):
        held = impatient.seen.reader(impatient.name, lambda each: each.presence is Presence.IN_USE)
        assert held.insertion == status.insertion
        with pytest.raises(ReaderInUse):
            impatient.readers.read(status)
    impatient.seen.reader(impatient.name, lambda each: each.presence is Presence.CARD)
    assert impatient.readers.read(status).tries_left == 3


def test_a_program_that_probes_each_new_card_is_waited_for(counter: Counter) -> None:
    """As Windows does on insertion."""
    status = counter.lay(SoftCard(invented_card()))
    with holding(counter.name, lambda other: None, scard.SCARD_SHARE_EXCLUSIVE) as let_go:
        threading.Timer(0.3, let_go).start()
        assert counter.readers.read(status).tries_left == 3


def test_a_transaction_of_another_program_is_named_and_no_pin_is_sent_after_it(impatient: Counter) -> None:
    card = SoftCard(invented_card())
    status = impatient.lay(card)
    reading = impatient.readers.read(status)
    with holding(impatient.name, OtherProgram.begin) as let_go:
        with pytest.raises(ReaderInUse):
            impatient.readers.sign(reading, Pin(PIN), DIGEST_INFO)
        let_go()
    assert impatient.readers.read(status).tries_left == 3
    assert not any(command.startswith(VERIFY) for command in card.commands)


def test_a_connected_program_does_not_keep_us_out(counter: Counter) -> None:
    status = counter.lay(SoftCard(invented_card()))
    with OtherProgram(counter.name):
        assert counter.readers.read(status).tries_left == 3


def test_a_card_that_hangs_is_reported_and_the_next_one_is_read(
    impatient: Counter, silence: threading.Event
) -> None:
    hangs = SoftCard(invented_card(), on_command=silent_at(SELECT_APPLICATION, silence))
    status = impatient.lay(hangs)
    with pytest.raises(CardMute):
        impatient.readers.read(status)
    silence.set()
    impatient.seen.reader(impatient.name, lambda each: each.presence is Presence.EMPTY)
    assert impatient.readers.read(impatient.lay(SoftCard(invented_card()))).tries_left == 3


def test_a_card_without_a_sensible_answer_to_reset_is_mute(counter: Counter) -> None:
    """Upside down, or no chip card."""
    status = counter.lay(SoftCard(invented_card(), atr=b"\x3b"))
    with pytest.raises(CardMute):
        counter.readers.read(status)


def test_a_card_that_hangs_at_its_pin_leaves_the_outcome_unknown(
    impatient: Counter, silence: threading.Event
) -> None:
    card = SoftCard(invented_card())
    reading = impatient.readers.read(impatient.lay(card))
    card.on_command = silent_at(VERIFY, silence)
    with pytest.raises(PinOutcomeUnknown):
        impatient.readers.sign(reading, Pin(PIN), DIGEST_INFO)


@pytest.mark.parametrize("pin", [PIN, WRONG_PIN])
def test_no_other_program_signs_with_the_pin_given_to_us(counter: Counter, pin: str) -> None:
    reading = counter.readers.read(counter.lay(SoftCard(invented_card())))
    with OtherProgram(counter.name) as other:
        if pin == PIN:
            counter.readers.sign(reading, Pin(pin), DIGEST_INFO)
        else:
            with pytest.raises(PinWrong):
                counter.readers.sign(reading, Pin(pin), DIGEST_INFO)
        assert other.transmit(SELECT_APPLICATION)[0] == scard.SCARD_W_RESET_CARD
        other.reconnect()
        assert _signed(other) == b"\x69\x82"


def test_between_our_transaction_and_our_leaving_no_pin_is_in_force(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that waits for its turn gets the card there."""
    reading = counter.readers.read(counter.lay(SoftCard(invented_card())))
    stolen: list[bytes] = []
    leave = scard.SCardDisconnect

    def disconnect(card: int, disposition: int) -> int:
        other.reconnect()
        stolen.append(_signed(other))
        monkeypatch.undo()
        return int(leave(card, disposition))

    with OtherProgram(counter.name) as other:
        monkeypatch.setattr(scard, "SCardDisconnect", disconnect)
        counter.readers.sign(reading, Pin(PIN), DIGEST_INFO)
    assert stolen == [b"\x69\x82"]


def test_the_power_is_off_after_a_failure_too(counter: Counter) -> None:
    """The key's answer is lost on the way; the PIN had fitted."""
    card = SoftCard(invented_card())
    reading = counter.readers.read(counter.lay(card))
    card.on_command = lambda command: card.reset() if command.startswith(b"\x80\x2a") else None
    with OtherProgram(counter.name) as other:
        with pytest.raises(CardError):
            counter.readers.sign(reading, Pin(PIN), DIGEST_INFO)
        card.on_command = lambda command: None
        other.reconnect()
        assert _signed(other) == b"\x69\x82"


def test_a_card_reset_by_another_program_is_read_from_the_start(counter: Counter) -> None:
    status = counter.lay(card := SoftCard(invented_card()))
    resets = iter([card.reset])

    def once(command: bytes) -> None:
        if command.startswith(b"\x00\xb0"):
            next(resets, lambda: None)()

    card.on_command = once
    assert counter.readers.read(status).certificate == card.file.authentication_certificate


def test_a_card_whose_selection_moves_again_and_again_is_in_use(counter: Counter) -> None:
    status = counter.lay(card := SoftCard(invented_card()))
    card.on_command = lambda command: card.reset() if command.startswith(b"\x00\xb0") else None
    with pytest.raises(ReaderInUse):
        counter.readers.read(status)


def test_the_pin_is_not_sent_again_when_the_card_was_reset_after_it(counter: Counter) -> None:
    card = SoftCard(invented_card())
    reading = counter.readers.read(counter.lay(card))
    card.on_command = lambda command: card.reset() if command.startswith(b"\x80\x2a") else None
    with pytest.raises(ReaderInUse):
        counter.readers.sign(reading, Pin(PIN), DIGEST_INFO)
    assert sum(command.startswith(VERIFY) for command in card.commands) == 1


@pytest.mark.parametrize(
    ("code", "named"),
    [
        (scard.SCARD_E_NO_SERVICE, CardServiceMissing),
        (scard.SCARD_E_SERVICE_STOPPED, CardServiceMissing),
        (scard.SCARD_F_COMM_ERROR, CardServiceMissing),
        (scard.SCARD_W_SECURITY_VIOLATION, CardServiceMissing),
        (scard.SCARD_E_NO_READERS_AVAILABLE, NoReader),
        (scard.SCARD_E_UNKNOWN_READER, NoReader),
        (scard.SCARD_E_READER_UNAVAILABLE, NoReader),
        (scard.SCARD_E_INVALID_VALUE, NoReader),
        (scard.SCARD_E_NO_SMARTCARD, NoCard),
        (scard.SCARD_W_REMOVED_CARD, CardTakenAway),
        (scard.SCARD_E_NOT_TRANSACTED, CardTakenAway),
        (scard.SCARD_E_SHARING_VIOLATION, ReaderInUse),
        (scard.SCARD_W_RESET_CARD, ReaderInUse),
        (scard.SCARD_W_UNRESPONSIVE_CARD, CardMute),
        (scard.SCARD_W_UNPOWERED_CARD, CardMute),
        (scard.SCARD_E_PROTO_MISMATCH, CardMute),
        (scard.SCARD_E_NO_MEMORY, CardError),
    ],
)
def test_each_code_of_the_service_has_its_name(code: int, named: type[CardError]) -> None:
    for result in (code, code - (1 << 32)):  # pyscard's values have a sign on some platforms
        with pytest.raises(named) as raised:
            must_succeed(result)
        assert raised.value.code == named.code
        assert f"{code:08X}" in str(raised.value)


def _signed(other: OtherProgram) -> bytes:
    """The status word of a signature without PIN."""
    other.transmit(SELECT_APPLICATION)
    other.transmit(b"\x00\xa4\x02\x0c\x02\x00\x17")
    return other.transmit(SIGN)[1][-2:]
