"""The town's health information: chronic medicines over several clinics and pharmacies, checkups of five years.

Medicines and costs are read from receipts by the service's own reading, as if those had been reviewed. Known well are
the named people and some of the crowd; of a big town's others nothing is told. Everything hangs on seed and day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random

from app.central.consents.paper import FORMS_PER_DAY, allow_paper
from app.central.practice.checkups import checkup_values
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.medicines import town_medicines
from app.central.practice.prescriptions import Prescribed, Regimen, clinic_receipt, pharmacy_receipt
from app.central.practice.town import Town
from app.central.records.claimed_again import claim_key
from app.central.records.derive import Derived, Handed, Reviewed, add, keep
from app.central.records.entrustment import entrust
from app.central.records.medicines import enter_medicines
from app.central.registry.entries import InstitutionEntry, PersonEntry
from app.central.registry.known import KnownPeriod, KnownPerson
from app.central.review.presented import presented
from app.central.storage.database import Transaction
from app.central.storage.settings import service_settings
from app.scheme.days import age_on, months_from
from app.scheme.numbers import InstitutionCode, InsurerNumber
from app.scheme.receipts.receipt import Receipt

_KNOWN_WELL = 60
_MONTHS = 13
_ENTRUSTED_FROM = date(2021, 10, 1)
_NOT_ENTRUSTING = frozenset({"04139994", "07139991"})
_KINDS = ("drug", "checkup")
_REVIEWED_AT = timedelta(days=11, hours=2)
"""After the first of the month that follows treatment."""

_SLEEPING_PILL = Regimen("699000181")
_DOUBLED = frozenset({"valid-employee", "valid-late-elderly"})
"""Cards whose holders fetch one sleeping pill at three pharmacies: what the alert is for."""

_CHRONIC = (
    (Regimen("699000101"), Regimen("699000121")),
    (Regimen("699000111"),),
    (Regimen("699000141", 2), Regimen("699000151")),
    (Regimen("699000161"),),
    (Regimen("699000182"),),
    (Regimen("699000271"), Regimen("699000291", 3)),
    (Regimen("699000241"), Regimen("699000231")),
)
_YOUNG = ((Regimen("699000251"), Regimen("699000261", 2)), (Regimen("699000211", 3), Regimen("699000221", 3)))
_ALWAYS_FROM, _YOUNG_AND_ILL = 50, 0.25
_IN_HOUSE = 0.2
_DAYS = 28


@dataclass(frozen=True, slots=True)
class _Treated:
    """What one person fetches where, on which day of the month. pharmacy: None where the clinic dispenses itself."""

    clinic: InstitutionEntry
    pharmacy: InstitutionEntry | None
    regimens: tuple[Regimen, ...]
    day: int


async def enter_health(tx: Transaction, town: Town, ids: Sequence[int], now: datetime) -> None:
    """ids: of the town's people, in their order."""
    await enter_medicines(tx, town_medicines())
    for insurer in town.insurers:
        if insurer.number not in _NOT_ENTRUSTING:
            await entrust(tx, InsurerNumber(insurer.number), _KINDS, _ENTRUSTED_FROM, None, now)
    await allow_paper(tx, InstitutionCode(PRACTICE_CLINIC.code), FORMS_PER_DAY, now)
    doubled = {card.holder for card in town.cards if card.case in _DOUBLED}
    key = (await service_settings(tx)).key
    derived = Derived([], [], [])
    values: list[tuple[object, ...]] = []
    for place, (person, person_id) in enumerate(zip(islice(town.people(), _KNOWN_WELL), ids, strict=False)):
        chance = Random(f"health/{town.seed}/{place}")
        known = _known(person, person_id)
        receipts = receipts_of(person, town, chance, person in doubled)
        for number, (institution, receipt, at) in enumerate(receipts, 1):
            if at <= now:
                claim = claim_key(key, institution.code, person_id, receipt)
                reviewed = Reviewed(presented(number, receipt), receipt, None, known, at, claim)
                add(derived, key, Handed(f"town-{place}", institution.code, at), reviewed)
        values += checkup_values(person, person_id, town.day, chance)
    await keep(tx, derived)
    await tx.insert_many(
        "checkup_value", ("person_id", "insurer", "held_on", "item", "value", "registered_at"), values
    )


def _known(person: PersonEntry, person_id: int) -> KnownPerson:
    periods = tuple(
        KnownPeriod(
            0,
            each.cover,
            each.ratio_percent,
            each.known_at,
            tuple(one.certificate for one in each.certificates),
        )
        for each in person.covers
    )
    return KnownPerson(person_id, person.details, periods)


def _treatments(person: PersonEntry, town: Town, chance: Random, doubled: bool) -> list[_Treated]:
    clinics = [each for each in town.institutions if each.code[2] == "1"]
    pharmacies = [each for each in town.institutions if each.code[2] == "4"]
    age = age_on(person.details.birth_on, town.day)
    choices = _CHRONIC if age >= _ALWAYS_FROM else _YOUNG
    taken = chance.sample(choices, min(len(choices), 1 + int(chance.random() * 2.4)))
    together = [tuple(each for regimens in taken for each in regimens)] if chance.random() < 0.6 else taken
    found = []
    if age >= _ALWAYS_FROM or chance.random() < _YOUNG_AND_ILL:
        found = [
            _Treated(
                chance.choice(clinics),
                chance.choice(pharmacies) if chance.random() > _IN_HOUSE else None,
                regimens,
                1 + int(chance.random() * 25),
            )
            for regimens in together
        ]
    if doubled:
        for turn, pharmacy in enumerate(pharmacies[:3]):
            found.append(_Treated(clinics[turn + 1], pharmacy, (_SLEEPING_PILL,), 4 + 6 * turn))
    return found


def receipts_of(
    person: PersonEntry, town: Town, chance: Random, doubled: bool
) -> Iterator[tuple[InstitutionEntry, Receipt, datetime]]:
    """Month by month, the pharmacy's and the clinic's, with the moment of the review."""
    treated = _treatments(person, town, chance, doubled)
    for first in _months(town.day):
        reviewed_at = datetime.combine(months_from(first, 1), time(), UTC) + _REVIEWED_AT
        for turn, each in enumerate(treated):
            on = first.replace(day=each.day)
            cover = person.cover_on(on)
            if cover is None:
                continue
            prescribed = Prescribed(each.clinic, on, _DAYS, each.regimens)
            stated = cover.cover.insured
            if each.pharmacy is not None:
                yield each.pharmacy, pharmacy_receipt(person, stated, turn + 1, (prescribed,)), reviewed_at
            in_house = prescribed if each.pharmacy is None else None
            yield each.clinic, clinic_receipt(person, stated, turn + 1, on, in_house), reviewed_at


def _months(today: date) -> Iterable[date]:
    """The first days of the months whose receipts may be there, oldest first."""
    return [months_from(today, back) for back in range(-_MONTHS, 0)]
