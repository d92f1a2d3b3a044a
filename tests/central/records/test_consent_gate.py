"""No health information without a consent in force, and none before the read is on record (R15)."""

import json
import logging
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.central.records.access import accesses_of_person
from app.central.service import Service
from app.central.storage.database import Database
from app.scheme.calendar import OUTLINE, Calendar, NamedService, Start
from tests.central.clinic import CODE, StandingClock
from tests.central.consents.counter import PHARMACY, agree, later, withdraw
from tests.central.records.conftest import House
from tests.central.records.receipts import (
    AMLODIPINE,
    OTHER_PRESCRIBER,
    PRESCRIBER,
    PharmacyBill,
    clinic_file,
    clinic_medicine,
    pharmacy_file,
)

pytestmark = pytest.mark.anyio
KIND_OF = {"/v1/records/drugs": "drug", "/v1/records/checkups": "checkup", "/v1/records/answers": "drug"}
OTHER_KIND = {"drug": "checkup", "checkup": "drug"}
SITUATIONS = ("none", "another institution's", "over", "withdrawn", "another kind")


async def asking_operations(house: House) -> dict[str, dict[str, Any]]:
    """Every operation whose message names a consent, with an example of the message."""
    described = (await house.clinic.line.get("/openapi.json")).json()
    schemas = described["components"]["schemas"]
    found = {}
    for path, by_method in described["paths"].items():
        body = by_method.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        name = (body or {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
        if "consent_id" in schemas.get(name, {}).get("properties", {}):
            found[path] = schemas[name]["examples"][0]
    return found


async def consent_for(house: House, clock: StandingClock, situation: str, kind: str) -> str:
    if situation == "none":
        return "nobodys-consent"
    if situation == "another kind":
        return await house.agreed(OTHER_KIND[kind])
    consent_id = await house.agreed(kind)
    if situation == "over":
        await later(house.clinic, clock, timedelta(hours=24))
    elif situation == "withdrawn":
        assert (await withdraw(house.clinic, consent_id)).status_code == 200
    elif situation == "another institution's":
        await house.as_pharmacy()
    return consent_id


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_endpoint_refuses_without_a_consent_in_force_and_records_the_try(
    house: House, clock: StandingClock, situation: str
) -> None:
    """R15: all refusals are alike; the try stands on record, and the person sees it where it is her consent."""
    operations = await asking_operations(house)
    assert set(operations) == set(KIND_OF)
    for path, example in operations.items():
        consent_id = await consent_for(house, clock, situation, KIND_OF[path])
        reply = await house.clinic.line.post(path, json=example | {"consent_id": consent_id})
        assert (reply.status_code, reply.json()["code"]) == (403, "consent.missing"), (path, reply.text)
        assert reply.json()["fields"] == ["consent_id"]
        await house.as_clinic()
    rows = await house.rows("SELECT outcome, person_id, consent_id FROM record_access")
    assert [row[0] for row in rows] == ["consent.missing"] * len(operations)
    hers = situation != "none"
    assert {row[1:] for row in rows if row[1] is None} == (set() if hers else {(None, None)})


async def test_before_its_first_day_nothing_is_opened_or_told(house: House) -> None:
    """R19: the check itself is answered; a kind that has not started opens nothing, and its endpoints name the day."""
    service = house.clinic.service
    later_on = Start(date(2027, 4, 1), "a day to come")
    starts = dict(OUTLINE.starts) | {NamedService.DRUG_INFORMATION: later_on}
    settings = replace(service.settings, calendar=Calendar("later", starts))
    object.__setattr__(service, "settings", settings)
    given = await agree(house.clinic, "drug", "checkup")
    assert set(given) == {"checkup"}
    for path, example in (await asking_operations(house)).items():
        reply = await house.clinic.line.post(path, json=example | {"consent_id": given["checkup"]})
        if KIND_OF[path] == "drug":
            assert (reply.status_code, reply.json()["code"]) == (400, "service.not_started")
            assert reply.json()["starts_on"] == "2027-04-01"
        else:
            assert reply.status_code == 200


async def test_a_read_is_on_disk_before_anything_is_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R15: a service that fails in between has told nothing, and the read stands."""
    consent_id = await house.agreed("drug")

    async def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.central.records.endpoints.drug_history", fails)
    assert (await read_failing(house, consent_id)).status_code == 500
    assert await house.rows("SELECT action, outcome FROM record_access") == [("drug", "answered")]


async def test_a_read_that_cannot_be_recorded_is_not_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent_id = await house.agreed("drug")
    read = []

    class Unwritable:
        def __init__(self, database: Database) -> None:
            self._database = database

        def __getattr__(self, name: str) -> Any:
            return getattr(self._database, name)

        async def append(self, *_: object) -> None:
            raise OSError("the disk is full")

    async def seen(*_: object) -> None:
        read.append(True)

    service: Service = house.clinic.service
    monkeypatch.setattr("app.central.records.endpoints.drug_history", seen)
    object.__setattr__(service, "database", Unwritable(service.database))
    assert (await read_failing(house, consent_id)).status_code == 500
    object.__setattr__(service, "database", house.clinic.database)
    assert read == []


async def test_the_person_sees_who_read_what_under_which_name(house: House) -> None:
    await house.read("drugs", await house.agreed("drug"), staff="鈴木")
    async with house.clinic.database.transaction() as tx:
        (only,) = await accesses_of_person(tx, house.person_id)
    assert (only.institution, only.institution_name, only.staff) == (CODE.digits, "見本医院", "鈴木")
    assert (only.action, only.outcome) == ("drug", "answered")


async def test_answers_are_not_kept_for_repeats(house: House) -> None:
    """A read repeated with the same Idempotency-Key is another read, on record again."""
    consent_id = await house.agreed("drug")
    for _ in range(2):
        await house.clinic.line.post(
            "/v1/records/drugs",
            json={"consent_id": consent_id, "staff": "佐藤"},
            headers={"Idempotency-Key": "the-same-key"},
        )
    assert len(await house.rows("SELECT at FROM record_access")) == 2
    assert await house.rows("SELECT route FROM first_reply WHERE route LIKE '%records%'") == []


async def test_the_prescribing_institution_reaches_no_clinic_and_no_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """R15: by value, over every reply that an institution can get, and over what the service logs."""
    caplog.set_level(logging.DEBUG)
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill(), PharmacyBill(prescriber=OTHER_PRESCRIBER)))
    await house.as_clinic()
    await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    replies: list[httpx.Response] = []
    for sign_in, institution in ((house.as_clinic, CODE), (house.as_pharmacy, PHARMACY)):
        await sign_in()
        drug = await house.agreed("drug", "checkup", institution=institution.digits)
        for path, example in (await asking_operations(house)).items():
            replies.append(await house.clinic.line.post(path, json=example | {"consent_id": drug}))
        replies += [
            await house.clinic.line.get(path) for path in ("/openapi.json", "/docs", "/v1/institution")
        ]
    told = [reply.text for reply in replies] + [json.dumps(reply.json()) for reply in replies if _json(reply)]
    assert any("見本ゾルピ錠" in text for text in told), "the medicines themselves are told"
    for secret in (PRESCRIBER, OTHER_PRESCRIBER, "9990055"):
        assert all(secret not in text for text in told)
        assert secret not in caplog.text
    assert len(await house.rows("SELECT name FROM dispensing_prescriber")) == 2


async def read_failing(house: House, consent_id: str) -> httpx.Response:
    """A read during which the service fails; that it logs so is no news here."""
    with pytest.MonkeyPatch.context() as quiet:
        quiet.setattr(logging.getLogger("madoguchi.central"), "disabled", True)
        return await house.read("drugs", consent_id)


def _json(reply: httpx.Response) -> bool:
    return reply.headers["content-type"].startswith("application/json")
