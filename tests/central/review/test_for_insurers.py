"""Insurers fetch over the wire what the review found to be theirs; who hands in too much has to wait (R13, R14)."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.central.access.tokens import DELIVERIES, REGISTRATION, issue_token
from app.central.review import insurer_endpoints, submissions
from app.central.review.closing import review_again
from app.central.storage.database import Database
from app.scheme.receipts.reading import ReceiptReader
from tests.central.clinic import ASSOCIATION, CODE, SOCIETY, Clinic, StandingClock, card, cover, person
from tests.central.registration.insurer import Insurer, access_audit
from tests.central.review.files import Bill, uke
from tests.central.review.test_over_the_wire import (
    BILLS,
    NEW_CARD,
    OCTOBER_12,
    announce,
    handed_in,
    send,
    work_off,
)

pytestmark = pytest.mark.anyio
KOKUHO = "139915"
LIVES_THERE = "例示県架空市駅前例示1番2号"


@pytest.fixture
async def town(clinic: Clinic) -> Clinic:
    return await _settled(clinic)


@pytest.fixture
async def lasting_town(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """The same on either engine."""
    async with Clinic.opened(database, clock) as clinic:
        yield await _settled(clinic)


async def _settled(clinic: Clinic) -> Clinic:
    """Who changed insurer, who stayed, and whose cover ended and who lives where there is a 国保."""
    gone = person(cover(card(number="2"), lost_on=OCTOBER_12))
    born = gone.details.birth_on
    there = type(gone.details)("架空　花", "カクウ　ハナ", "2", born, None, LIVES_THERE)
    await clinic.enter(
        person(cover(lost_on=OCTOBER_12), cover(NEW_CARD, OCTOBER_12)),
        person(cover(card(number="1"))),
        type(gone)(there, gone.known_at, gone.covers),
    )
    return clinic


async def _insurer(clinic: Clinic, number: str) -> Insurer:
    clock = clinic.service.clock
    assert isinstance(clock, StandingClock)
    return await Insurer.signed_in(clinic.database, clock, number)


async def _ready(insurer: Insurer, **asked: Any) -> list[dict[str, Any]]:
    reply = await insurer.read("deliveries", **asked)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["deliveries"]
    return found


async def _fetched(insurer: Insurer, delivery_id: str) -> httpx.Response:
    return await insurer.read(f"deliveries/{delivery_id}")


async def test_each_insurer_fetches_the_receipts_that_are_its_own(lasting_town: Clinic) -> None:
    """R14: verified receipts only; both parts of a split, each where it belongs."""
    number = await handed_in(lasting_town, uke(*BILLS))
    for whose, confirmed in ((SOCIETY, ["05", "02"]), (ASSOCIATION, ["05", "04"])):
        insurer = await _insurer(lasting_town, whose)
        (ready,) = await _ready(insurer)
        assert ready["delivery_id"] == f"{number}.1.1"
        assert (ready["receipts"], ready["claims"]) == (2, 2)
        file = (await _fetched(insurer, ready["delivery_id"])).content
        receipts = list(ReceiptReader(file))
        assert [each.number for each in receipts] == ["1", "2"]
        assert [each.confirmations[0].confirmation for each in receipts] == confirmed
        assert {each.insured.insurer.digits for each in receipts if each.insured} == {whose}
        assert ready["points"] == sum(each.points or 0 for each in receipts)


async def test_anothers_delivery_is_as_absent(town: Clinic) -> None:
    """R14."""
    number = await handed_in(town, uke(Bill(number="１")))
    stranger = await _insurer(town, ASSOCIATION)
    assert await _ready(stranger) == []
    replies = [
        await _fetched(stranger, each)
        for each in (f"{number}.1.1", f"{number}.1.2", f"{number}.9.1", "20200101-000000000000.1.1", "x")
    ]
    assert {each.status_code for each in replies} == {404}
    assert {each.json()["code"] for each in replies} == {"delivery.unknown"}


async def test_a_kokuho_fetches_the_people_it_has_to_look_for(lasting_town: Clinic) -> None:
    """R13: whose cover ended and whose new one is not known, by their address; nobody else's 国保 sees them."""
    await handed_in(lasting_town, uke(*BILLS))
    kokuho = await _insurer(lasting_town, KOKUHO)
    (ready,) = await _ready(kokuho)
    assert (ready["agency"], ready["receipts"]) == ("kokuho", 1)
    reply = await _fetched(kokuho, ready["delivery_id"])
    assert reply.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert (row["住所"], row["喪失日"]) == (LIVES_THERE, "2026-10-12")
    other = await _insurer(lasting_town, "139923")
    assert (await _fetched(other, ready["delivery_id"])).status_code == 404


