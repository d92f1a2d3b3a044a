"""Many look-ups at once (R10): taken in, worked off, fetched page by page, kept for two days."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from app.central.app import build_app
from app.central.batch.lane import batch_lane, work_off_a_block
from app.central.batch.tables import BLOCK, MOST_OPEN
from app.central.institutions.credentials import create_institution
from app.scheme.calendar import NamedService
from app.scheme.numbers import InstitutionCode
from tests.central.batch.desk import BatchDesk, item, items
from tests.central.clinic import LATE_ELDERLY, TODAY, Clinic, StandingClock, card, cover, person
from tests.central.registration.insurer import access_audit

pytestmark = pytest.mark.anyio
TOMORROW = TODAY + timedelta(days=1)


async def test_a_batch_is_answered_as_typed_cards_are(desk: BatchDesk) -> None:
    """R10, R7: the same outcomes, the same information."""
    since = date(2026, 11, 10)
    lapsed = card(number="77")
    newer = cover(card(symbol="13", number="78"), since)
    await desk.clinic.enter(
        person(cover(lapsed, lost_on=since), newer), person(cover(card(number="55", branch="01")))
    )
    receipt = await desk.handed_over(
        [item("a"), item("b", number="77"), item("c", number="9999"), item("d", number="55", branch="01")]
    )
    await desk.work()
    results = await desk.results(receipt)
    assert [(each["item_id"], each["outcome"], each["problem"]) for each in results] == [
        ("a", "valid", None),
        ("b", "lapsed_newer", None),
        ("c", "none", None),
        ("d", "valid", None),
    ]
    typed = (await desk.clinic.typed()).json()
    assert results[0]["information"] == typed["information"]
    assert results[0]["checked_at"] == typed["checked_at"]


async def test_appointments_lie_ahead_and_are_answered_from_what_is_known_now(desk: BatchDesk) -> None:
    """R10: a cover that is known to end before the visit reads lapsed."""
    await desk.clinic.enter(person(cover(card(number="77"), lost_on=TOMORROW)))
    last = TODAY + timedelta(days=31)
    receipt = await desk.handed_over(
        [
            item("today", number="77"),
            item("tomorrow", number="77", on=TOMORROW.isoformat()),
            item("last", on=last.isoformat()),
            item("far", on=(last + timedelta(days=1)).isoformat()),
        ]
    )
    await desk.work()
    found = [(each["outcome"], each["problem"]) for each in await desk.results(receipt)]
    assert found == [("valid", None), ("lapsed", None), ("valid", None), (None, "day.refused")]


async def test_an_item_that_cannot_be_asked_is_refused_alone(desk: BatchDesk) -> None:
    """Whether its shape is wrong or what it says: the others are answered."""
    receipt = await desk.handed_over(
        [
            item("short", insurer="123"),
            item("good"),
            item("no-day", on="2026-02-30"),
            item("both", birth_on="1988-02-14"),
            item("lacking", month_day=None),
            item("late", insurer=LATE_ELDERLY, branch=None, month_day=None, birth_on="1940-01-01"),
            item("not-a-day", month_day="0230"),
        ]
    )
    await desk.work()
    found = {each["item_id"]: each["outcome"] or each["problem"] for each in await desk.results(receipt)}
    assert found == {
        "short": "number.refused",
        "good": "valid",
        "no-day": "day.refused",
        "both": "number.refused",
        "lacking": "number.refused",
        "late": "number.refused",
        "not-a-day": "number.refused",
    }


async def test_a_batch_of_refused_items_alone_is_done_at_once(desk: BatchDesk) -> None:
    reply = await desk.hand_over([item(insurer="1")])
    assert (reply.json()["state"], reply.json()["done"]) == ("done", 1)
    page = (await desk.page(reply.json()["receipt_number"])).json()
    assert page["results"][0]["problem"] == "number.refused" and page["next_cursor"] is None


async def test_a_my_number_is_refused_and_kept_nowhere(desk: BatchDesk) -> None:
    """R3: neither in a question that waits nor in a result; a name of an item or of staff is none either."""
    receipt = await desk.handed_over(
        [item("1", number="123456789018"), item("2", symbol="1234-5678-9018"), item("3")]
    )
    async with desk.clinic.database.transaction() as tx:
        kept = str([tuple(row) for row in await tx.fetch("SELECT * FROM batch_block")])
    assert "123456789018" not in kept and "1234-5678-9018" not in kept
    await desk.work()
    found = {each["item_id"]: each["outcome"] or each["problem"] for each in await desk.results(receipt)}
    assert found == {"1": "number.refused", "2": "number.refused", "3": "valid"}
    for reply, field in (
        (await desk.hand_over([item()], staff="123456789018"), "staff"),
        (await desk.hand_over([item("1234-5678-9018")]), "item_id"),
    ):
        assert (reply.status_code, reply.json()["fields"]) == (422, [field])


async def test_a_malformed_message_is_refused_whole_without_its_values(desk: BatchDesk) -> None:
    twice = await desk.hand_over([item("1"), item("1", number="77")])
    unknown = await desk.hand_over([item() | {"himitsu": "himitsu"}])
    nameless = await desk.hand_over([item(""), item("2")])
    nothing = await desk.hand_over([])
    fields = ("item_id", "items[0].(unknown)", "items[0].item_id", "items")
    for reply, field in zip((twice, unknown, nameless, nothing), fields, strict=True):
        assert (reply.status_code, reply.json()["code"]) == (422, "message.malformed")
        assert reply.json()["fields"] == [field]
        assert "himitsu" not in reply.text


@pytest.mark.parametrize(
    "body", [b"", b"{himitsu", b"[]", b"null", b'"himitsu"', b"\xff\xfe", b'{"items": 1}']
)
async def test_what_is_no_message_at_all_is_refused_as_malformed(desk: BatchDesk, body: bytes) -> None:
    reply = await desk.clinic.line.post("/v1/batches", content=body)
    assert (reply.status_code, reply.json()["code"]) == (422, "message.malformed")
    assert "himitsu" not in reply.text


async def test_ten_thousand_items_are_taken_in_and_one_more_is_not(desk: BatchDesk) -> None:
    reply = await desk.hand_over(items(10_000))
    assert (reply.status_code, reply.json()["total"], reply.json()["state"]) == (202, 10_000, "working")
    refused = await desk.hand_over(items(10_001))
    assert (refused.status_code, refused.json()["fields"]) == (422, ["items"])


async def test_a_batch_handed_over_twice_is_one_batch(desk: BatchDesk) -> None:
    batch_id = "8f1c1d0e-2f64-4a0b-9b7d-5f2f8f1f6c22"
    first = await desk.hand_over(items(60), batch_id)
    await desk.work()
    again = await desk.hand_over(items(60), batch_id)
    assert again.json()["receipt_number"] == first.json()["receipt_number"]
    assert (again.json()["state"], again.json()["done"]) == ("done", 60)
    assert len(await desk.clinic.audit()) == 60, "nobody is looked up twice"
    other = await desk.hand_over(items(61), batch_id)
    assert (other.status_code, other.json()["code"]) == (409, "batch_id.reused")


async def test_an_institution_has_so_many_batches_under_way_and_no_more(desk: BatchDesk) -> None:
    batch_ids = [str(uuid4()) for _ in range(MOST_OPEN)]
    for batch_id in batch_ids:
        assert (await desk.hand_over([item()], batch_id)).status_code == 202
    refused = await desk.hand_over([item()], one_more := str(uuid4()))
    assert (refused.status_code, refused.json()["code"]) == (429, "batch.too_many")
    assert refused.headers["retry-after"]
    assert (await desk.hand_over([item()], batch_ids[0])).status_code == 202, "the same batch is no other"
    await desk.work()
    assert (await desk.hand_over([item()], one_more)).json()["state"] == "working", "nothing of it was kept"


async def test_results_come_page_by_page_while_the_batch_is_worked_off(desk: BatchDesk) -> None:
    receipt = await desk.handed_over(items(220))
    before = (await desk.page(receipt)).json()
    assert before == {"results": [], "next_cursor": "0"}
    await desk.work()
    seen: list[str] = []
    cursor: str | None = ""
    pages = 0
    while cursor is not None:
        page = (await desk.page(receipt, cursor)).json()
        seen += [each["item_id"] for each in page["results"]]
        cursor, pages = page["next_cursor"], pages + 1
    assert seen == [str(number) for number in range(1, 221)] and pages == 2
    assert (await desk.page(receipt, "himitsu")).status_code == 422


async def test_another_institution_sees_nothing_of_a_batch(desk: BatchDesk) -> None:
    """R10: its receipt number opens nothing to anybody else, nor can they stop it; each try is kept."""
    receipt = await desk.handed_over([item()])
    async with desk.clinic.database.transaction() as tx:
        other = InstitutionCode("1319990022")
        secret = await create_institution(tx, other, "見本薬局", desk.clinic.service.clock())
    transport = httpx.ASGITransport(build_app(desk.clinic.service))
    async with httpx.AsyncClient(transport=transport, base_url="http://central") as line:
        stranger = Clinic(desk.clinic.database, desk.clinic.service, line, secret, desk.clinic.app)
        await stranger.sign_in(other.digits, secret)
        there = BatchDesk(stranger)
        for reply in (await there.progress(receipt), await there.page(receipt), await there.cancel(receipt)):
            assert (reply.status_code, reply.json()["code"]) == (404, "batch.unknown")
        absent = await there.progress("0" * 20)
        assert absent.json()["code"] == "batch.unknown"
    path = "/v1/batches/{receipt_number}"
    assert await access_audit(desk.clinic.database) == [
        (other.digits, action, "batch.unknown", "")
        for action in (f"GET {path}", f"GET {path}/results", f"DELETE {path}", f"GET {path}")
    ]
    assert (await desk.progress(receipt)).json()["state"] == "working"


async def test_a_cancelled_batch_asks_nothing_more_and_keeps_what_it_found(desk: BatchDesk) -> None:
    receipt = await desk.handed_over(items(120))
    await work_off_a_block(desk.clinic.service)
    reply = (await desk.cancel(receipt)).json()
    assert (reply["state"], reply["done"]) == ("cancelled", BLOCK)
    assert await desk.work() == 0
    assert len(await desk.results(receipt)) == BLOCK
    assert (await desk.page(receipt, str(BLOCK))).json() == {"results": [], "next_cursor": None}
    async with desk.clinic.database.transaction() as tx:
        kept = [row["questions"] for row in await tx.fetch("SELECT questions FROM batch_block")]
    assert set(kept) == {"[]"}, "what will not be asked is not kept"


async def test_questions_go_as_they_are_answered_and_everything_after_two_days(
    desk: BatchDesk, clock: StandingClock
) -> None:
    receipt = await desk.handed_over([item()])
    await desk.work()
    async with desk.clinic.database.transaction() as tx:
        (row,) = await tx.fetch("SELECT questions FROM batch_block")
    assert row["questions"] == "[]"
    clock.advance(timedelta(hours=48))
    await desk.clinic.sign_in("1319990014", desk.clinic.secret)
    assert (await desk.progress(receipt)).json()["code"] == "batch.unknown"
    await desk.handed_over([item("other")])
    async with desk.clinic.database.transaction() as tx:
        left = await tx.fetch("SELECT results FROM batch_block")
    assert [row["results"] for row in left] == ["[]"]


async def test_before_its_first_day_the_batch_service_refuses_with_the_date(
    desk: BatchDesk, clock: StandingClock
) -> None:
    """R19: the day of asking counts."""
    clock.now = datetime(2020, 10, 1, tzinfo=UTC)
    await desk.clinic.sign_in("1319990014", desk.clinic.secret)
    reply = await desk.hand_over([item()])
    assert (reply.status_code, reply.json()["code"]) == (400, "service.not_started")
    starts_on = desk.clinic.service.settings.calendar.start_of(NamedService.BATCH_CHECK).on
    assert reply.json()["starts_on"] == starts_on.isoformat()


async def test_a_batch_is_audited_as_typed_checks_are(desk: BatchDesk) -> None:
    await desk.handed_over([item("a"), item("b", number="9999")])
    await desk.work()
    hit, miss = sorted(await desk.clinic.audit(), key=lambda row: row["missed"])
    assert (hit["outcome"], hit["level"], hit["staff"]) == ("valid", "typed", "佐藤")
    assert hit["person_id"] is not None and not hit["photograph_confirmed"]
    assert (miss["outcome"], miss["missed"], miss["person_id"]) == ("none", True, None)


async def test_the_lane_works_by_itself_as_soon_as_a_batch_comes(desk: BatchDesk) -> None:
    async with batch_lane(desk.clinic.service):
        receipt = await desk.handed_over(items(120))
        while (await desk.progress(receipt)).json()["state"] != "done":
            await asyncio.sleep(0.005)
    assert len(await desk.results(receipt)) == 120
