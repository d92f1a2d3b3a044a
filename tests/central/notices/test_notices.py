"""The inbox over the wire: made by the review, told with its reasons, worked to done by several desks (R11, R14)."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.central.institutions.credentials import create_institution
from app.central.notices import endpoints
from app.central.storage.database import Database
from app.scheme.certificates import ELDERLY, EntitlementCertificate
from app.scheme.numbers import InstitutionCode
from tests.central.clinic import ASSOCIATION, CODE, Clinic, StandingClock, card, cover, person
from tests.central.notices.month import handed_in, inbox, reviewed_again
from tests.central.registration.insurer import access_audit
from tests.central.review.files import Bill, uke

pytestmark = pytest.mark.anyio
OCTOBER_12 = date(2026, 10, 12)
NEW_CARD = card(ASSOCIATION, "13990001", "7", "01")
TOLD_ON_25TH = datetime(2026, 10, 25, 1, tzinfo=UTC)
AMOUNT_PAID = ",,,,,,800,,,"
BILLS = (
    Bill(),
    Bill(number="１"),
    Bill(number="2", days=(13,)),
    Bill(number="9"),
    Bill(days=(13, 20)),
    Bill(days=(13, 20), insurance=AMOUNT_PAID),
)


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On both engines: whose insurer told the change on the 25th, who stayed, whose cover ended."""
    async with Clinic.opened(database, clock) as opened:
        await opened.enter(
            person(
                cover(lost_on=OCTOBER_12, loss_known_at=TOLD_ON_25TH),
                cover(NEW_CARD, OCTOBER_12, known_at=TOLD_ON_25TH),
            ),
            person(cover(card(number="1"))),
            person(cover(card(number="2"), lost_on=OCTOBER_12)),
        )
        yield opened


async def handle(clinic: Clinic, notice: dict[str, Any], **changes: Any) -> httpx.Response:
    asked = {
        "state": "in_hand",
        "staff": "佐藤",
        "in_hand_until": "2026-11-27",
        "note": "電話した",
        "version": notice["version"],
    }
    return await clinic.line.post(f"/v1/notices/{notice['id']}", json=asked | changes)