async def test_a_later_review_takes_the_place_until_the_closing_day(
    town: Clinic, clock: StandingClock
) -> None:
    """R13: while the new review goes on there is nothing to fetch; what is final says so."""
    number = await handed_in(town, uke(Bill(number="１")))
    insurer = await _insurer(town, SOCIETY)
    (first,) = await _ready(insurer)
    assert not first["final"]
    async with town.database.transaction() as tx:
        await review_again(tx, number, clock())
    assert await _ready(insurer) == []
    assert (await _fetched(insurer, first["delivery_id"])).status_code == 404
    await work_off(town)
    (second,) = await _ready(insurer)
    assert second["delivery_id"] == f"{number}.2.1"
    clock.advance(timedelta(days=(date.fromisoformat(second["closes_on"]) - clock().date()).days + 1))
    assert [each["final"] for each in await _ready(insurer)] == [True]


async def test_deliveries_come_page_by_page(town: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insurer_endpoints, "_PAGE", 1)
    numbers = sorted([await handed_in(town, uke(Bill(number="１", days=(day,)))) for day in (5, 6, 7)])
    insurer = await _insurer(town, SOCIETY)
    found: list[str] = []
    cursor: str | None = ""
    for _ in numbers:
        page = (await insurer.read("deliveries", cursor=cursor)).json()
        found += [each["delivery_id"].split(".")[0] for each in page["deliveries"]]
        cursor = page["next_cursor"]
    assert (found, cursor) == (numbers, None)
    assert (await insurer.read("deliveries", cursor="1")).json()["fields"] == ["cursor"]


async def test_every_fetch_is_kept_and_a_clinic_fetches_none(town: Clinic) -> None:
    """R14: a refused one too."""
    number = await handed_in(town, uke(Bill(number="１")))
    insurer = await _insurer(town, SOCIETY)
    await _fetched(insurer, f"{number}.1.1")
    await _fetched(insurer, f"{number}.1.2")
    refused = await town.line.get("/v1/insurer/deliveries")
    assert refused.json()["code"] == "scope.missing"
    kept = [(action, outcome) for _, action, outcome, _ in await access_audit(town.database)]
    assert kept == [
        ("GET /v1/insurer/deliveries/{delivery_id}", "done"),
        ("GET /v1/insurer/deliveries/{delivery_id}", "delivery.unknown"),
        ("GET /v1/insurer/deliveries", "scope.missing"),
    ]


async def test_who_may_register_alone_fetches_nothing(town: Clinic, clock: StandingClock) -> None:
    """R14: a scope of its own."""
    insurer = await _insurer(town, SOCIETY)
    for scope, status in ((REGISTRATION, 403), (DELIVERIES, 200)):
        token = issue_token(town.service.settings.key, SOCIETY, (scope,), clock())
        headers = {"Authorization": f"Bearer {token}"}
        reply = await insurer.line.get("/v1/insurer/deliveries", headers=headers)
        assert reply.status_code == status, scope


async def test_too_many_open_submissions_wait_until_one_is_done(
    town: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was announced already goes on; a new file waits."""
    monkeypatch.setattr(submissions, "MOST_OPEN", 1)
    first, second = uke(Bill(number="１")), uke(Bill(number="１", days=(6,)))
    number = (await announce(town, first)).json()["receipt_number"]
    refused = await announce(town, second)
    assert (refused.status_code, refused.json()["code"]) == (429, "receipts.too_much")
    assert refused.headers["retry-after"] == "60"
    assert (await announce(town, first)).json()["receipt_number"] == number
    await send(town, number, 0, first)
    await work_off(town)
    assert (await announce(town, second)).status_code == 202


async def test_an_institution_hands_in_so_many_bytes_a_day(
    town: Clinic, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Japanese days; announcements count, since paper comes with them."""
    monkeypatch.setattr(submissions, "MOST_BYTES_A_DAY", 2 * submissions.LONGEST_ANNOUNCEMENT)
    data = uke(Bill(number="１"))
    await handed_in(town, data)
    refused = await announce(town, uke(Bill(number="１", days=(6,))))
    assert refused.json()["code"] == "receipts.too_much"
    wait = timedelta(seconds=int(refused.headers["retry-after"]))
    assert timedelta() < wait <= timedelta(days=1, seconds=1)
    clock.advance(wait)
    await town.sign_in(CODE.digits, town.secret)
    assert (await announce(town, uke(Bill(number="１", days=(6,))))).status_code == 202
