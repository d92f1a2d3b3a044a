"""A My Number card over the wire: the photograph compared, or a statement signed after the PIN (R5)."""

from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.central.cards.bindings import HolderKind, bind, revoke, trust
from app.central.cards.certificate import read_card_certificate
from app.central.institutions.credentials import create_institution
from app.central.storage.database import Database
from app.scheme.numbers import InstitutionCode
from app.scheme.statement import Purpose, Statement
from tests.central.clinic import (
    ASSOCIATION,
    CODE,
    MORNING,
    Clinic,
    StandingClock,
    card,
    cover,
    message,
    person,
)
from tests.central.issuers import NEWER, OLDER, STRANGER, VALID_UNTIL, Issuer, SoftCard

pytestmark = pytest.mark.anyio
LEFT_ON = date(2026, 10, 1)
MOVED = person(cover(lost_on=LEFT_ON), cover(card(ASSOCIATION, "77", "8899"), since=LEFT_ON))
CARD = NEWER.card()


@pytest.fixture
async def clinic(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On both engines, with two pinned generations and one card bound to somebody who changed insurers."""
    async with Clinic.opened(database, clock) as opened:
        async with database.transaction() as tx:
            for issuer in (OLDER, NEWER):
                await trust(tx, issuer.certificate, MORNING)
        (who,) = await opened.enter(MOVED)
        await _bind(opened, CARD, who)
        yield opened


async def _bind(clinic: Clinic, soft: SoftCard, who: int, kind: HolderKind = HolderKind.CARD) -> None:
    async with clinic.database.transaction() as tx:
        await bind(tx, read_card_certificate(soft.certificate), who, kind, MORNING)


async def _photo(clinic: Clinic, soft: SoftCard | bytes = CARD, **changes: Any) -> httpx.Response:
    der = soft.certificate if isinstance(soft, SoftCard) else soft
    return await clinic.ask("photo", message(certificate=b64encode(der).decode(), **changes))


async def _statement(clinic: Clinic, **changes: Any) -> Statement:
    nonce = (await clinic.line.post("/v1/nonces")).json()
    parts = {
        "purpose": Purpose.ELIGIBILITY,
        "audience": nonce["audience"],
        "institution": CODE.digits,
        "consent_kinds": (),
        "expires_at": datetime.fromisoformat(nonce["expires_at"]),
        "nonce": nonce["nonce"],
    }
    return Statement(**(parts | changes))


def _signed(
    statement: Statement, soft: SoftCard = CARD, signature: bytes | None = None, **changes: Any
) -> Any:
    return message(
        certificate=b64encode(soft.certificate).decode(),
        signature=b64encode(signature or soft.signs(statement.canonical())).decode(),
        nonce=statement.nonce,
        expires_at=statement.expires_at.isoformat(),
        consent_kinds=list(statement.consent_kinds),
        photograph_confirmed=False,
        **changes,
    )


def _told(reply: httpx.Response) -> tuple[int, str]:
    said = reply.json()
    return reply.status_code, said["code"] if "code" in said else said["outcome"]


async def test_by_photograph_the_current_entitlement_is_the_answer_after_a_change_of_insurer(
    clinic: Clinic,
) -> None:
    """R5, R7"""
    reply = (await _photo(clinic)).json()
    assert (reply["outcome"], reply["level"]) == ("valid", "photo")
    assert [told["insurer"] for told in reply["information"]] == [ASSOCIATION]
    assert [row["photograph_confirmed"] for row in await clinic.audit()] == [True]


async def test_by_card_a_past_day_is_answered_by_the_cover_of_that_day(clinic: Clinic) -> None:
    """R7"""
    reply = (await _photo(clinic, on=str(LEFT_ON - timedelta(days=1)))).json()
    assert (reply["outcome"], reply["information"][0]["insurer"]) == ("valid", "06139992")


async def test_by_card_without_any_valid_cover_the_last_one_has_lapsed(clinic: Clinic) -> None:
    """R7"""
    earlier = cover(card(number="1"), since=date(2010, 4, 1), lost_on=date(2015, 4, 1))
    (who,) = await clinic.enter(person(earlier, cover(card(number="2"), date(2015, 4, 1), LEFT_ON)))
    other = NEWER.card(serial=8)
    await _bind(clinic, other, who)
    reply = (await _photo(clinic, other)).json()
    assert (reply["outcome"], reply["information"][0]["number"]) == ("lapsed", "2")


async def test_a_signed_statement_is_answered_at_its_level(clinic: Clinic) -> None:
    reply = await clinic.ask("signed", _signed(await _statement(clinic)))
    assert _told(reply) == (200, "valid")
    assert reply.json()["level"] == "pin"


async def test_a_lost_reply_may_be_asked_for_again_with_its_own_nonce(clinic: Clinic) -> None:
    asked = _signed(await _statement(clinic))
    assert _told(await clinic.ask("signed", asked)) == (200, "valid")
    assert _told(await clinic.ask("signed", asked)) == (200, "valid")


async def test_a_nonce_serves_one_check_alone(clinic: Clinic) -> None:
    statement = await _statement(clinic)
    assert _told(await clinic.ask("signed", _signed(statement))) == (200, "valid")
    assert _told(await clinic.ask("signed", _signed(statement))) == (400, "nonce.refused")


async def test_a_nonce_is_spent_even_by_a_wrong_signature(clinic: Clinic) -> None:
    statement = await _statement(clinic)
    wrong = _signed(statement, signature=bytes(256))
    assert _told(await clinic.ask("signed", wrong)) == (400, "signature.refused")
    assert _told(await clinic.ask("signed", _signed(statement))) == (400, "nonce.refused")


async def test_a_nonce_ends_with_its_time(clinic: Clinic, clock: StandingClock) -> None:
    asked = _signed(await _statement(clinic))
    clock.advance(timedelta(minutes=5))
    assert _told(await clinic.ask("signed", asked)) == (400, "nonce.refused")


async def test_a_nonce_of_another_institution_or_of_nobody_is_refused(clinic: Clinic) -> None:
    other = InstitutionCode("1319990022")
    statement = await _statement(clinic)
    assert _told(await clinic.ask("signed", _signed(await _statement(clinic, nonce="made-up")))) == (
        400,
        "nonce.refused",
    )
    async with clinic.database.transaction() as tx:
        secret = await create_institution(tx, other, "例示薬局", MORNING)
    await clinic.sign_in(other.digits, secret)
    assert _told(await clinic.ask("signed", _signed(statement))) == (400, "nonce.refused")


async def test_a_statement_that_lasts_longer_than_its_nonce_is_refused(clinic: Clinic) -> None:
    statement = await _statement(clinic, expires_at=MORNING + timedelta(days=1))
    assert _told(await clinic.ask("signed", _signed(statement))) == (400, "nonce.refused")


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": Purpose.CONSENT},
        {"purpose": Purpose.PORTAL_SIGN_IN},
        {"audience": "another service"},
        {"institution": "1319990022"},
    ],
)
async def test_a_statement_for_another_purpose_service_or_institution_proves_nothing(
    clinic: Clinic, changes: dict[str, Any]
) -> None:
    statement = await _statement(clinic, **changes)
    assert _told(await clinic.ask("signed", _signed(statement))) == (400, "signature.refused")


async def test_consent_kinds_that_were_not_signed_are_no_part_of_the_statement(clinic: Clinic) -> None:
    asked = _signed(await _statement(clinic)) | {"consent_kinds": ["drug"]}
    assert _told(await clinic.ask("signed", asked)) == (400, "signature.refused")


async def test_a_digest_info_without_its_null_is_no_signature(clinic: Clinic) -> None:
    statement = await _statement(clinic)
    signature = CARD.signs_without_null(statement.canonical())
    assert _told(await clinic.ask("signed", _signed(statement, signature=signature))) == (
        400,
        "signature.refused",
    )


async def test_a_moment_without_its_zone_is_malformed(clinic: Clinic) -> None:
    asked = _signed(await _statement(clinic)) | {"expires_at": "2026-11-20T00:35:00"}
    assert _told(await clinic.ask("signed", asked)) == (422, "message.malformed")


async def test_another_generation_with_the_same_name_and_serial_is_another_card(clinic: Clinic) -> None:
    """The issuer is chosen by signature."""
    assert _told(await _photo(clinic, OLDER.card(serial=7))) == (400, "certificate.unknown")
    assert _told(await _photo(clinic, STRANGER.card(serial=7))) == (400, "certificate.untrusted")


async def test_the_whole_certificate_must_be_the_bound_one(clinic: Clinic) -> None:
    renewed = NEWER.card(serial=7, until=VALID_UNTIL + timedelta(days=1))
    assert _told(await _photo(clinic, renewed)) == (400, "certificate.unknown")


@pytest.mark.parametrize("der", [b"no certificate", NEWER.certificate, CARD.certificate[:-1]])
async def test_what_is_no_cards_certificate_is_untrusted(clinic: Clinic, der: bytes) -> None:
    assert _told(await _photo(clinic, der)) == (400, "certificate.untrusted")


async def test_a_revoked_certificate_is_refused_at_either_level(clinic: Clinic) -> None:
    async with clinic.database.transaction() as tx:
        await revoke(tx, read_card_certificate(CARD.certificate), MORNING)
    assert _told(await _photo(clinic)) == (400, "certificate.revoked")
    asked = _signed(await _statement(clinic))
    assert _told(await clinic.ask("signed", asked)) == (400, "certificate.revoked")


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (datetime(2026, 8, 20, 0, 30, tzinfo=UTC), (200, "valid")),
        (datetime(2026, 8, 20, 0, 29, tzinfo=UTC), (400, "certificate.expired")),
    ],
)
async def test_for_three_months_past_its_end_a_certificate_still_serves(
    clinic: Clinic, until: datetime, told: tuple[int, str]
) -> None:
    """As at today's terminal: eligibility only."""
    (who,) = await clinic.enter(person(cover(card(number="5"))))
    ended = NEWER.card(serial=9, until=until)
    await _bind(clinic, ended, who)
    assert _told(await _photo(clinic, ended)) == told


async def test_a_certificate_from_outside_its_issuers_time_is_untrusted(clinic: Clinic) -> None:
    ended = Issuer("ended", until=datetime(2022, 1, 1, tzinfo=UTC))
    async with clinic.database.transaction() as tx:
        await trust(tx, ended.certificate, MORNING)
    assert _told(await _photo(clinic, ended.card())) == (400, "certificate.untrusted")


async def test_a_phone_proves_nothing_by_photograph_but_serves_with_its_pin(clinic: Clinic) -> None:
    (who,) = await clinic.enter(person(cover(card(number="6"))))
    phone = NEWER.card(serial=10, holder="phone")
    await _bind(clinic, phone, who, HolderKind.PHONE)
    assert _told(await _photo(clinic, phone)) == (400, "certificate.unknown")
    assert _told(await clinic.ask("signed", _signed(await _statement(clinic), phone))) == (200, "valid")


async def test_photographs_that_find_nobody_count_with_the_typed_misses_and_the_pin_goes_on(
    clinic: Clinic,
) -> None:
    for serial in range(15):
        assert _told(await _photo(clinic, NEWER.card(serial=100 + serial)))[0] == 400
        assert (await clinic.typed(number="9999")).status_code == 200
    assert _told(await _photo(clinic)) == (429, "misses.exceeded")
    assert _told(await clinic.typed()) == (429, "misses.exceeded")
    assert _told(await clinic.ask("signed", _signed(await _statement(clinic)))) == (200, "valid")
