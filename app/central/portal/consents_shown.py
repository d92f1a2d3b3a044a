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

_LEVEL_WORDS = {
    ConsentLevel.PIN.value: "マイナンバーカードの暗証番号",
    ConsentLevel.PAPER.value: "同意書（紙）",
}


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """ended_at: None while it is in force."""

    consent_id: str
    institution: str
    kind: str
    level: str
    given_at: datetime
    until: datetime
    ended_at: datetime | None
    was_withdrawn: bool

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
    return ConsentShown(
        consent_id=consent.consent_id,
        institution=names.get(consent.institution, consent.institution),
        kind=KIND_WORDS.get(consent.kind, consent.kind),
        level=_LEVEL_WORDS.get(consent.level, consent.level),
        given_at=consent.given_at,
        until=consent.until,
        ended_at=ended_at,
        was_withdrawn=consent.withdrawn_at is not None,
    )


async def institution_names(tx: Statements, codes: Iterable[str]) -> dict[str, str]:
    """By code."""
    names: dict[str, str] = {}
    for part in in_parts(sorted(set(codes))):
        rows = await tx.fetch(f"SELECT code, name FROM institution WHERE code IN {listed(len(part))}", *part)
        names |= {row["code"]: row["name"] for row in rows}
    return names
