"""Health information over HTTP: asked under a consent, handed on as our own values (R15, R16)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.adapters.central_client.records_line import CentralRecordsLine, NoRecordsLine
from app.adapters.central_client.transport import Connection, Transport
from app.consent.consent import ConsentId, ConsentInForce, ConsentKind
from app.eligibility.ports import CredentialsRefused, RefusedByCentral
from app.errors import InputRefused
from app.health_records.duplicates import duplicates
from app.health_records.records import GenericSaving
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.contract.vectors import vector

UNTIL = datetime(2026, 4, 2, 0, 30, tzinfo=UTC)
DRUG = ConsentInForce(ConsentId("b3BhcXVlLWNvbnNlbnQtaWQx"), ConsentKind.DRUG, UNTIL)
CHECKUP = ConsentInForce(ConsentId("b3BhcXVlLWNvbnNlbnQtaWQy"), ConsentKind.CHECKUP, UNTIL)


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as running:
        yield running


@pytest.fixture
def line(service: ScriptedService) -> Iterator[CentralRecordsLine]:
    way = Transport(Connection(service.url, "1319990014", "s3cret"))
    yield CentralRecordsLine(way)
    way.close()


def test_a_drug_history_comes_whole(service: ScriptedService, line: CentralRecordsLine) -> None:
    service.routes["/v1/records/drugs"] = [Reply(200, vector("drug-history"))]
    told = line.drugs(DRUG, "佐藤")
    assert json.loads(service.sent_to("/v1/records/drugs")[0].body) == vector("records-request")
    (only,) = told.dispensings
    assert (only.on, only.place, only.quantity, only.days_supply) == (
        date(2026, 2, 12),
        "例示薬局",
        Decimal(28),
        28,
    )
    assert (only.medicine.code, only.medicine.class_name) == ("1129009F2010", "催眠鎮静剤・抗不安剤")
    assert only.generic == GenericSaving("ゾルピデム酒石酸塩錠１０ｍｇ「架空」", 720)
    assert only.known_at == datetime(2026, 3, 12, 2, tzinfo=UTC)
    assert (told.complete_from, told.newest_month) == (date(2023, 4, 1), "2026-02")
    assert [(each.insurer_name, each.reason) for each in told.withheld] == [
        ("見本自衛官等療養給付", "not_entrusted")
    ]
    assert [each.note for each in told.answered] == ["頓用として併用中"]
    assert duplicates(told.dispensings, told.answered, date(2026, 4, 1)) == ()


def test_checkups_come_with_their_ranges(service: ScriptedService, line: CentralRecordsLine) -> None:
    service.routes["/v1/records/checkups"] = [Reply(200, vector("checkups"))]
    told = line.checkups(CHECKUP, "佐藤")
    (checkup,) = told.checkups
    (value,) = checkup.values
    assert (checkup.held_on, value.name, value.value, value.low, value.high) == (
        date(2025, 6, 3),
        "収縮期血圧",
        "138",
        None,
        Decimal(129),
    )
    assert (value.visit_low, value.visit_high) == (None, Decimal(139))


def test_an_answer_goes_out_as_the_contract_has_it(
    service: ScriptedService, line: CentralRecordsLine
) -> None:
    service.routes["/v1/records/answers"] = [Reply(200, vector("alert-answered"))]
    sent = vector("alert-answer")
    kept = line.answer(DRUG, sent["alert"], sent["facts"], sent["answer"], sent["note"], "佐藤")
    assert json.loads(service.sent_to("/v1/records/answers")[0].body) == sent
    with pytest.raises(InputRefused, match="note"):
        line.answer(DRUG, sent["alert"], sent["facts"], sent["answer"], "長" * 201, "佐藤")
    assert (kept.alert, kept.staff_name) == (sent["alert"], "佐藤")


def test_without_a_consent_in_force_the_refusal_keeps_its_code(
    service: ScriptedService, line: CentralRecordsLine
) -> None:
    service.routes["/v1/records/drugs"] = [Reply(403, vector("problem-consent-missing"))]
    with pytest.raises(RefusedByCentral) as refusal:
        line.drugs(DRUG, "佐藤")
    assert refusal.value.failure_code == "consent.missing"


def test_without_a_whole_connection_nothing_is_read() -> None:
    line = NoRecordsLine(CredentialsRefused)
    for ask in (
        lambda: line.drugs(DRUG, "佐藤"),
        lambda: line.checkups(CHECKUP, "佐藤"),
        lambda: line.answer(DRUG, "a", "f", "intended", "", "佐藤"),
    ):
        with pytest.raises(CredentialsRefused):
            ask()
