"""What a card hands over is anybody's bytes until its issuer's signature is found good."""

from datetime import UTC, datetime

import pytest

from app.central.cards.certificate import (
    CertificateMalformed,
    der_of,
    read_anchor,
    read_card_certificate,
)
from tests.central.issuers import NEWER, OLDER

PEM = b"-----BEGIN CERTIFICATE-----\nnot base64\n-----END CERTIFICATE-----\n"


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_a_certificate_with_any_byte_changed_is_malformed_or_unsigned() -> None:
    anchor, whole = read_anchor(NEWER.certificate), NEWER.card().certificate
    for place in range(0, len(whole), 3):
        for change in (0x01, 0x80):
            changed = bytearray(whole)
            changed[place] ^= change
            try:
                card = read_card_certificate(bytes(changed))
            except CertificateMalformed:
                continue
            assert not anchor.signed(card), f"byte {place}"


def test_the_issuer_is_told_by_its_key_though_generations_share_a_name() -> None:
    older, newer = read_anchor(OLDER.certificate), read_anchor(NEWER.certificate)
    card = read_card_certificate(NEWER.card().certificate)
    assert newer.signed(card) and not older.signed(card)
    assert newer.key_hash != older.key_hash


def test_an_issuer_is_no_card_and_a_card_no_issuer() -> None:
    with pytest.raises(CertificateMalformed):
        read_card_certificate(NEWER.certificate)
    with pytest.raises(CertificateMalformed):
        read_anchor(NEWER.card().certificate)


@pytest.mark.parametrize("content", [b"", b"no certificate", PEM])
def test_a_file_that_holds_no_certificate_is_malformed(content: bytes) -> None:
    with pytest.raises(CertificateMalformed):
        read_card_certificate(der_of(content))


def test_three_months_end_on_the_months_last_day_where_it_is_shorter() -> None:
    card = read_card_certificate(NEWER.card(until=datetime(2026, 11, 30, tzinfo=UTC)).certificate)
    assert card.is_usable(datetime(2027, 2, 28, tzinfo=UTC))
    assert not card.is_usable(datetime(2027, 2, 28, 0, 1, tzinfo=UTC))


def test_a_certificate_does_not_serve_before_it_begins() -> None:
    card = read_card_certificate(NEWER.card(since=datetime(2026, 11, 21, tzinfo=UTC)).certificate)
    assert not card.is_usable(datetime(2026, 11, 20, tzinfo=UTC))
