"""Nothing leaves for a card but the JPKI application's few commands, whatever the code above asks for (R3)."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.adapters.card_reader.allow_list import (
    JPKI_APPLICATION,
    SELECT_APPLICATION,
    SHA256_DIGEST_INFO,
    SIGN,
    AllowList,
    CommandNotAllowed,
)
from tests.adapters.card_reader.cards import PIN

VERIFY_PIN = bytes.fromhex("0020008004") + PIN.encode("ascii")
OTHER_APPLICATIONS = [
    bytes.fromhex("D3921000310001010408"),  # 券面事項入力補助AP: holds the 個人番号
    bytes.fromhex("D3921000310001010402"),  # 券面事項確認AP
    bytes.fromhex("D3921000310001010401"),  # 住基AP
    bytes.fromhex("D3921000310001010100"),  # 共通カードAP
    bytes.fromhex("A0000001510000"),  # card manager
]
HASH = hashlib.sha256(b"statement").digest()


class Wire:
    """Notes what left."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.allowed = AllowList(self)

    def __call__(self, command: bytes) -> bytes:
        self.sent.append(command)
        return b"\x90\x00"


def refused(command: bytes) -> bool:
    wire = Wire()
    with pytest.raises(CommandNotAllowed):
        wire.allowed(command)
    return wire.sent == []


@given(st.binary(max_size=300))
def test_whatever_is_not_on_the_list_is_refused_before_it_leaves(command: bytes) -> None:
    assume(not _is_wanted(command))
    assert refused(command)


@given(st.sampled_from([b"\x00\xa4\x04\x0c", b"\x00\xa4\x04\x00"]), st.binary(max_size=16), st.booleans())
def test_no_other_application_is_ever_selected(header: bytes, name: bytes, with_length: bool) -> None:
    command = header + bytes([len(name)]) + name + (b"\x00" if with_length else b"")
    assume(command != SELECT_APPLICATION)
    assert refused(command)


@pytest.mark.parametrize("name", OTHER_APPLICATIONS, ids=lambda name: name.hex())
def test_the_applications_of_the_individual_number_cannot_be_selected(name: bytes) -> None:
    for length in range(1, len(name) + 1):
        assert refused(b"\x00\xa4\x04\x0c" + bytes([length]) + name[:length])


@given(st.integers(1, 9))
def test_not_even_the_start_of_the_right_name_passes(length: int) -> None:
    assert refused(b"\x00\xa4\x04\x0c" + bytes([length]) + JPKI_APPLICATION[:length])


@given(st.integers(0, 0xFFFF))
def test_of_the_files_only_label_certificate_pin_and_key_are_selected(identifier: int) -> None:
    command = b"\x00\xa4\x02\x0c\x02" + identifier.to_bytes(2, "big")
    if identifier in (0x0006, 0x000A, 0x0017, 0x0018):
        assert Wire().allowed(command) == b"\x90\x00"
    else:
        assert refused(command)


@given(st.integers(0x80, 0xFF), st.integers(0, 255), st.integers(0, 255))
def test_no_file_is_read_by_its_short_name(first: int, second: int, length: int) -> None:
    """The short name 01 is the signing certificate, with name and address."""
    assert refused(bytes([0x00, 0xB0, first, second, length]))


@given(
    st.sampled_from([0x24, 0x2C, 0x22, 0x88, 0x84, 0xD6, 0xD0, 0xE0, 0xE4, 0xA2, 0xCA, 0xCB]),
    st.binary(max_size=40),
)
def test_no_pin_is_changed_and_nothing_written(instruction: int, rest: bytes) -> None:
    assert refused(bytes([0x00, instruction]) + rest)
    assert refused(bytes([0x80, instruction]) + rest)


@given(st.binary(max_size=16))
def test_a_pin_is_four_digits(given_pin: bytes) -> None:
    assume(not (len(given_pin) == 4 and given_pin.isdigit()) and given_pin)
    assert refused(b"\x00\x20\x00\x80" + bytes([len(given_pin)]) + given_pin)


@given(st.integers(0, 255))
def test_only_the_selected_pin_is_verified_never_the_signing_password_by_reference(reference: int) -> None:
    assume(reference != 0x80)
    assert refused(bytes([0x00, 0x20, 0x00, reference, 0x04]) + PIN.encode("ascii"))


@given(st.binary(max_size=100))
def test_only_the_digest_info_of_a_sha256_hash_is_signed(given_bytes: bytes) -> None:
    assume(not (given_bytes.startswith(SHA256_DIGEST_INFO) and len(given_bytes) == 51))
    assert refused(b"\x80\x2a\x00\x80" + bytes([len(given_bytes)]) + given_bytes + b"\x00")
    assert refused(SIGN + given_bytes + b"\x00")


def test_a_digest_info_without_null_is_not_signed() -> None:
    without_null = bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + HASH
    assert refused(b"\x80\x2a\x00\x80" + bytes([len(without_null)]) + without_null + b"\x00")


def test_a_pin_passes_once_in_a_session() -> None:
    wire = Wire()
    wire.allowed(VERIFY_PIN)
    with pytest.raises(CommandNotAllowed):
        wire.allowed(VERIFY_PIN)
    assert wire.sent == [VERIFY_PIN]


def test_the_application_is_not_selected_again_between_pin_and_signature() -> None:
    wire = Wire()
    wire.allowed(SELECT_APPLICATION)
    wire.allowed(VERIFY_PIN)
    with pytest.raises(CommandNotAllowed):
        wire.allowed(SELECT_APPLICATION)
    wire.allowed(SIGN + SHA256_DIGEST_INFO + HASH + b"\x00")


def test_a_refusal_says_nothing_of_what_was_to_be_sent() -> None:
    with pytest.raises(CommandNotAllowed) as refusal:
        Wire().allowed(VERIFY_PIN + b"\x00")
    assert PIN not in str(refusal.value) and PIN.encode().hex() not in str(refusal.value)


def _is_wanted(command: bytes) -> bool:
    """The list once more in other words, so that a slip in the one shows in the other."""
    if command == SELECT_APPLICATION or command == b"\x00\x20\x00\x80":
        return True
    if command[:5] == b"\x00\xa4\x02\x0c\x02":
        return command[5:] in (b"\x00\x06", b"\x00\x0a", b"\x00\x17", b"\x00\x18")
    if command[:2] == b"\x00\xb0":
        return len(command) == 5 and command[2] < 0x80
    if command[:5] == b"\x00\x20\x00\x80\x04":
        return len(command) == 9 and all(digit in b"0123456789" for digit in command[5:])
    if command[:4] == b"\x00\xc0\x00\x00":
        return len(command) == 5
    return (
        command[:5] == SIGN
        and command[5:24] == SHA256_DIGEST_INFO
        and len(command) == 57
        and command[56] == 0
    )
