"""Confirmation of eligibility on the wire: three ways to ask (R5, R6), one answer (R7, R8)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Base64Bytes, Field

from app.contract.message import Reply, Request

CheckId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
StaffName = Annotated[str, Field(max_length=40)]
Certificate = Annotated[Base64Bytes, Field(max_length=4096)]


class CheckRequest(Request):
    """What every way of asking shares.

    check_id: a UUID of the desk's own; asking again with it is the same check, counted once. on: the day asked about.
    staff: the institution's claim who asks. specific_disease_agreed: the patient's yes to 特定疾病.
    """

    check_id: CheckId
    on: date
    staff: StaffName
    specific_disease_agreed: bool


class TypedCheckRequest(CheckRequest):
    """A typed card (R6). With branch: month_day. Without, and for 後期高齢: birth_on. Exactly one of the two."""

    document: str
    insurer: Annotated[str, Field(min_length=6, max_length=8)]
    symbol: Annotated[str, Field(max_length=40)]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    branch: Annotated[str, Field(pattern=r"^\d{2}$")] | None
    month_day: Annotated[str, Field(pattern=r"^\d{4}$")] | None
    birth_on: date | None


class PhotoCheckRequest(CheckRequest):
    """A certificate read without PIN, the photograph compared by staff: no more than a typed card is worth."""

    certificate: Certificate


class SignedCheckRequest(CheckRequest):
    """The card signed after its PIN. The service rebuilds the statement from these parts and its own."""

    certificate: Certificate
    signature: Annotated[Base64Bytes, Field(max_length=1024)]
    nonce: Annotated[str, Field(max_length=64)]
    expires_at: datetime
    consent_kinds: tuple[str, ...]
    photograph_confirmed: bool


class NonceReply(Reply):
    """A nonce for one signed statement; both moments in UTC."""

    nonce: str
    audience: str
    expires_at: datetime


class CertificateReply(Reply):
    """An entitlement certificate (証)."""

    kind: str
    class_code: str | None
    ratio_percent: int | None
    valid_from: date
    valid_until: date | None


class InformationReply(Reply):
    """One person's eligibility information."""

    insurer: str
    insurer_name: str
    symbol: str
    number: str
    branch: str | None
    relationship: str
    acquired_on: date
    lost_on: date | None
    loss_reason: str | None
    registered_at: datetime | None
    name: str
    kana: str
    sex: str
    birth_on: date
    postcode: str | None
    address: str | None
    ratio_percent: int | None
    certificates: tuple[CertificateReply, ...]
    withheld: tuple[str, ...]


class EligibilityReply(Reply):
    """The answer. outcome: valid, lapsed, lapsed_newer, none, several (open). information: one for valid and lapsed,
    none for none, two or more for several (same card and birth date, told apart by card face)."""

    check_id: str
    outcome: str
    level: str
    on: date
    checked_at: datetime
    information: tuple[InformationReply, ...]
