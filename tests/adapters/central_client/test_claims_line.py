"""Receipts over HTTP: a file out, its standing and its outcomes back (R14)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from app.adapters.central_client.claims_line import CentralClaimsLine, NoClaimsLine
from app.adapters.central_client.transport import Connection, Transport
from app.claims.ports import OutcomePage, Standing, ToldOutcome
from app.eligibility.ports import CentralFailing, CredentialsRefused
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.contract.vectors import vector

NUMBER = "20260408-5f0c2a9be1d3"
REVIEWED = Reply(200, vector("receipts-reviewed"))
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as running:
        yield running


@pytest.fixture
def line(service: ScriptedService) -> Iterator[CentralClaimsLine]:
    way = Transport(Connection(service.url, "1319990014", "s3cret"))
    yield CentralClaimsLine(way)
    way.close()


def test_a_file_is_announced_by_length_and_digest_each_time_under_a_new_key(
    service: ScriptedService, line: CentralClaimsLine
) -> None:
    """A repeated reply would tell how much was there the first time."""
    service.routes["/v1/receipts"] = [REVIEWED]
    for _ in range(2):
        line.announce(482113, DIGEST)
    one, two = service.sent_to("/v1/receipts")
    assert json.loads(one.body) == vector("receipts-announced") | {"paper": []}
    assert one.headers["Idempotency-Key"] != two.headers["Idempotency-Key"]


def test_a_part_goes_out_as_it_is_with_its_place(service: ScriptedService, line: CentralClaimsLine) -> None:
    service.routes["/v1/receipts/content"] = [REVIEWED]
    line.send_part(NUMBER, 512, b"\x82\xa0,1\r\n")
    (sent,) = service.sent_to("/v1/receipts/content")
    assert sent.body == b"\x82\xa0,1\r\n"
    assert sent.path.partition("?")[2] == f"receipt_number={NUMBER}&position=512"


def test_a_standing_and_its_outcomes_come_back_as_the_desk_has_them(
    service: ScriptedService, line: CentralClaimsLine
) -> None:
    service.routes[f"/v1/receipts/{NUMBER}"] = [REVIEWED]
    service.routes[f"/v1/receipts/{NUMBER}/outcomes"] = [Reply(200, vector("receipts-outcomes"))]
    assert line.standing(NUMBER) == Standing(
        receipt_number=NUMBER,
        state="reviewed",
        refusal=None,
        received_bytes=482113,
        received_at=datetime(2026, 4, 8, 1, tzinfo=UTC),
        run=1,
        closes_on=date(2026, 4, 20),
        counts={"forwarded": 571, "reassigned": 14, "split": 6, "kokuho": 4, "returned": 5},
    )
    assert line.outcomes(NUMBER, None) == OutcomePage((ToldOutcome(1, "split", "cover_changed"),), None)
    line.outcomes(NUMBER, "31")
    asked = [each.path.partition("?")[2] for each in service.sent_to(f"/v1/receipts/{NUMBER}/outcomes")]
    assert asked == ["", "cursor=31"]


@pytest.mark.parametrize("document", [b"", [], {}, {"receipt_number": 5}])
def test_a_reply_that_is_none_is_a_failing_service(
    service: ScriptedService, line: CentralClaimsLine, document: object
) -> None:
    service.routes[f"/v1/receipts/{NUMBER}"] = [Reply(200, document)]
    with pytest.raises(CentralFailing):
        line.standing(NUMBER)


def test_a_broken_connection_says_the_same_to_everything() -> None:
    broken = NoClaimsLine(CredentialsRefused)
    for ask in (
        lambda: broken.announce(1, DIGEST),
        lambda: broken.send_part(NUMBER, 0, b""),
        lambda: broken.standing(NUMBER),
        lambda: broken.outcomes(NUMBER, None),
    ):
        with pytest.raises(CredentialsRefused):
            ask()
