"""Insurers over the wire: each sees and changes its own members only, and every request is kept."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.central.registration import reading_endpoints
from tests.central.clinic import ASSOCIATION, CODE, LATE_ELDERLY, MORNING, SOCIETY, Clinic, StandingClock
from tests.central.registrar import Registrar, known_by_card, my_number, row
from tests.central.registration.insurer import Insurer, access_audit

pytestmark = pytest.mark.anyio
HOUSEHOLD = {"symbol": "12", "number": "3456"}
LOSS = {"action": "lose", "lost_on": "2026-11-10", "loss_reason": "03", "filed_on": "2026-11-16"}


@pytest.fixture
async def society(books: Registrar, clock: StandingClock) -> Insurer:
    return await Insurer.signed_in(books.database, clock, SOCIETY, books.intermediary)


@pytest.fixture
async def association(books: Registrar, clock: StandingClock) -> Insurer:
    return await Insurer.signed_in(books.database, clock, ASSOCIATION, books.intermediary)


def moved_on(**cells: str) -> dict[str, str]:
    """The same person, covered by the association from the day the society lost them."""
    there = {"insurer_number": ASSOCIATION, "symbol": "7", "number": "89", "branch": "01"}
    return row() | there | {"acquired_on": "2026-11-10"} | cells


async def _listed(insurer: Insurer, path: str, key: str, **asked: Any) -> list[Mapping[str, Any]]:
    reply = await insurer.read(path, **asked)
    assert reply.status_code == 200, reply.text
    found: list[Mapping[str, Any]] = reply.json()[key]
    return found


async def test_what_an_insurer_registers_a_desk_can_ask_about_at_once(
    clinic: Clinic, society: Insurer
) -> None:
    assert (await clinic.typed()).json()["outcome"] == "none"
    assert await society.tell(row(), row(2, sex="x"), row(3)) == ["accepted", "sex: sex", "accepted"]
    assert (await clinic.typed()).json()["outcome"] == "valid"


async def test_a_message_sent_twice_is_entered_once(society: Insurer, books: Registrar) -> None:
    first = await society.write("registrations", {"rows": [row()]}, key="the-same-key")
    again = await society.write("registrations", {"rows": [row()]}, key="the-same-key")
    other = await society.write("registrations", {"rows": [row(2)]}, key="the-same-key")
    assert first.json() == again.json() and first.json()["counts"] == {"accepted": 1}
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key.reused")
    assert await society.tell(row()) == ["unchanged"]
    kept = [each[2:] for each in await access_audit(books.database)]
    assert sorted(kept) == [
        ("done", "1 accepted"),
        ("done", "1 unchanged"),
        ("done", "answered before"),
        ("idempotency_key.reused", ""),
    ]


async def test_a_write_without_its_key_is_malformed(society: Insurer) -> None:
    for path in ("registrations", "branches"):
        reply = await society.line.post(f"/v1/insurer/{path}", json={"rows": [row()]})
        assert (reply.status_code, reply.json()["code"]) == (422, "message.malformed")
        assert "Idempotency-Key" in reply.json()["fields"]


async def test_the_share_of_late_elderly_is_told_with_their_cover(
    books: Registrar, clock: StandingClock
) -> None:
    elderly = await Insurer.signed_in(books.database, clock, LATE_ELDERLY, books.intermediary)
    cells = row(insurer_number=LATE_ELDERLY, symbol="", number="12345678", branch="", birth_on="1940-01-01")
    assert await elderly.tell(cells | {"certificate_ratio": "20"}) == ["accepted"]
    (member,) = await _listed(elderly, "members", "members", number="12345678")
    assert member["ratio_percent"] == 20


async def test_another_insurers_member_is_refused_row_by_row_and_kept(
    society: Insurer, association: Insurer, books: Registrar
) -> None:
    await society.tell(row())
    theirs = known_by_card(row(), **LOSS)
    assert await association.tell(theirs, moved_on()) == ["insurer_number: insurer_other", "accepted"]
    (member,) = await _listed(society, "members", "members", **HOUSEHOLD)
    assert member["lost_on"] is None
    action = "POST /v1/insurer/registrations"
    kept = [each for each in await access_audit(books.database) if each[1] == action]
    assert kept == [
        (SOCIETY, action, "done", "1 accepted"),
        (ASSOCIATION, action, "done", "1 accepted, 1 refused, 1 insurer_other"),
    ]


async def test_each_insurer_sees_its_own_members_alone(
    society: Insurer, association: Insurer, clock: StandingClock
) -> None:
    await society.tell(row(card_issued_on="2025-12-02"), known_by_card(row(), **LOSS))
    clock.advance(timedelta(days=1))
    await association.tell(moved_on(address="大阪府架空市", acquired_on="2026-11-01"))
    (own,) = await _listed(society, "members", "members", **HOUSEHOLD)
    assert (own["lost_on"], own["address"]) == ("2026-11-10", "東京都架空区"), "where they went is not told"
    assert await _listed(association, "members", "members", **HOUSEHOLD) == []
    (newer,) = await _listed(association, "members", "members", symbol="7", number="89")
    assert newer["address"] == "大阪府架空市"
    (card_out,) = await _listed(society, "unreturned-cards", "cards")
    assert (card_out["lost_on"], card_out["address"]) == ("2026-11-10", "東京都架空区")
    assert await _listed(association, "unreturned-cards", "cards") == []
    for insurer, number in ((society, "3456"), (association, "89")):
        told = await _listed(insurer, "findings", "findings")
        assert {each["number"] for each in told} == {number}
        assert "overlap" in {each["kind"] for each in told}
    (slow,) = (await _listed(association, "delays", "events"))[0]["slowest"]
    assert (slow["number"], slow["days"]) == ("89", 20)
    assert (await _listed(society, "delays", "events"))[0]["slowest"] == []


async def test_a_card_whose_holder_was_told_anew_is_not_waited_for(society: Insurer) -> None:
    """R11: first told with somebody else's My Number, the holder has cover and the card in use."""
    void = {"action": "lose", "lost_on": "2019-04-01", "loss_reason": "99"}
    anew = row(my_number=my_number(60))
    await society.tell(row(card_issued_on="2025-12-02"), known_by_card(row(), **void))
    assert len(await _listed(society, "unreturned-cards", "cards")) == 1
    assert await society.tell(anew) == ["accepted"]
    assert await _listed(society, "unreturned-cards", "cards") == []
    await society.tell(known_by_card(anew, my_number=my_number(60), **LOSS))
    assert len(await _listed(society, "unreturned-cards", "cards")) == 1


