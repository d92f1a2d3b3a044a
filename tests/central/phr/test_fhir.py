"""What an allowed service reads: FHIR R4, checked with a FHIR library, and never who prescribed (R15, R18)."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.coverage import Coverage
from fhir.resources.R4B.medicationdispense import MedicationDispense
from fhir.resources.R4B.observation import Observation
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhir.resources.R4B.patient import Patient

from tests.central.clinic import Clinic, StandingClock
from tests.central.phr.conftest import Phr
from tests.central.portal.person import Person
from tests.central.records.conftest import House
from tests.central.records.receipts import AMLODIPINE, PRESCRIBER, clinic_file, clinic_medicine

pytestmark = pytest.mark.anyio
MODELS: dict[str, Any] = {
    "Patient": Patient,
    "Coverage": Coverage,
    "MedicationDispense": MedicationDispense,
    "Observation": Observation,
}


def resource(reply: httpx.Response) -> dict[str, Any]:
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/fhir+json"
    found: dict[str, Any] = reply.json()
    return found


def outcome(reply: httpx.Response, status: int) -> OperationOutcome:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/fhir+json"
    return OperationOutcome.model_validate(reply.json())


async def all_of(phr: Phr, token: str, kind: str) -> list[dict[str, Any]]:
    """Checked one by one, and the bundle too."""
    bundle = resource(await phr.read(token, kind))
    Bundle.model_validate(bundle)
    found = [each["resource"] for each in bundle.get("entry", ())]
    for each in found:
        MODELS[kind].model_validate(each)
    assert bundle["total"] == len(found)
    return found


async def test_every_resource_is_what_fhir_says(phr: Phr, healthy: House, hana: Person) -> None:
    token = (await phr.tokens(hana))["access_token"]
    await healthy.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    counts = {kind: len(await all_of(phr, token, kind)) for kind in MODELS}
    assert counts == {"Patient": 1, "Coverage": 1, "MedicationDispense": 2, "Observation": 4}


async def test_the_server_says_what_it_can(phr: Phr) -> None:
    told = resource(await phr.line.get("/fhir/metadata"))
    CapabilityStatement.model_validate(told)
    assert told["fhirVersion"] == "4.0.1"
    assert {each["type"] for each in told["rest"][0]["resource"]} == set(MODELS)
    ways = (await phr.line.get("/fhir/.well-known/smart-configuration")).json()
    assert ways["code_challenge_methods_supported"] == ["S256"]
    assert ways["token_endpoint"] == "https://central/phr/token"


async def test_the_patient_is_told_by_jp_core(phr: Phr, healthy: House, hana: Person) -> None:
    token = (await phr.tokens(hana))["access_token"]
    (patient,) = await all_of(phr, token, "Patient")
    assert patient["meta"]["profile"] == ["http://jpfhir.jp/fhir/core/StructureDefinition/JP_Patient"]
    assert [(each["family"], each["given"]) for each in patient["name"]] == [
        ("架空", ["花"]),
        ("カクウ", ["ハナ"]),
    ]
    assert (patient["gender"], patient["birthDate"]) == ("female", "1988-02-14")


async def test_coverage_tells_symbol_number_and_branch(phr: Phr, healthy: House, hana: Person) -> None:
    token = (await phr.tokens(hana))["access_token"]
    (coverage,) = await all_of(phr, token, "Coverage")
    assert [each["valueString"] for each in coverage["extension"]] == ["12", "3456", "00"]
    assert coverage["type"]["coding"][0]["code"] == "1"
    assert (coverage["status"], coverage["period"]) == ("active", {"start": "2019-04-01"})
    assert coverage["payor"][0]["identifier"]["value"] == "06139992"


async def test_a_medicine_is_told_with_its_pharmacy(phr: Phr, healthy: House, hana: Person) -> None:
    token = (await phr.tokens(hana))["access_token"]
    (dispense,) = await all_of(phr, token, "MedicationDispense")
    assert dispense["medicationCodeableConcept"]["text"] == "見本ゾルピ錠１０ｍｇ"
    assert dispense["performer"] == [{"actor": {"display": "例示薬局"}}]
    assert (dispense["whenHandedOver"], dispense["daysSupply"]["value"]) == ("2026-10-05", 14)
    assert dispense["quantity"]["value"] == 14


async def test_a_service_never_reads_who_prescribed(phr: Phr, healthy: House, hana: Person) -> None:
    """R15: by value, over everything it can read; a medicine of the house comes without its house."""
    await healthy.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    token = (await phr.tokens(hana))["access_token"]
    for kind in MODELS:
        text = (await phr.read(token, kind)).text
        for secret in (PRESCRIBER, "9990055", "見本医院", "9990014"):
            assert secret not in text


async def test_a_value_outside_its_range_is_marked(phr: Phr, healthy: House, hana: Person) -> None:
    token = (await phr.tokens(hana))["access_token"]
    found = await all_of(phr, token, "Observation")
    marks = {
        (each["effectiveDateTime"], each["interpretation"][0]["coding"][0]["code"])
        for each in found
        if "interpretation" in each
    }
    assert marks == {("2025-06-01", "N"), ("2026-06-01", "H")}
    (newest, *_) = (each for each in found if "valueQuantity" in each)
    assert newest["referenceRange"] == [{"high": {"value": 129, "unit": "mmHg"}}]


async def test_pages_follow_one_another(phr: Phr, healthy: House, hana: Person) -> None:
    told = await phr.tokens(hana)
    token = told["access_token"]
    first = resource(await phr.read(token, "Observation", patient=told["patient"], _count="3"))
    assert (first["total"], len(first["entry"])) == (4, 3)
    (following,) = (each["url"] for each in first["link"] if each["relation"] == "next")
    last = resource(await phr.line.get(following, headers={"Authorization": f"Bearer {token}"}))
    Bundle.model_validate(last)
    assert len(last["entry"]) == 1 and [each["relation"] for each in last["link"]] == ["self"]
    whole = {each["resource"]["id"] for page in (first, last) for each in page["entry"]}
    assert len(whole) == 4


async def test_each_resource_is_read_by_its_id(phr: Phr, healthy: House, hana: Person) -> None:
    token = (await phr.tokens(hana))["access_token"]
    for kind in MODELS:
        (one, *_) = await all_of(phr, token, kind)
        assert resource(await phr.read(token, f"{kind}/{one['id']}")) == one
    outcome(await phr.read(token, "Coverage/none"), 404)


async def test_two_services_cannot_lay_their_ids_side_by_side(
    phr: Phr, other_phr: Phr, healthy: House, hana: Person
) -> None:
    tokens = [(await each.tokens(hana))["access_token"] for each in (phr, other_phr)]
    for kind in MODELS:
        mine, theirs = [await all_of(phr, token, kind) for token in tokens]
        assert not {each["id"] for each in mine} & {each["id"] for each in theirs}


async def test_nobody_elses_information_is_read(phr: Phr, healthy: House, hana: Person, taro: Person) -> None:
    """R18"""
    of_hana, of_taro = await phr.tokens(taro), await phr.tokens(hana)
    assert of_hana["patient"] != of_taro["patient"]
    token = of_hana["access_token"]
    outcome(await phr.read(token, "Coverage", patient=of_taro["patient"]), 403)
    outcome(await phr.read(token, "Patient", _id=of_taro["patient"]), 403)
    outcome(await phr.read(token, f"Patient/{of_taro['patient']}"), 404)
    assert await all_of(phr, token, "MedicationDispense") == []


@pytest.mark.parametrize("token", ["", "guess"])
async def test_without_a_token_nothing_is_told(phr: Phr, token: str) -> None:
    for kind in MODELS:
        refused = await phr.read(token, kind)
        outcome(refused, 401)
        assert refused.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("Condition", {}, 404),
        ("Coverage", {"status": "active"}, 400),
        ("Coverage", {"_count": "many"}, 400),
        ("a/b/c", {}, 404),
    ],
)
async def test_what_the_server_cannot_do_is_an_outcome(
    phr: Phr, hana: Person, path: str, params: dict[str, str], status: int
) -> None:
    outcome(await phr.read((await phr.tokens(hana))["access_token"], path, **params), status)


async def test_before_its_first_day_a_kind_is_not_read(
    clinic: Clinic, phr: Phr, hana: Person, clock: StandingClock
) -> None:
    """R19: medicines come later than the services that read."""
    told = await phr.tokens(hana)
    clock.now = datetime(2021, 4, 1, tzinfo=UTC)
    refused = outcome(await phr.read(told["access_token"], "MedicationDispense"), 403)
    assert str(date(2021, 10, 1)) in str(refused.issue[0].diagnostics)
