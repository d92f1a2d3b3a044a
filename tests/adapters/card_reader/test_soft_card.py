"""The soft card behaves as the chip does: a card that is kinder than the real one proves nothing."""

import hashlib

import pytest

from app.adapters.card_reader.allow_list import SELECT_APPLICATION, SHA256_DIGEST_INFO
from app.adapters.card_reader.soft_card import SoftCard
from app.adapters.card_reader.soft_card.chip import CONTACT_ATR, CONTACTLESS_ATR
from tests.adapters.card_reader.cards import PIN, invented_card

OTHER_APPLICATIONS = {
    "D3921000310001010408": "券面事項入力補助AP",
    "D3921000310001010402": "券面事項確認AP",
    "D3921000310001010401": "住基AP",
    "D3921000310001010100": "共通カードAP",
}
SIGN = b"\x80\x2a\x00\x80\x33" + SHA256_DIGEST_INFO + hashlib.sha256(b"").digest() + b"\x00"


def status(card: SoftCard, *commands: str | bytes) -> str:
    """The last status word, in hex."""
    answer = b""
    for command in commands:
        answer = card.transmit(bytes.fromhex(command) if isinstance(command, str) else command)
    return answer[-2:].hex().upper()


def verified(pin: str = PIN) -> bytes:
    return b"\x00\x20\x00\x80\x04" + pin.encode("ascii")


@pytest.fixture
def card() -> SoftCard:
    return SoftCard(invented_card())


@pytest.mark.parametrize(("name", "words"), OTHER_APPLICATIONS.items())
def test_touching_another_application_raises_the_alarm(
    card: SoftCard, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    """R3"""
    assert status(card, f"00A4040C0A{name}") == "9000"
    assert card.alarms == [words]
    assert "ALARM" in capsys.readouterr().err


def test_the_start_of_such_a_name_raises_it_too(card: SoftCard, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(card, "00A4040C05D392100031") == "9000"
    assert card.alarms and "ALARM" in capsys.readouterr().err


def test_unknown_applications_are_not_there(card: SoftCard) -> None:
    assert status(card, "00A4040C07A0000000031010") == "6A82"
    assert card.alarms == []


def test_a_card_of_another_kind_has_no_jpki_application() -> None:
    assert status(SoftCard(invented_card(kind="other")), SELECT_APPLICATION) == "6A82"


def test_nothing_is_signed_without_pin(card: SoftCard) -> None:
    assert status(card, SELECT_APPLICATION, "00A4020C020017", SIGN) == "6982"


def test_the_pin_lasts_until_the_card_loses_its_power(card: SoftCard) -> None:
    assert status(card, SELECT_APPLICATION, "00A4020C020018", verified(), "00A4020C020017", SIGN) == "9000"
    card.reset()
    assert status(card, SELECT_APPLICATION, "00A4020C020017", SIGN) == "9000"
    card.power_on()
    assert status(card, SELECT_APPLICATION, "00A4020C020017", SIGN) == "6982"


def test_tries_are_counted_down_to_blocked_and_survive_the_power(card: SoftCard) -> None:
    told = []
    for _ in range(4):
        card.power_on()
        told.append(status(card, SELECT_APPLICATION, "00A4020C020018", verified("0000")))
    assert told == ["63C2", "63C1", "63C0", "6984"]
    assert status(card, verified()) == "6984"
    assert status(card, "00200080") == "63C0"


def test_the_signing_certificate_needs_its_password(card: SoftCard) -> None:
    assert status(card, SELECT_APPLICATION, "00A4020C020001", "00B0000004") == "6982"
    assert status(card, "00A4020C02001B", "00200080") == "63C5"


def test_files_are_larger_than_their_certificate(card: SoftCard) -> None:
    length = len(card.file.authentication_certificate)
    status(card, SELECT_APPLICATION, "00A4020C02000A")
    assert card.transmit(b"\x00\xb0" + length.to_bytes(2, "big") + b"\x01") == b"\xff\x90\x00"


def test_reading_behind_the_end_is_told(card: SoftCard) -> None:
    status(card, SELECT_APPLICATION, "00A4020C020006")
    assert status(card, "00B0008000") == "6282"
    assert status(card, "00B0010000") == "6B00"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("00B0000000", "6986"),
        ("00A4000C023F00", "6A86"),
        ("01A4040C0AD392F000260100000001", "6881"),
        ("0CB0000000", "6882"),
        ("00CADF3005", "6D00"),
        ("FF00000000", "6881"),
        ("A000000000", "6E00"),
        ("00B000000003E8", "6700"),
        ("00A4040C", "6A82"),
        ("00", "6700"),
    ],
)
def test_what_the_chip_does_not_know_it_says_as_the_real_one(card: SoftCard, command: str, told: str) -> None:
    assert status(card, command) == told


def test_the_log_keeps_no_digits_of_a_pin(card: SoftCard) -> None:
    status(card, SELECT_APPLICATION, "00A4020C020018", verified("8642"))
    assert b"8642" not in b"".join(card.commands)


def test_both_faces_of_the_chip_have_an_answer_to_reset() -> None:
    assert SoftCard(invented_card()).atr == CONTACTLESS_ATR
    assert SoftCard(invented_card(), atr=CONTACT_ATR).atr == CONTACT_ATR