async def test_a_card_that_was_taken_back_is_not_waited_for_but_the_one_before_it(society: Insurer) -> None:
    """R11: which card comes back is the newest that was issued indeed."""
    named = known_by_card(row(), card_issued_on="2026-02-01")
    await society.tell(row(card_issued_on="2025-12-02"), named, known_by_card(row(), **LOSS))
    (waited_for,) = await _listed(society, "unreturned-cards", "cards")
    assert waited_for["issued_on"] == "2026-02-01"
    assert await society.tell(named | {"card_returned_on": "-"}) == ["accepted"]
    (waited_for,) = await _listed(society, "unreturned-cards", "cards")
    assert waited_for["issued_on"] == "2025-12-02"
    assert await society.tell(named | {"card_issued_on": "2025-12-02", "card_returned_on": "-"}) == [
        "accepted"
    ]
    assert await _listed(society, "unreturned-cards", "cards") == []


async def test_lists_come_page_by_page(society: Insurer, monkeypatch: pytest.MonkeyPatch) -> None:
    for serial in (1, 2, 3):
        await society.tell(row(serial, card_issued_on="2025-12-02"), known_by_card(row(serial), **LOSS))
    monkeypatch.setattr(reading_endpoints, "_PAGE", 2)
    for path, key in (("unreturned-cards", "cards"), ("findings", "findings")):
        first = (await society.read(path)).json()
        second = (await society.read(path, cursor=first["next_cursor"])).json()
        assert [len(each[key]) for each in (first, second)] == [2, 1]
        branches = [each["branch"] for page in (first, second) for each in page[key]]
        assert branches == ["00", "01", "02"] and second["next_cursor"] is None


