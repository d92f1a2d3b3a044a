"""Consents over HTTP: forms out, what is in force back (R15)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.adapters.central_client.consent_line import CentralConsentLine, NoConsentLine
from app.adapters.central_client.transport import Connection, Transport
from app.consent.consent import ConsentId, ConsentKind, ConsentLevel
from app.consent.ports import PaperForm
from app.eligibility.answer import CheckId
from app.eligibility.ports import CentralFailing, CredentialsRefused, RefusedByCentral
from app.errors import InputRefused
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.contract.vectors import vector

CHECK = CheckId("3b0c6a52-1d6f-4a5e-9c3e-0f7a2b9d4c11")
FORM = PaperForm("2026-0117", (ConsentKind.DRUG, ConsentKind.CHECKUP), "運転免許証")


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as running:
        yield running


@pytest.fixture
def line(service: ScriptedService) -> Iterator[CentralConsentLine]:
    way = Transport(Connection(service.url, "1319990014", "s3cret"))
    yield CentralConsentLine(way)
    way.close()


def test_what_the_patient_agreed_to_comes_with_the_services_clock(
    service: ScriptedService, line: CentralConsentLine
) -> None:
    service.routes["/v1/consents"] = [Reply(200, vector("consents"))]
    held = line.consents_of(CHECK)
    assert service.sent_to("/v1/consents")[0].path == f"/v1/consents?check_id={CHECK}"
    assert held.now == datetime(2026, 4, 1, 1, 15, tzinfo=UTC)
    drug, checkup = held.records
    assert (drug.kind, drug.level) == (ConsentKind.DRUG, ConsentLevel.PIN)
    assert (checkup.kind, checkup.level) == (ConsentKind.CHECKUP, ConsentLevel.PAPER)
    assert held.in_force(ConsentKind.DRUG, held.now) is not None
    assert held.in_force(ConsentKind.CHECKUP, held.now) is None


def test_a_form_and_a_withdrawal_go_out_as_the_contract_has_them(
    service: ScriptedService, line: CentralConsentLine
) -> None:
    withdrawal = "/v1/consents/b3BhcXVlLWNvbnNlbnQtaWQx/withdraw"
    service.routes["/v1/consents/paper"] = [Reply(200, vector("consents"))]
    service.routes[withdrawal] = [Reply(200, vector("consents"))]
    assert len(line.record_paper(CHECK, FORM, "佐藤").records) == 2
    line.withdraw(ConsentId("b3BhcXVlLWNvbnNlbnQtaWQx"), "佐藤")
    assert json.loads(service.sent_to("/v1/consents/paper")[0].body) == vector("consent-paper")
    assert json.loads(service.sent_to(withdrawal)[0].body) == vector("consent-withdraw")


def test_a_form_number_is_sent_in_half_width_and_one_with_other_letters_is_refused_here(
    service: ScriptedService, line: CentralConsentLine
) -> None:
    service.routes["/v1/consents/paper"] = [Reply(200, vector("consents"))]
    line.record_paper(CHECK, replace(FORM, number="２０２６－０１１７"), "佐藤")
    assert json.loads(service.sent_to("/v1/consents/paper")[0].body) == vector("consent-paper")
    with pytest.raises(InputRefused) as refusal:
        line.record_paper(CHECK, replace(FORM, number="同意書1号"), "佐藤")
    assert refusal.value.field == "form_number" and "同意書" not in str(refusal.value)
    assert len(service.sent_to("/v1/consents/paper")) == 1


def test_a_kind_of_a_newer_service_is_left_out_and_an_unknown_level_fails(
    service: ScriptedService, line: CentralConsentLine
) -> None:
    told = vector("consents")
    newer = [{**each, "kind": "genome"} for each in told["consents"]]
    stranger = [{**each, "level": "voice"} for each in told["consents"]]
    service.routes["/v1/consents"] = [
        Reply(200, {**told, "consents": newer}),
        Reply(200, {**told, "consents": stranger}),
    ]
    assert line.consents_of(CHECK).records == ()
    with pytest.raises(CentralFailing):
        line.consents_of(CHECK)


def test_a_refusal_keeps_its_code(service: ScriptedService, line: CentralConsentLine) -> None:
    service.routes["/v1/consents/paper"] = [Reply(403, vector("problem-consent-paper-refused"))]
    with pytest.raises(RefusedByCentral) as refusal:
        line.record_paper(CHECK, FORM, "佐藤")
    assert refusal.value.failure_code == "consent.paper_refused"


def test_without_a_whole_connection_nothing_opens() -> None:
    line = NoConsentLine(CredentialsRefused)
    for ask in (
        lambda: line.consents_of(CHECK),
        lambda: line.record_paper(CHECK, FORM, "佐藤"),
        lambda: line.withdraw(ConsentId("x"), "佐藤"),
    ):
        with pytest.raises(CredentialsRefused):
            ask()
