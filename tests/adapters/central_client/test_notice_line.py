"""The inbox over HTTP: notices read whole, changes sent as the contract has them (R14)."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from app.adapters.central_client.notice_line import CentralNoticeLine, NoNoticeLine
from app.adapters.central_client.transport import Connection, Transport
from app.eligibility.ports import CentralFailing, CredentialsRefused
from app.notices.notice import NoticeId, NoticeKind, NoticeState
from app.notices.ports import NoticeChanged
from app.scheme.numbers import InsuredNumber
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.contract.vectors import vector
from tests.notices.samples import notice

ID = NoticeId("20260408-5f0c2a9be1d3.1")
ONE = f"/v1/notices/{ID}"


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as running:
        yield running


@pytest.fixture
def line(service: ScriptedService) -> Iterator[CentralNoticeLine]:
    way = Transport(Connection(service.url, "1319990014", "s3cret"))
    yield CentralNoticeLine(way)
    way.close()


def test_a_notice_is_read_whole(service: ScriptedService, line: CentralNoticeLine) -> None:
    service.routes[ONE] = [Reply(200, vector("notice"))]
    found = line.notice(ID)
    assert (found.kind, found.kind_words, found.month_words) == (NoticeKind.SPLIT, "分割", "令和8年3月分")
    assert found.subject.birth_on == date(1988, 2, 14)
    assert found.before.insured == InsuredNumber.parse("06139992", "７０１", "４４２", "02")
    assert [(each.insurer_name, each.points, each.share_percent) for each in found.after] == [
        ("見本健康保険組合", 356, 30),
        ("架空市国民健康保険", 141, 20),
    ]
    assert [(each.own, each.since, each.until) for each in found.known_spans] == [
        (True, date(2026, 3, 1), date(2026, 3, 24)),
        (False, date(2026, 3, 25), None),
    ]
    assert (found.handling.state, found.handling.by, found.handling.version) == (
        NoticeState.IN_HAND,
        "佐藤",
        2,
    )
    assert found.share_difference_yen == -140


def test_the_inbox_is_read_page_by_page(service: ScriptedService, line: CentralNoticeLine) -> None:
    page = vector("notices")
    service.routes["/v1/notices"] = [Reply(200, page | {"next_cursor": "abc="}), Reply(200, page)]
    assert len(line.notices(date(2026, 1, 1))) == 2
    first, second = service.sent_to("/v1/notices")
    assert first.path.endswith("?done_since=2026-01-01&cursor=")
    assert second.path.endswith("?done_since=2026-01-01&cursor=abc%3D")


def test_a_change_names_the_version_that_was_looked_at(
    service: ScriptedService, line: CentralNoticeLine
) -> None:
    service.routes[ONE] = [Reply(200, vector("notice"))]
    asked = vector("notice-change")
    line.handle(notice(ID), NoticeState.IN_HAND, "佐藤", date(2026, 4, 15), asked["note"])
    (sent,) = service.sent_to(ONE)
    assert json.loads(sent.body) == asked


def test_who_comes_second_is_told(service: ScriptedService, line: CentralNoticeLine) -> None:
    service.routes[ONE] = [Reply(409, vector("problem-notice-changed"))]
    with pytest.raises(NoticeChanged):
        line.handle(notice(ID), NoticeState.DONE, "佐藤", None, "")


def test_a_receipt_without_a_readable_card_is_shown_all_the_same(
    service: ScriptedService, line: CentralNoticeLine
) -> None:
    told = vector("notice")
    service.routes[ONE] = [Reply(200, told | {"before": told["before"] | {"insurer": ""}, "kind": "newer"})]
    found = line.notice(ID)
    assert (found.before.insured, found.kind_words) == (None, "newer")


def test_a_state_of_a_newer_service_is_no_guess(service: ScriptedService, line: CentralNoticeLine) -> None:
    service.routes[ONE] = [Reply(200, vector("notice") | {"state": "asleep"})]
    with pytest.raises(CentralFailing):
        line.notice(ID)


def test_a_connection_that_is_not_whole_has_no_inbox() -> None:
    line = NoNoticeLine(CredentialsRefused)
    for ask in (
        lambda: line.notices(date(2026, 1, 1)),
        lambda: line.notice(ID),
        lambda: line.handle(notice(), NoticeState.DONE, "佐藤", None, ""),
    ):
        with pytest.raises(CredentialsRefused):
            ask()
