"""The person's information as FHIR R4 resources, by the profiles of JP Core where it has them.

What a service reads never says who prescribed (R15): medicines of an institution's own dispensary come without place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from app.central.phr.grants import Grant
from app.central.phr.identity import own_id, patient_id
from app.central.records.drugs import PHARMACY_RECEIPT
from app.central.records.own_drugs import OwnDispensing
from app.central.registry.known import KnownPeriod, KnownPerson
from app.contract.records import CheckupReply, CheckupValue
from app.scheme.checkups import number_of
from app.scheme.numbers import InsurerNumber

Resource = dict[str, Any]

_CORE = "http://jpfhir.jp/fhir/core"
_PROFILE = f"{_CORE}/StructureDefinition"
_EXTENSION = f"{_CORE}/Extension/StructureDefinition"
_NAME_WRITTEN = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"
_INSURER_NUMBER = "urn:oid:1.2.392.100495.20.3.61"
_INSURANCE_KIND = "urn:oid:1.2.392.100495.20.2.61"
_RELATIONSHIP = "urn:oid:1.2.392.100495.20.2.62"
_PRICE_LIST_CODE = "urn:oid:1.2.392.100495.20.1.72"
_GROUP_NUMBER, _NUMBER_IN_GROUP = "urn:oid:1.2.392.100495.20.3.81", "urn:oid:1.2.392.100495.20.3.82"
_JLAC10 = "urn:oid:1.2.392.200119.4.504"
_CHECKUP_ITEM = "urn:oid:1.2.392.200119.6.1005"
_CATEGORY = f"{_CORE}/CodeSystem/JP_SimpleObservationCategory_CS"
_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_UCUM = "http://unitsofmeasure.org"
_GENDERS = {"1": "male", "2": "female"}
_RELATIONSHIPS = {"1": ("1", "被保険者"), "2": ("2", "被扶養者")}
_LATE_ELDERLY, _NATIONAL, _EMPLOYEES = ("7", "後期高齢"), ("2", "国保"), ("1", "医保")
_LATE_ELDERLY_LAW, _RETIRED_LAW, _NATIONAL_DIGITS = "39", "67", 6
_PHYSICAL = "9"


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of one person to one service. key: of this service, for ids that are the reader's alone."""

    key: bytes
    grant: Grant

    @property
    def patient_id(self) -> str:
        return patient_id(self.key, self.grant)

    def patient(self, person: KnownPerson) -> Resource:
        details = person.details
        address = {"text": details.address, "postalCode": details.postcode, "country": "JP"}
        return {
            "resourceType": "Patient",
            "id": self.patient_id,
            "meta": _meta("JP_Patient"),
            "name": [_name(details.name, "IDE"), _name(details.kana, "SYL")],
            "gender": _GENDERS.get(details.sex, "unknown"),
            "birthDate": details.birth_on.isoformat(),
            **({"address": [_without_none(address)]} if details.address else {}),
        }

    def coverages(self, person: KnownPerson, today: date) -> list[Resource]:
        """Newest first."""
        return [self._coverage(each, today) for each in reversed(person.own_periods)]

    def dispenses(self, drugs: Iterable[OwnDispensing]) -> list[Resource]:
        """Newest first. Receipts tell no numbers of prescriptions: those here count within a day and a place."""
        found = []
        for _, of_a_day in groupby(drugs, lambda each: each.on):
            by_place = sorted(of_a_day, key=lambda each: (each.place, each.form, each.days_supply or 0))
            for _, of_a_place in groupby(by_place, lambda each: each.place):
                groups = groupby(of_a_place, lambda each: (each.form, each.days_supply))
                for number, (_, group) in enumerate(groups, start=1):
                    found += [
                        self._dispense(each, number, place) for place, each in enumerate(group, start=1)
                    ]
        return found

    def observations(self, checkups: Sequence[CheckupReply]) -> list[Resource]:
        """Newest first."""
        return [self._observation(checkup, value) for checkup in checkups for value in checkup.values]

    def _coverage(self, period: KnownPeriod, today: date) -> Resource:
        cover = period.cover
        insured = cover.insured
        numbers = (
            ("JP_Coverage_InsuredPersonSymbol", insured.symbol),
            ("JP_Coverage_InsuredPersonNumber", insured.number),
            ("JP_Coverage_InsuredPersonSubNumber", insured.branch),
        )
        kind, relationship = _insurance_kind(insured.insurer), _RELATIONSHIPS.get(cover.relationship)
        during = {
            "start": cover.acquired_on.isoformat(),
            "end": cover.lost_on.isoformat() if cover.lost_on else None,
        }
        return {
            "resourceType": "Coverage",
            "id": own_id(self.key, self.grant, f"period/{period.id}"),
            "meta": _meta("JP_Coverage"),
            "extension": [
                {"url": f"{_EXTENSION}/{name}", "valueString": value} for name, value in numbers if value
            ],
            "status": "active" if cover.lost_on is None or cover.lost_on > today else "cancelled",
            "type": _coded(_INSURANCE_KIND, *kind),
            "beneficiary": self._subject,
            **({"dependent": insured.branch} if insured.branch else {}),
            **({"relationship": _coded(_RELATIONSHIP, *relationship)} if relationship else {}),
            "period": _without_none(during),
            "payor": [
                {
                    "identifier": {"system": _INSURER_NUMBER, "value": insured.insurer.digits},
                    "display": cover.insurer_name,
                }
            ],
        }

    def _dispense(self, dispensing: OwnDispensing, group: int, number: int) -> Resource:
        medicine = dispensing.medicine
        told = _coded(_PRICE_LIST_CODE, medicine.code, medicine.name) if medicine.code else {}
        supply = {"value": dispensing.days_supply, "unit": "日", "system": _UCUM, "code": "d"}
        at_pharmacy = dispensing.source == PHARMACY_RECEIPT
        return {
            "resourceType": "MedicationDispense",
            "id": own_id(self.key, self.grant, f"dispensing/{dispensing.dispensing_id}"),
            "meta": _meta("JP_MedicationDispense"),
            "identifier": [
                {"system": _GROUP_NUMBER, "value": str(group)},
                {"system": _NUMBER_IN_GROUP, "value": str(number)},
            ],
            "status": "completed",
            "medicationCodeableConcept": {**told, "text": medicine.name},
            "subject": self._subject,
            **({"performer": [{"actor": {"display": dispensing.place}}]} if at_pharmacy else {}),
            "quantity": _without_none({"value": _number(dispensing.quantity), "unit": medicine.unit or None}),
            **({"daysSupply": supply} if dispensing.days_supply else {}),
            "whenHandedOver": dispensing.on.isoformat(),
        }

    def _observation(self, checkup: CheckupReply, value: CheckupValue) -> Resource:
        """Laboratory values by their JLAC10 code; what is measured or asked by the code of the checkup's own items."""
        physical = value.item.startswith(_PHYSICAL)
        held_on = checkup.held_on.isoformat()
        number = number_of(value.value)
        measured: Resource = {"valueString": value.value}
        if number is not None and value.unit:
            measured = {"valueQuantity": {"value": _number(number), "unit": value.unit}}
        return {
            "resourceType": "Observation",
            "id": own_id(self.key, self.grant, f"checkup/{held_on}/{checkup.insurer_name}/{value.item}"),
            "meta": _meta("JP_Observation_Common" if physical else "JP_Observation_LabResult"),
            "status": "final",
            "category": [_coded(_CATEGORY, "exam" if physical else "laboratory")],
            "code": {
                **_coded(_CHECKUP_ITEM if physical else _JLAC10, value.item, value.name),
                "text": value.name,
            },
            "subject": self._subject,
            "effectiveDateTime": held_on,
            "issued": checkup.registered_at.isoformat(timespec="seconds"),
            "performer": [{"display": checkup.insurer_name}],
            **measured,
            **_against_range(number, value),
        }

    @property
    def _subject(self) -> Resource:
        return {"reference": f"Patient/{self.patient_id}"}