async def _differing(insurer: Insurer) -> int:
    """The id of the insurer's one open finding about details that differ."""
    told = await _listed(insurer, "findings", "findings")
    (finding,) = [each["finding_id"] for each in told if each["kind"] == "details_differ"]
    return int(finding)


async def test_the_insurer_of_the_person_says_who_they_are_and_is_kept(
    society: Insurer, association: Insurer, books: Registrar
) -> None:
    """A marriage and a new job come together: with the word of the insurer that knew her, the row enters."""
    await society.tell(row())
    married = moved_on(name="見本　花")
    assert await association.tell(married) == ["name: details_differ"]
    path = f"findings/{await _differing(society)}"
    reply = await society.write(path, {"confirm": "same_person"})
    assert (reply.status_code, reply.json()["kind"]) == (200, "details_confirmed")
    assert reply.json()["closed_at"] is not None and reply.json()["number"] == "3456"
    again = await society.write(path, {"confirm": "other_person"})
    assert (again.status_code, again.json()["code"]) == (404, "finding.unknown"), "settled once"
    assert await association.tell(married) == ["accepted"]
    action = "POST /v1/insurer/findings/{finding_id}"
    kept = [each[2:] for each in await access_audit(books.database) if each[1] == action]
    assert kept == [("done", f"{path.replace('s/', ' ')}: same_person"), ("finding.unknown", "")]


async def test_who_told_a_person_differently_cannot_vouch_for_them_but_take_it_back(
    society: Insurer, association: Insurer
) -> None:
    """R2: else the mistakes of 2021 would be confirmed by whoever made them."""
    await society.tell(row())
    await association.tell(moved_on(name="別人　太", cover_ref="b-7"))
    finding = await _differing(association)
    seen = {
        "own": await _listed(association, "findings", "findings"),
        "theirs": await _listed(society, "findings", "findings"),
    }
    told = {
        whose: tuple(each[0][name] for name in ("cover_ref", "symbol", "number", "branch"))
        for whose, each in seen.items()
    }
    assert told == {"own": ("b-7", "7", "89", "01"), "theirs": (None, "12", "3456", "00")}, (
        "each by its own numbers"
    )
    refused = await association.write(f"findings/{finding}", {"confirm": "same_person"})
    assert (refused.status_code, refused.json()["code"]) == (403, "finding.of_others")
    taken_back = await association.write(f"findings/{finding}", {"confirm": "other_person"})
    assert (taken_back.status_code, taken_back.json()["number"]) == (200, "89")
    assert await association.tell(moved_on(name="別人　太")) == ["name: details_differ"]
    assert await _listed(society, "findings", "findings") == [], "settled for both"


@pytest.mark.parametrize(
    ("told", "alike"),
    [
        ({"name": "見本　太", "kana": "ミホン　ハナ"}, "given_name,sex,birth_on"),
        ({"name": "架空　多"}, "kana,sex,birth_on"),
        ({"birth_on": "1988-02-15"}, "name,kana,sex,birth_slip"),
        ({"name": "別人　次", "kana": "ベツジン　ツギ", "sex": "1", "birth_on": "1951-07-30"}, ""),
    ],
)
async def test_the_insurer_of_the_person_learns_what_is_alike_and_nothing_that_was_told(
    society: Insurer, association: Insurer, told: dict[str, str], alike: str
) -> None:
    """R3, R11: a human sees a marriage, a spelling, a slip or a stranger; what was told, and by whom, is not."""
    await society.tell(row())
    await association.tell(moved_on(**told))
    (theirs,) = await _listed(society, "findings", "findings")
    assert (theirs["kind"], theirs["alike"]) == ("details_differ", alike)
    shown = json.dumps(theirs, ensure_ascii=False)
    assert not any(value in shown for value in (ASSOCIATION, *moved_on(**told).values()) if len(value) > 2)
    (own,) = await _listed(association, "findings", "findings")
    assert own["alike"] == "", "who told it guesses nothing by it"


