"""Consent to show health information (R15): given by the card's signature or on paper, withdrawn at any moment."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.contract.eligibility import CheckId, StaffName
from app.contract.message import Reply, Request


class ConsentReply(Reply):
    """One kind of information one person let one institution read. kind: drug, checkup (open). level: pin, paper.

    check_id: of the institution's check that it was given with. Moments by the service's clock, UTC; a consent is in
    force from given_at until the earlier of until and withdrawn_at. form_number: None where the card signed.
    """

    consent_id: str
    check_id: str
    kind: str
    level: str
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    form_number: str | None


class ConsentsReply(Reply):
    """Of one person at one institution; now: the service's clock, by which the desk counts down."""

    consents: tuple[ConsentReply, ...]
    now: datetime


class PaperConsentRequest(Request):
    """A consent form on paper. check_id: of a check from the last hour that found one person, with valid cover.

    It needs the photograph level, or an identity document that staff noted. form_number: of the signed form.
    """

    check_id: CheckId
    kinds: Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]
    form_number: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z-]+$")]
    identity_document: Annotated[str, Field(max_length=20)] | None
    staff: Annotated[str, Field(min_length=1, max_length=40)]


class WithdrawRequest(Request):
    """staff: who entered the withdrawal at the counter."""

    staff: StaffName
