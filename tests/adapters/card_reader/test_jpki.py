"""How the JPKI application's answers are understood, also those no card at hand gives."""

import hashlib

import pytest

from app.adapters.card_reader.allow_list import SELECT_APPLICATION, SHA256_DIGEST_INFO, AllowList
from app.adapters.card_reader.jpki import CardWasReset, read_card, sign_with_pin
from app.adapters.card_reader.soft_card import SoftCard
from app.eligibility.card import (
    CardError,
    CardReading,
    NoCertificate,
    OtherCard,
    Pin,
    PinBlocked,
    PinOutcomeUnknown,
    PinWrong,
    Presence,
    ReaderInUse,
    ReaderStatus,
)
from tests.adapters.card_reader.cards import PIN, invented_card

STATUS = ReaderStatus("reader", Presence.CARD, 1)
DIGEST_INFO = SHA256_DIGEST_INFO + hashlib.sha256(b"statement").digest()
VERIFY, ASK_TRIES, SIGN, READ = b"\x00\x20\x00\x80\x04", b"\x00\x20\x00\x80", b"\x80\x2a", b"\x00\xb0"


class OddCard:
    """A soft card that answers some commands otherwise. answers: by the start of the command, in hex."""

    def __init__(self, answers: dict[bytes, str] | None = None) -> None:
        self.card = SoftCard(invented_card())
        self.answers = {start: bytes.fromhex(answer) for start, answer in (answers or {}).items()}
        self.sent: list[bytes] = []

    def __call__(self, command: bytes) -> bytes:
        self.sent.append(command)
        exact = self.answers.get(command)
        by_start = (
            answer
            for start, answer in self.answers.items()
            if start != ASK_TRIES and command.startswith(start)
        )
        return exact or next(by_start, None) or self.card.transmit(command)


def read(odd: OddCard) -> CardReading:
    return read_card(AllowList(odd), STATUS)


def sign(odd: OddCard, reading: CardReading) -> bytes:
    return sign_with_pin(AllowList(odd), reading, Pin(PIN), DIGEST_INFO)


@pytest.fixture
def reading() -> CardReading:
    return read(OddCard())


def test_a_reading_takes_few_commands() -> None:
    """On a real card each costs 20 to 60 ms."""
    odd = OddCard()
    certificate = read(odd).certificate
    blocks = -(-len(certificate) // 256)
    assert len(odd.sent) == len(["application", "label", "read", "certificate", "PIN", "tries"]) + blocks


def test_a_signature_after_a_reading_takes_eight_commands(reading: CardReading) -> None:
    odd = OddCard()
    sign(odd, reading)
    assert len(odd.sent) == 8


@pytest.mark.parametrize("refusal", ["6A82", "6A86", "6D00", "6E00", "6999", "6F00"])
def test_a_card_that_refuses_the_application_is_another_card(refusal: str) -> None:
    with pytest.raises(OtherCard):
        read(OddCard({SELECT_APPLICATION: refusal}))


def test_a_jpki_application_nobody_knows_is_another_card() -> None:
    with pytest.raises(OtherCard):
        read(OddCard({b"\x00\xa4\x02\x0c\x02\x00\x06": "6A82"}))


@pytest.mark.parametrize(
    ("answer", "tries_left"), [("63C2", 2), ("63C0", 0), ("6984", 0), ("6983", 0), ("9000", 3)]
)
def test_tries_are_told_in_many_ways(answer: str, tries_left: int) -> None:
    assert read(OddCard({ASK_TRIES: answer})).tries_left == tries_left


@pytest.mark.parametrize("answer", ["6984", "6983", "63C0"])
def test_a_pin_that_blocks_says_so(reading: CardReading, answer: str) -> None:
    with pytest.raises(PinBlocked):
        sign(OddCard({VERIFY: answer}), reading)


def test_a_wrong_pin_says_how_many_tries_are_left(reading: CardReading) -> None:
    with pytest.raises(PinWrong) as wrong:
        sign(OddCard({VERIFY: "63C1"}), reading)
    assert wrong.value.tries_left == 1


@pytest.mark.parametrize("answer", ["6F00", "6300", "6C04", "6986", "6700"])
def test_an_answer_to_the_pin_that_says_nothing_is_not_followed_by_another_try(
    reading: CardReading, answer: str
) -> None:
    odd = OddCard({VERIFY: answer})
    with pytest.raises(PinOutcomeUnknown):
        sign(odd, reading)
    assert sum(command.startswith(VERIFY) for command in odd.sent) == 1


def test_a_moved_selection_asks_to_begin_again(reading: CardReading) -> None:
    with pytest.raises(CardWasReset) as moved:
        read(OddCard({READ: "6986"}))
    assert moved.value.code == ReaderInUse.code


@pytest.mark.parametrize("answer", ["6982", "6985", "6A88", "00" * 255 + "9000"])
def test_a_key_that_does_not_sign_is_a_failure_of_the_card(reading: CardReading, answer: str) -> None:
    with pytest.raises(CardError):
        sign(OddCard({SIGN: answer}), reading)


@pytest.mark.parametrize(
    "content",
    ["FF" * 256, "00" * 256, "3082FFFF" + "00" * 252, "3082010030820000" + "00" * 248, "30"],
    ids=["filler", "zeros", "endless", "no certificate", "one byte"],
)
def test_a_file_without_a_certificate_is_told(content: str) -> None:
    odd = OddCard()
    odd.answers[b"\x00\xb0\x00\x00\x00"] = bytes.fromhex(content + "9000")
    with pytest.raises(NoCertificate):
        read(odd)


def test_a_certificate_cut_short_by_the_file_is_told() -> None:
    with pytest.raises(NoCertificate):
        read(OddCard({b"\x00\xb0\x01": "AABB6282"}))


def test_nothing_but_a_sha256_hash_reaches_the_card(reading: CardReading) -> None:
    odd = OddCard()
    with pytest.raises(ValueError, match="DigestInfo"):
        sign_with_pin(AllowList(odd), reading, Pin(PIN), DIGEST_INFO[:-1])
    assert odd.sent == []