def code(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


async def test_each_receipt_that_did_not_go_on_as_it_came_is_in_the_inbox(town: Clinic) -> None:
    """R14; and R11: a lapsed card is told also where its receipt stays with the insurer."""
    number = await handed_in(town, uke(*BILLS))
    found = await inbox(town)
    assert [(each["receipt"], each["kind"], each["reason"], each["due_on"]) for each in found] == [
        (1, "split", "cover_changed", "2026-12-04"),
        (3, "kokuho", "no_cover", "2026-12-10"),
        (4, "returned", "unknown_person", "2026-12-10"),
        (5, "reassigned", "other_cover", "2026-12-04"),
        (6, "lapsed", "amounts_paid", "2026-12-04"),
    ]
    split = found[0]
    assert (split["receipt_number"], split["treatment_month"], split["chart_number"]) == (
        number,
        "2026-10",
        "000001",
    )
    assert split["visits"] == ["2026-10-05", "2026-10-20"]
    assert (split["before"]["insurer_name"], split["before"]["points"]) == ("見本組合", 424)
    assert [(each["insurer_name"], each["points"]) for each in split["after"]] == [
        ("見本組合", 356),
        ("見本協会", 68),
    ]
    one = await town.line.get(f"/v1/notices/{split['id']}")
    assert one.json() == split


async def test_what_was_true_and_what_a_check_showed_stand_side_by_side(town: Clinic) -> None:
    """R4: the change was on the 12th, and known from the 25th on."""
    await handed_in(town, uke(Bill()))
    (split,) = await inbox(town)
    assert spans(split["true_spans"]) == [
        ("見本組合", True, "2026-10-01", "2026-10-11"),
        ("見本協会", False, "2026-10-12", None),
    ]
    assert spans(split["known_spans"]) == [
        ("見本組合", True, "2026-10-01", "2026-10-24"),
        ("見本協会", False, "2026-10-25", None),
    ]


async def test_of_a_lapsed_card_no_other_cover_is_told(town: Clinic) -> None:
    """R11: the card and the day, nothing of the new cover."""
    await handed_in(town, uke(BILLS[5]))
    reply = await town.line.get("/v1/notices")
    (lapsed,) = reply.json()["notices"]
    assert lapsed["lapsed_on"] == "2026-10-12"
    assert (lapsed["after"], lapsed["share_difference_yen"]) == ([], None)
    assert spans(lapsed["true_spans"]) == [("見本組合", True, "2026-10-01", "2026-10-11")]
    assert "見本協会" not in reply.text


def spans(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(each["insurer_name"], each["own"], each["valid_from"], each["valid_until"]) for each in found]


@pytest.mark.parametrize(("paid", "refund"), [(30, -420), (None, None)])
async def test_the_share_to_refund_stands_where_both_ratios_are_known(
    town: Clinic, paid: int | None, refund: int | None
) -> None:
    """R14: 356 and 68 points on two days, each rounded to 10 yen: 1,070 and 200 were paid, 710 and 140 are owed."""
    aged = date(1955, 2, 14)
    await town.enter(
        person(
            cover(card(number="5"), lost_on=OCTOBER_12, certificates=elderly(paid)),
            cover(card(ASSOCIATION, "13990001", "8", "01"), OCTOBER_12, certificates=elderly(20)),
            born=aged,
        )
    )
    await handed_in(town, uke(Bill(number="5", birth="19550214", days=(13, 20))))
    (moved,) = await inbox(town)
    shares = moved["before"]["share_percent"], moved["after"][0]["share_percent"]
    assert (moved["kind"], shares, moved["share_difference_yen"]) == ("reassigned", (paid, 20), refund)


def elderly(percent: int | None) -> tuple[EntitlementCertificate, ...]:
    if percent is None:
        return ()
    return (EntitlementCertificate(ELDERLY, None, percent, date(2026, 8, 1), date(2027, 7, 31)),)


async def test_somebody_takes_a_notice_in_hand_and_ends_it(town: Clinic, clock: StandingClock) -> None:
    await handed_in(town, uke(Bill()))
    (notice,) = await inbox(town)
    clock.advance(timedelta(minutes=5))
    held = (await handle(town, notice)).json()
    assert (held["state"], held["in_hand_by"], held["in_hand_until"], held["version"]) == (
        "in_hand",
        "佐藤",
        "2026-11-27",
        2,
    )
    done = (await handle(town, held, state="done", in_hand_until=None, note="", staff="鈴木")).json()
    assert (done["state"], done["in_hand_by"], done["version"]) == ("done", "鈴木", 3)
    back = (await handle(town, done, state="open", in_hand_until=None)).json()
    assert (back["state"], back["in_hand_by"]) == ("open", "")
    async with town.database.transaction() as tx:
        rows = await tx.fetch("SELECT version, state, staff FROM notice_change ORDER BY version")
    assert [tuple(row) for row in rows] == [(2, "in_hand", "佐藤"), (3, "done", "鈴木"), (4, "open", "佐藤")]


async def test_of_two_desks_the_second_is_told(town: Clinic) -> None:
    """Both looked at the same notice; one was faster."""
    await handed_in(town, uke(Bill()))
    (seen,) = await inbox(town)
    assert (await handle(town, seen, staff="佐藤")).status_code == 200
    assert code(await handle(town, seen, staff="鈴木")) == (409, "notice.changed")
    (stands,) = await inbox(town)
    assert stands["in_hand_by"] == "佐藤"


async def test_a_change_whose_answer_was_lost_can_be_sent_again(town: Clinic) -> None:
    await handed_in(town, uke(Bill()))
    (seen,) = await inbox(town)
    first, again = await handle(town, seen), await handle(town, seen)
    assert (again.status_code, again.json()) == (200, first.json())
    await handle(town, first.json(), state="done", in_hand_until=None)
    assert code(await handle(town, seen)) == (409, "notice.changed"), "somebody went on meanwhile"


@pytest.mark.parametrize(
    "wrong", [{"in_hand_until": None}, {"state": "done"}, {"state": "lost"}, {"note": "長" * 401}]
)
async def test_a_change_that_says_nothing_clear_is_refused(town: Clinic, wrong: dict[str, Any]) -> None:
    await handed_in(town, uke(Bill()))
    (seen,) = await inbox(town)
    assert code(await handle(town, seen, **wrong)) == (422, "message.malformed")


async def test_another_institution_has_an_inbox_of_its_own(town: Clinic, clock: StandingClock) -> None:
    await handed_in(town, uke(Bill()))
    (ours,) = await inbox(town)
    async with town.database.transaction() as tx:
        secret = await create_institution(tx, InstitutionCode("1319990022"), "架空医院", clock())
    await town.sign_in("1319990022", secret)
    assert await inbox(town) == []
    assert code(await town.line.get(f"/v1/notices/{ours['id']}")) == (404, "notice.unknown")
    assert code(await handle(town, ours)) == (404, "notice.unknown")
    path = "/v1/notices/{notice_id}"
    tries = [each for each in await access_audit(town.database) if each[0] == "1319990022"]
    assert [each[1:3] for each in tries] == [
        (f"GET {path}", "notice.unknown"),
        (f"POST {path}", "notice.unknown"),
    ]


async def test_a_later_review_opens_again_only_what_ends_otherwise(
    town: Clinic, clock: StandingClock
) -> None:
    """R13: it tells what changed. What was done of the others stays done."""
    number = await handed_in(town, uke(*BILLS))
    for each in await inbox(town):
        assert (await handle(town, each, state="done", in_hand_until=None)).status_code == 200
    clock.advance(timedelta(minutes=1))
    late = cover(card(ASSOCIATION, "13990001", "8", "00"), OCTOBER_12, known_at=clock())
    since = cover(card(number="9"), known_at=clock(), lost_on=OCTOBER_12)
    await town.enter(person(since, late))
    clock.advance(timedelta(minutes=1))
    await reviewed_again(town, number)
    found = await inbox(town)
    assert [(each["receipt"], each["kind"], each["state"], each["version"]) for each in found] == [
        (1, "split", "done", 2),
        (3, "kokuho", "done", 2),
        (4, "split", "open", 3),
        (5, "reassigned", "done", 2),
        (6, "lapsed", "done", 2),
    ]


async def test_a_receipt_that_goes_on_after_all_is_told_too(town: Clinic, clock: StandingClock) -> None:
    number = await handed_in(town, uke(Bill(number="9")))
    clock.advance(timedelta(minutes=1))
    await town.enter(person(cover(card(number="9"), known_at=clock())))
    clock.advance(timedelta(minutes=1))
    await reviewed_again(town, number)
    (notice,) = await inbox(town)
    assert (notice["kind"], notice["state"], notice["reason_words"]) == (
        "forwarded",
        "open",
        "再審査の結果、記載の保険者へ送付",
    )


async def test_what_was_done_long_ago_is_left_out_when_asked(town: Clinic, clock: StandingClock) -> None:
    await handed_in(town, uke(*BILLS))
    first, *others = await inbox(town)
    await handle(town, first, state="done", in_hand_until=None)
    clock.advance(timedelta(days=100))
    await town.sign_in(CODE.digits, town.secret)
    assert len(await inbox(town)) == 5
    assert await inbox(town, done_since="2026-12-01") == others
    assert len(await inbox(town, done_since="2026-11-20")) == 5


async def test_the_inbox_comes_page_by_page(town: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "_PAGE", 2)
    await handed_in(town, uke(*BILLS))
    cursor: str | None = ""
    places: list[int] = []
    for _ in range(3):
        page = (await town.line.get("/v1/notices", params={"cursor": cursor})).json()
        places += [each["receipt"] for each in page["notices"]]
        cursor = page["next_cursor"]
    assert (sorted(places), cursor) == ([1, 3, 4, 5, 6], None)


@pytest.mark.parametrize("cursor", ["%%%", "aGVsbG8=", "MjAyNi0wMS0wMSB4"])
async def test_a_cursor_of_nobodys_is_refused(town: Clinic, cursor: str) -> None:
    reply = await town.line.get("/v1/notices", params={"cursor": cursor})
    assert (code(reply), reply.json()["fields"]) == ((422, "message.malformed"), ["cursor"])


@pytest.mark.parametrize("path", ["/v1/notices", "/v1/notices/none"])
async def test_before_receipts_are_moved_there_is_no_inbox_and_its_first_day_is_told(
    town: Clinic, clock: StandingClock, path: str
) -> None:
    """R19: an empty list would say that nothing was moved."""
    clock.now = datetime(2021, 9, 30, 14, tzinfo=UTC)
    await town.sign_in(CODE.digits, town.secret)
    early = [await town.line.get(path)]
    if path.endswith("none"):
        early.append(await handle(town, {"id": "none", "version": 1}))
    for reply in early:
        assert (*code(reply), reply.json()["starts_on"]) == (400, "service.not_started", "2021-10-01")
    clock.now = datetime(2021, 9, 30, 15, tzinfo=UTC)
    assert (await town.line.get(path)).status_code != 400, "in Japan it is October"
