"""Fills an empty database with the town, in one transaction, and marks it practice for ever."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.central.cards.bindings import HolderKind, bind_many, revoke, trust
from app.central.cards.certificate import CardCertificate, read_card_certificate
from app.central.institutions.credentials import create_institution
from app.central.practice.cards import CardSet, MadeCard
from app.central.practice.case import TokenLabel
from app.central.practice.health import enter_health
from app.central.practice.town import Town
from app.central.registry.load import REGISTER_TABLES, load_insurers, load_persons
from app.central.storage.database import Database, Transaction
from app.central.storage.settings import is_practice, mark_practice
from app.errors import ClinicError, InputRefused
from app.scheme.days import business_day
from app.scheme.numbers import InstitutionCode

_PHONES = frozenset({TokenLabel.ANDROID, TokenLabel.IPHONE})


class TownStandsAlready(ClinicError):
    """The database holds a town; another needs a database of its own."""

    code = "town.stands_already"


@dataclass(frozen=True, slots=True)
class Filled:
    """secrets: by institution code, told this once. people: how many entered the register."""

    people: int
    secrets: dict[str, str] = field(repr=False)


async def fill(database: Database, town: Town, cards: CardSet | None, now: datetime) -> Filled:
    """Insurers, institutions with secrets, people, and where there are cards, anchors, bindings and revocations.

    Raises: NotForPractice where something real stands, TownStandsAlready, InputRefused for a town of a day to come.
    """
    if town.day > business_day(now):
        raise InputRefused("day", "is to come")
    async with database.transaction() as tx:
        if await is_practice(tx):
            raise TownStandsAlready
        await mark_practice(tx)
        await load_insurers(tx, town.insurers)
        secrets = {
            each.code: await create_institution(tx, InstitutionCode(each.code), each.name, now)
            for each in town.institutions
        }
        async with tx.filling(REGISTER_TABLES):
            ids = await load_persons(tx, town.people())
        if cards is not None:
            await _enter_cards(tx, town, cards, ids, now)
        await enter_health(tx, town, ids, now)
    return Filled(len(ids), secrets)


async def _enter_cards(
    tx: Transaction, town: Town, cards: CardSet, ids: Sequence[int], now: datetime
) -> None:
    """The named people entered first, so the place of a holder among them tells the id."""
    person_of = {entry: person_id for entry, person_id in zip(town.named, ids, strict=False)}
    anchors = {der: await trust(tx, der, now) for der in cards.anchors}
    bound: defaultdict[bytes, list[tuple[CardCertificate, int, HolderKind]]] = defaultdict(list)
    for card in cards.cards:
        if card.plan.holder is not None:
            certificate = read_card_certificate(card.certificate)
            bound[card.issuer].append((certificate, person_of[card.plan.holder], _holder_kind(card)))
    for issuer, rows in bound.items():
        await bind_many(tx, anchors[issuer], rows, now)
    for card in cards.cards:
        if card.plan.revoked:
            await revoke(tx, read_card_certificate(card.certificate), now)


def _holder_kind(card: MadeCard) -> HolderKind:
    return HolderKind.PHONE if card.plan.token_label in _PHONES else HolderKind.CARD