def _against_range(number: Decimal | None, value: CheckupValue) -> Resource:
    if number is None or (value.low is None and value.high is None):
        return {}
    letter = "L" if value.low is not None and number < value.low else "N"
    letter = "H" if value.high is not None and number > value.high else letter
    ends = {
        name: {"value": _number(end), "unit": value.unit}
        for name, end in (("low", value.low), ("high", value.high))
        if end is not None
    }
    return {"interpretation": [_coded(_INTERPRETATION, letter)], "referenceRange": [ends]}


def _meta(profile: str) -> Resource:
    return {"profile": [f"{_PROFILE}/{profile}"]}


def _coded(system: str, code: str, display: str | None = None) -> Resource:
    return {"coding": [_without_none({"system": system, "code": code, "display": display})]}


def _name(whole: str, written: str) -> Resource:
    """family and given where a blank parts them."""
    family, _, given = whole.replace("　", " ").partition(" ")
    told: Resource = {
        "extension": [{"url": _NAME_WRITTEN, "valueCode": written}],
        "use": "official",
        "text": whole,
        "family": family,
    }
    return told | ({"given": [given]} if given else {})


def _insurance_kind(insurer: InsurerNumber) -> tuple[str, str]:
    digits = insurer.digits
    if digits.startswith(_LATE_ELDERLY_LAW) and len(digits) > _NATIONAL_DIGITS:
        return _LATE_ELDERLY
    return _NATIONAL if len(digits) == _NATIONAL_DIGITS or digits.startswith(_RETIRED_LAW) else _EMPLOYEES


def _number(number: Decimal) -> int | float:
    """As JSON writes it: 14, 0.5."""
    return int(number) if number == number.to_integral_value() else float(number)


def _without_none(told: Resource) -> Resource:
    return {name: value for name, value in told.items() if value is not None}
