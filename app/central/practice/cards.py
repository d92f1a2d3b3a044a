"""The soft My Number cards of the town's named people, under two generations of an invented authority."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.central.practice.calendar import years_before
from app.central.practice.case import CardPlan
from app.central.practice.issuing import Authority, Use
from app.central.practice.keys import KeyRing, key_bytes, write_private
from app.central.practice.town import Town
from app.contract.soft_card import SoftCardFile

PIN = "1234"
_SIGNING_PASSWORD = "MIHON1234"
# Issued between the fourth and the fifth birthday before the last day, so that this is the fifth after the issue.
_LASTS = timedelta(days=4 * 365 + 180)
_AUTHORITY_YEARS = 10
_OLDER_BEGAN_YEARS_AGO = 9
_NEWER_BEGAN_YEARS_AGO = 4
_OLDER, _NEWER, _SIGNING_CA, _SIGNING = "ca-older", "ca-newer", "ca-signing", "signing"
_LETTERS = "0123456789ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class MadeCard:
    """certificate: of 利用者証明用, DER. issuer: DER of the generation that signed it."""

    plan: CardPlan
    certificate: bytes
    issuer: bytes
    file: SoftCardFile


@dataclass(frozen=True, slots=True)
class CardSet:
    """anchors: DER of every generation, for the service to pin."""

    anchors: tuple[bytes, ...]
    cards: tuple[MadeCard, ...]

    def write(self, folder: Path) -> None:
        """One file a card, for their owner's eyes alone."""
        folder.mkdir(parents=True, exist_ok=True)
        for card in self.cards:
            write_private(folder / card.plan.file_name, card.file.model_dump_json(indent=1).encode())


def make_cards(town: Town, ring: KeyRing) -> CardSet:
    """The same for a town and a ring's keys. Milliseconds where the ring kept its keys, else about a second."""
    issuance = _Issuance(town, ring)
    return CardSet(issuance.anchors, tuple(issuance.make(plan) for plan in town.cards))


class _Issuance:
    """The 署名用 pair is one for all cards: it is there for other programs to find, and never used."""

    def __init__(self, town: Town, ring: KeyRing) -> None:
        names = [plan.case for plan in town.cards if plan.holder is not None]
        self._keys = ring.keys((_OLDER, _NEWER, _SIGNING_CA, _SIGNING, *names))
        self._random = Random(f"cards/{town.seed}/{town.day.isoformat()}")
        self._newer_since = years_before(town.day, _NEWER_BEGAN_YEARS_AGO)
        self._older = self._authority(
            Use.AUTHENTICATION, _OLDER, years_before(town.day, _OLDER_BEGAN_YEARS_AGO)
        )
        self._newer = self._authority(Use.AUTHENTICATION, _NEWER, self._newer_since)
        self._ca_of = {each.serial: each.certificate() for each in (self._older, self._newer)}
        self.anchors = tuple(self._ca_of.values())
        signing = self._authority(Use.SIGNING, _SIGNING_CA, self._newer_since)
        self._signing_ca = signing.certificate()
        self._signing_certificate = self._issue(signing, _SIGNING, years_before(town.day, -2))

    def _authority(self, use: Use, key: str, since: date) -> Authority:
        until = years_before(since, -_AUTHORITY_YEARS) - timedelta(days=1)
        return Authority(use, self._keys[key], self._serial(), since, until)

    def _serial(self) -> int:
        return self._random.randrange(1 << 24, 1 << 31)

    def _issue(self, authority: Authority, key: str, until: date) -> bytes:
        common_name = "".join(self._random.choices(_LETTERS, k=22)) + "A"
        public = self._keys[key].public_key()
        return authority.issue(public, self._serial(), common_name, until - _LASTS, until)

    def make(self, plan: CardPlan) -> MadeCard:
        key = plan.case if plan.holder is not None else _SIGNING
        authority = self._newer if plan.valid_until - _LASTS >= self._newer_since else self._older
        certificate = self._issue(authority, key, plan.valid_until)
        issuer = self._ca_of[authority.serial]
        file = SoftCardFile(
            case=plan.case,
            label=plan.label,
            photo_of=plan.photo_of,
            token_label=plan.token_label,
            pin=PIN,
            signing_password=_SIGNING_PASSWORD,
            authentication_certificate=b64encode(certificate),
            authentication_ca=b64encode(issuer),
            authentication_key=b64encode(key_bytes(self._keys[key])),
            signing_certificate=b64encode(self._signing_certificate),
            signing_ca=b64encode(self._signing_ca),
            signing_key=b64encode(key_bytes(self._keys[_SIGNING])),
            tries_left=plan.tries_left,
            kind=plan.kind,
        )
        return MadeCard(plan, certificate, issuer, file)