async def test_another_insurers_finding_is_not_settled(society: Insurer, association: Insurer) -> None:
    await society.tell(row())
    await association.tell(moved_on(name="別人　太"))
    theirs = await _differing(society)
    for said in ("same_person", "other_person"):
        reply = await association.write(f"findings/{theirs}", {"confirm": said})
        assert (reply.status_code, reply.json()["code"]) == (404, "finding.unknown")
    assert await _differing(society) == theirs


@pytest.mark.parametrize(
    ("finding", "message", "field"),
    [
        ("x", {"confirm": "same_person"}, "finding_id"),
        ("1", {"confirm": "perhaps"}, "confirm"),
        ("1", {}, "confirm"),
    ],
)
async def test_a_word_that_settles_nothing_is_malformed(
    society: Insurer, finding: str, message: dict[str, str], field: str
) -> None:
    reply = await society.write(f"findings/{finding}", message)
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (
        422,
        "message.malformed",
        [field],
    )


async def test_one_key_for_two_findings_settles_both(society: Insurer, association: Insurer) -> None:
    """A repeat is the same word about the same finding."""
    await society.tell(row(), row(2))
    await association.tell(
        moved_on(name="別人　太"), moved_on(my_number=my_number(2), branch="02", name="別人　次")
    )
    findings = [each["finding_id"] for each in await _listed(society, "findings", "findings")]
    for finding in findings:
        message = {"confirm": "other_person"}
        reply = await society.write(f"findings/{finding}", message, key="the-same-key")
        assert reply.json()["finding_id"] == finding
    assert len(findings) == 2 and await _listed(society, "findings", "findings") == []


async def test_members_are_told_as_known_at_a_moment(society: Insurer, clock: StandingClock) -> None:
    """R4"""
    await society.tell(row(card_issued_on="2025-12-02"))
    clock.advance(timedelta(days=5))
    await society.tell(known_by_card(row(), **LOSS, card_returned_on="2026-11-20"))

    async def known(**asked: str) -> tuple[Any, ...]:
        (member,) = await _listed(society, "members", "members", **HOUSEHOLD, **asked)
        return member["lost_on"], member["filed_on"], member["cards"]

    out = {"issued_on": "2025-12-02", "returned_on": None}
    assert await known(known_at=MORNING.isoformat()) == (None, None, [out])
    assert await known() == ("2026-11-10", "2026-11-16", [out | {"returned_on": "2026-11-20"}])
    before = (MORNING - timedelta(seconds=1)).isoformat()
    assert await _listed(society, "members", "members", **HOUSEHOLD, known_at=before) == []


