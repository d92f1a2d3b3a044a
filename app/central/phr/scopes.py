"""What a service may be allowed to read, a scope a kind, named as SMART on FHIR names them."""

from collections.abc import Iterable
from dataclasses import dataclass

OFFLINE = "offline_access"


@dataclass(frozen=True, slots=True)
class Readable:
    """One kind. resource: FHIR type. words: as the person reads them."""

    resource: str
    words: str

    @property
    def scope(self) -> str:
        return f"patient/{self.resource}.read"


READABLE = (
    Readable("Patient", "氏名・性別・生年月日・住所"),
    Readable("Coverage", "保険資格の履歴"),
    Readable("MedicationDispense", "くすりの記録（処方した医療機関は含みません）"),
    Readable("Observation", "健診の値"),
)
BY_SCOPE = {each.scope: each for each in READABLE}
SUPPORTED = (*BY_SCOPE, OFFLINE)


def scopes_of(text: str) -> tuple[str, ...] | None:
    """In our order; None where none is readable or one is not known."""
    asked = set(text.split())
    if not asked & set(BY_SCOPE) or asked - set(SUPPORTED):
        return None
    return ordered(asked)


def ordered(scopes: Iterable[str]) -> tuple[str, ...]:
    held = set(scopes)
    return tuple(each for each in SUPPORTED if each in held)


def words_of(scopes: Iterable[str]) -> tuple[str, ...]:
    """Of what may be read."""
    return tuple(BY_SCOPE[each].words for each in ordered(scopes) if each in BY_SCOPE)
