"""The person's consents in words: who may see what, how it was given, until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.central.consents.consent import Consent, ConsentKind, ConsentLevel
from app.central.storage.database import Statements
from app.central.storage.lists import in_parts, listed

KIND_WORDS = {ConsentKind.DRUG.value: "薬剤情報", ConsentKind.CHECKUP.value: "特定健診情報"}
ACTION_WORDS = {**KIND_WORDS, "answer": "注意情報への回答"}
"""What was read or kept, as the record of accesses names it."""

_AT_HOME = "ご本人（このページ）"
_LEVEL_WORDS = {
    ConsentLevel.PIN.value: "マイナンバーカードの暗証番号",
    ConsentLevel.PAPER.value: "同意書（紙）",
}


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """In words. ended_at: None while it is in force. form: number and noted document of a form on paper, else "".

    withdrawn_by: who did, "" where nobody did.
    """

    consent_id: str
    institution: str
    kind: str
    level: str
    given_at: datetime
    until: datetime
    ended_at: datetime | None
    recorded_by: str
    form: str
    withdrawn_by: str

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None


def consents_shown(
    consents: Iterable[Consent], names: Mapping[str, str], now: datetime
) -> tuple[ConsentShown, ...]:
    return tuple(_shown(each, names, now) for each in consents)


def _shown(consent: Consent, names: Mapping[str, str], now: datetime) -> ConsentShown:
    ended_at = None
    if consent.in_force_at(now) is None:
        ended_at = min(consent.until, consent.withdrawn_at or consent.until)
    institution = names.get(consent.institution, consent.institution)
    return ConsentShown(
        consent_id=consent.consent_id,
        institution=institution,
        kind=KIND_WORDS.get(consent.kind, consent.kind),
        level=_LEVEL_WORDS.get(consent.level, consent.level),
        given_at=consent.given_at,
        until=consent.until,
        ended_at=ended_at,
        recorded_by=consent.staff,
        form=_form(consent),
        withdrawn_by=_withdrawn_by(consent, institution),
    )


def _form(consent: Consent) -> str:
    if not consent.form_number:
        return ""
    document = f"（確かめた書類：{consent.identity_document}）" if consent.identity_document else ""
    return f"{consent.form_number}{document}"


def _withdrawn_by(consent: Consent, institution: str) -> str:
    if consent.withdrawn_at is None:
        return ""
    return f"{institution}の窓口（担当者 {consent.withdrawn_by}）" if consent.withdrawn_by else _AT_HOME


async def institution_names(tx: Statements, codes: Iterable[str]) -> dict[str, str]:
    """By code."""
    names: dict[str, str] = {}
    for part in in_parts(sorted(set(codes))):
        rows = await tx.fetch(f"SELECT code, name FROM institution WHERE code IN {listed(len(part))}", *part)
        names |= {row["code"]: row["name"] for row in rows}
    return names