@pytest.mark.parametrize(
    ("path", "asked", "status", "code", "fields"),
    [
        ("members", {"number": my_number(1)}, 400, "number.refused", ["number"]),
        ("members", {}, 422, "message.malformed", ["number"]),
        (
            "members",
            {"number": "1", "known_at": "2999-01-01T00:00:00Z"},
            422,
            "message.malformed",
            ["known_at"],
        ),
        (
            "members",
            {"number": "1", "known_at": "2026-01-01T00:00:00"},
            422,
            "message.malformed",
            ["known_at"],
        ),
        (
            "members",
            {"number": "1", "known_at": "0001-01-01T00:00:00+12:00"},
            422,
            "message.malformed",
            ["known_at"],
        ),
        ("findings", {"cursor": "x"}, 422, "message.malformed", ["cursor"]),
        ("unreturned-cards", {"cursor": "-1"}, 422, "message.malformed", ["cursor"]),
        ("delays", {"month": "2026-13"}, 422, "message.malformed", ["month"]),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_by_field(
    society: Insurer, path: str, asked: dict[str, str], status: int, code: str, fields: list[str]
) -> None:
    reply = await society.read(path, **asked)
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (status, code, fields)
    assert my_number(1) not in reply.text


async def test_a_row_that_is_none_of_ours_is_told_by_its_place_without_its_values(society: Insurer) -> None:
    reply = await society.write(
        "registrations", {"rows": [row(), row() | {"number": 12}, row() | {"himitsu": "himitsu"}]}
    )
    assert (reply.status_code, reply.json()["fields"]) == (422, ["rows[1].number", "rows[2].(unknown)"])
    assert "himitsu" not in reply.text


async def test_a_thousand_rows_come_in_one_message_and_no_more(society: Insurer) -> None:
    rows = [row(number=f"{number}") for number in range(1000)]
    assert (await society.write("registrations", {"rows": [*rows, row()]})).status_code == 422
    broken = [each | {"acquired_on": "x"} for each in rows]
    reply = await society.write("registrations", {"rows": broken})
    assert reply.json()["counts"] == {"refused": 1000}
    assert [each["row"] for each in reply.json()["rows"]] == list(range(1, 1001))


async def test_a_clock_that_went_back_is_told_by_health_until_it_catches_up(
    society: Insurer, clinic: Clinic, clock: StandingClock
) -> None:
    """R4: moments of knowing never go back, so nobody sees what is told in between."""

    async def ahead() -> int:
        told: int = (await society.line.get("/health")).json()["register_ahead_s"]
        return told

    clock.advance(timedelta(minutes=10))
    assert await society.tell(row()) == ["accepted"]
    assert await ahead() == 0
    clock.advance(timedelta(minutes=-10))
    assert await society.tell(row(2, name="架空　次")) == ["accepted"]
    assert await ahead() == 600
    second = {"branch": "01", "month_day": "0214"}
    assert (await clinic.typed(**second)).json()["outcome"] == "none"
    clock.advance(timedelta(minutes=10))
    assert (await clinic.typed(**second)).json()["outcome"] == "valid"
    assert await ahead() == 0


async def test_a_service_without_an_intermediary_takes_no_rows(clinic: Clinic, clock: StandingClock) -> None:
    """R3: a service that answers checks alone holds no way to a My Number."""
    insurer = await Insurer.signed_in(clinic.database, clock, SOCIETY)
    reply = await insurer.write("registrations", {"rows": [row()]})
    assert (reply.status_code, reply.json()["code"]) == (503, "registration.closed")
    assert [each[2] for each in await access_audit(clinic.database)] == ["registration.closed"]


async def test_no_reply_and_no_record_repeats_a_my_number_or_a_name(
    society: Insurer, books: Registrar
) -> None:
    """R3"""
    told = row(), row(2, birth_on="x"), row(name="別人　太郎"), row(3, my_number="123")
    reply = await society.write("registrations", {"rows": told})
    async with books.database.transaction() as tx:
        kept = [
            tuple(each)
            for table in ("access_audit", "first_reply")
            for each in await tx.fetch(f"SELECT * FROM {table}")
        ]
    for text in (reply.text, str(kept)):
        assert not any(each["my_number"] in text or each["name"] in text for each in told)


async def test_an_institution_is_told_nothing_of_members(clinic: Clinic, society: Insurer) -> None:
    await society.tell(row())
    reply = await clinic.line.get("/v1/insurer/members", params=HOUSEHOLD)
    assert (reply.status_code, reply.json()["code"]) == (403, "scope.missing")
    kept = await access_audit(clinic.database)
    assert kept[-1] == (CODE.digits, "GET /v1/insurer/members", "scope.missing", "")


async def test_before_numbering_begins_no_row_is_taken_and_the_try_is_kept(
    society: Insurer, books: Registrar, clock: StandingClock
) -> None:
    """R19."""
    clock.now = datetime(2020, 8, 31, 3, tzinfo=UTC)
    early = await society.write("registrations", {"rows": [row()]})
    assert (early.json()["code"], early.json()["starts_on"]) == ("service.not_started", "2020-09-01")
    assert [each[2] for each in await access_audit(books.database)] == ["service.not_started"]
