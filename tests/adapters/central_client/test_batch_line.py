"""Batches over HTTP: messages out, results back (R10)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.adapters.central_client.batch_line import CentralBatchLine, NoBatchLine
from app.adapters.central_client.transport import Connection, Transport
from app.appointments.appointment import BatchId, ItemId
from app.eligibility.ports import CentralFailing, CredentialsRefused, RefusedByCentral
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import Level, Outcome
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.appointments.batches import appointment, item
from tests.contract.vectors import vector

BATCH = BatchId("8f1c1d0e-2f64-4a0b-9b7d-5f2f8f1f6c22")
RECEIPT = "0c9f4e7b21d35a6f8e10"
VISIT = date(2026, 4, 2)


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as running:
        yield running


@pytest.fixture
def line(service: ScriptedService) -> Iterator[CentralBatchLine]:
    way = Transport(Connection(service.url, "1319990014", "s3cret"))
    yield CentralBatchLine(way)
    way.close()


def test_appointments_go_out_as_the_contract_has_them(
    service: ScriptedService, line: CentralBatchLine
) -> None:
    """R6: with branch month and day of birth, without and for 後期高齢 the full date."""
    service.routes["/v1/batches"] = [Reply(202, vector("batch-working"))]
    with_branch = appointment(on=VISIT, insured=InsuredNumber.parse("06139992", "12", "3456", "00"))
    elderly = appointment(
        on=VISIT, insured=InsuredNumber.parse("39139993", "", "00012345"), birth_on=date(1940, 5, 6)
    )
    items = [item(appointment=with_branch), item(appointment=elderly, id=ItemId("2"))]
    progress = line.hand_over(BATCH, items, "佐藤")
    (sent,) = service.sent_to("/v1/batches")
    assert json.loads(sent.body) == vector("batch")
    assert (progress.receipt_number, progress.state, progress.total, progress.done) == (
        RECEIPT,
        "working",
        120,
        50,
    )
    short = replace(with_branch, birth_on=None, month_day="0214")
    line.hand_over(BATCH, [item(appointment=short), items[1]], "佐藤")
    assert json.loads(service.sent_to("/v1/batches")[1].body) == vector("batch")


def test_a_pause_is_told_with_its_end(service: ScriptedService, line: CentralBatchLine) -> None:
    service.routes[f"/v1/batches/{RECEIPT}"] = [Reply(200, vector("batch-paused"))]
    progress = line.progress(RECEIPT)
    assert (progress.state, progress.paused_until) == ("paused", datetime(2026, 4, 1, 1, 30, tzinfo=UTC))
    assert line.cancel(RECEIPT) == progress


def test_results_come_with_the_place_to_go_on(service: ScriptedService, line: CentralBatchLine) -> None:
    path = f"/v1/batches/{RECEIPT}/results"
    service.routes[path] = [Reply(200, vector("batch-results")), Reply(200, vector("batch-results-last"))]
    page = line.results(RECEIPT, None)
    valid, none, number, day = page.results
    assert valid.answer is not None and valid.answer.level is Level.TYPED
    assert valid.answer.single is not None and valid.answer.on == VISIT
    assert none.answer is not None and none.answer.outcome is Outcome.NONE
    assert (number.answer, number.problem) == (None, "number.refused")
    assert (day.answer, day.problem) == (None, "day.refused")
    last = line.results(RECEIPT, page.next_cursor)
    assert (last.results, last.next_cursor) == ((), None)
    assert [each.path for each in service.sent_to(path)] == [path, f"{path}?cursor=4"]


def test_an_outcome_of_a_newer_service_is_no_answer(service: ScriptedService, line: CentralBatchLine) -> None:
    page = vector("batch-results")
    page["results"][0]["outcome"] = "newer"
    service.routes[f"/v1/batches/{RECEIPT}/results"] = [Reply(200, page)]
    with pytest.raises(CentralFailing):
        line.results(RECEIPT, None)


def test_a_batch_the_service_does_not_hold_is_refused_by_name(
    service: ScriptedService, line: CentralBatchLine
) -> None:
    unknown = vector("problem-batch-unknown")
    service.routes[f"/v1/batches/{RECEIPT}"] = [Reply(404, unknown)]
    with pytest.raises(RefusedByCentral) as refusal:
        line.progress(RECEIPT)
    assert refusal.value.reason == "batch.unknown"


def test_a_broken_connection_says_the_same_to_everything() -> None:
    broken = NoBatchLine(CredentialsRefused)
    for ask in (
        lambda: broken.hand_over(BATCH, [], "佐藤"),
        lambda: broken.progress(RECEIPT),
        lambda: broken.results(RECEIPT, None),
        lambda: broken.cancel(RECEIPT),
    ):
        with pytest.raises(CredentialsRefused):
            ask()
