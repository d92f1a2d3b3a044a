"""The statement a card signs: one spelling, and a different one for every difference."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.scheme.statement import Purpose, Statement

STATEMENT = Statement(
    purpose=Purpose.ELIGIBILITY,
    audience="central.example",
    institution="1319990014",
    consent_kinds=("drug", "checkup"),
    expires_at=datetime(2026, 11, 22, 1, 37, tzinfo=UTC),
    nonce="n0nce",
)


def test_the_canonical_text_is_written_in_one_way() -> None:
    assert STATEMENT.canonical().decode() == (
        "madoguchi/1\npurpose=eligibility\naudience=central.example\ninstitution=1319990014\n"
        "consent=checkup,drug\nexpires=2026-11-22T01:37:00Z\nnonce=n0nce\n"
    )


def test_order_of_kinds_and_zone_of_the_moment_do_not_matter() -> None:
    japan = STATEMENT.expires_at.astimezone(timezone(timedelta(hours=9)))
    same = replace(STATEMENT, consent_kinds=("checkup", "drug"), expires_at=japan)
    assert same.canonical() == STATEMENT.canonical()


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": Purpose.CONSENT},
        {"audience": "other"},
        {"institution": "1319990022"},
        {"consent_kinds": ()},
        {"nonce": "other"},
    ],
)
def test_what_is_signed_for_one_thing_is_no_good_for_another(change: dict[str, object]) -> None:
    assert replace(STATEMENT, **change).canonical() != STATEMENT.canonical()  # type: ignore[arg-type]


def test_a_line_break_cannot_smuggle_in_a_field() -> None:
    with pytest.raises(ValueError, match="line break"):
        replace(STATEMENT, nonce="x\npurpose=consent").canonical()


def test_the_digest_info_carries_its_null() -> None:
    """RFC 8017: strict verifiers refuse a DigestInfo without it."""
    info = STATEMENT.digest_info()
    assert len(info) == 51
    assert info[15:17] == b"\x05\x00"
    assert info[19:] == hashlib.sha256(STATEMENT.canonical()).digest()
