"""A typed card over the wire: what it must hold (R6), what comes of it (R7), what nobody learns from it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.scheme.transitions import SPANS, TransitionalRule
from tests.central.clinic import (
    ASSOCIATION,
    BORN,
    LATE_ELDERLY,
    MORNING,
    SOCIETY,
    TODAY,
    Clinic,
    card,
    cover,
    message,
    person,
    typed_message,
)
from tests.central.overheard import Asked, overheard

pytestmark = pytest.mark.anyio
MY_NUMBER = "123456789018"
LEFT_ON = date(2026, 10, 1)


async def _outcome(clinic: Clinic, **changes: Any) -> str:
    reply = await clinic.typed(**changes)
    assert reply.status_code == 200, reply.text
    outcome: str = reply.json()["outcome"]
    return outcome


async def _refused(clinic: Clinic, **changes: Any) -> tuple[int, str, list[str]]:
    reply = await clinic.typed(**changes)
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    return reply.status_code, problem["code"], problem["fields"]


async def test_a_valid_card_tells_all_eligibility_information(clinic: Clinic) -> None:
    """R7"""
    await clinic.enter(person())
    reply = (await clinic.typed()).json()
    (told,) = reply["information"]
    assert (reply["outcome"], reply["level"], reply["on"]) == ("valid", "typed", "2026-11-20")
    assert reply["checked_at"] == "2026-11-20T00:30:00Z"
    assert (told["insurer"], told["symbol"], told["number"], told["branch"]) == (SOCIETY, "12", "3456", "00")
    assert (told["insurer_name"], told["name"], told["birth_on"]) == ("見本組合", "架空　花", "1988-02-14")
    assert (told["acquired_on"], told["lost_on"]) == ("2019-04-01", None)


async def test_with_a_branch_month_and_day_guard_against_typing_errors(clinic: Clinic) -> None:
    """R6"""
    await clinic.enter(person())
    assert await _outcome(clinic, month_day="0214") == "valid"
    assert await _outcome(clinic, month_day="0215") == "none"
    assert await _outcome(clinic, branch="01") == "none"


async def test_without_a_branch_the_whole_birth_date_decides(clinic: Clinic) -> None:
    """R6, R12: a card without branch is good."""
    await clinic.enter(person())
    asked: dict[str, Any] = {"branch": None, "month_day": None}
    assert await _outcome(clinic, **asked, birth_on="1988-02-14") == "valid"
    assert await _outcome(clinic, **asked, birth_on="1987-02-14") == "none"


async def test_late_elderly_cards_have_a_number_and_a_birth_date(clinic: Clinic) -> None:
    """R6"""
    await clinic.enter(person(cover(card(LATE_ELDERLY, "", "00123456", "")), born=date(1940, 5, 6)))
    asked = {"insurer": LATE_ELDERLY, "symbol": "", "number": "123456", "branch": None, "month_day": None}
    assert await _outcome(clinic, **asked, birth_on="1940-05-06") == "valid"
    assert await _refused(clinic, **(asked | {"symbol": "1"}), birth_on="1940-05-06") == (
        400,
        "number.refused",
        ["symbol"],
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"month_day": None}, "month_day"),
        ({"month_day": None, "birth_on": "1988-02-14"}, "month_day"),
        ({"birth_on": "1988-02-14"}, "birth_on"),
        ({"branch": None, "birth_on": "1988-02-14"}, "month_day"),
        ({"branch": None, "month_day": None}, "birth_on"),
        ({"month_day": "1332"}, "month_day"),
        ({"insurer": "0613999"}, "insurer"),
        ({"number": "123456789012345678901"}, "number"),
    ],
)
async def test_exactly_what_the_card_needs_is_taken(
    clinic: Clinic, changes: dict[str, Any], field: str
) -> None:
    """R6"""
    assert await _refused(clinic, **changes) == (400, "number.refused", [field])


async def test_a_card_registered_before_branches_is_found_with_one(clinic: Clinic) -> None:
    """R12: the register may not know a branch yet."""
    await clinic.enter(person(cover(card(branch=""))))
    assert await _outcome(clinic) == "valid"


@pytest.mark.parametrize("field", ["symbol", "number", "staff", "document"])
async def test_a_my_number_is_refused_wherever_it_is_typed_and_not_repeated(
    clinic: Clinic, field: str
) -> None:
    """R3"""
    reply = await clinic.typed(**{field: MY_NUMBER})
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (
        400,
        "number.refused",
        [field],
    )
    assert MY_NUMBER not in reply.text
    assert await clinic.audit() == []


async def test_a_lapsed_card_tells_what_has_lapsed(clinic: Clinic) -> None:
    """R7: lost_on is the first day without cover."""
    await clinic.enter(person(cover(lost_on=LEFT_ON)))
    assert await _outcome(clinic, on=str(LEFT_ON - timedelta(days=1))) == "valid"
    reply = (await clinic.typed(on=str(LEFT_ON))).json()
    assert reply["outcome"] == "lapsed"
    (told,) = reply["information"]
    assert (told["lost_on"], told["loss_reason"], told["name"]) == ("2026-10-01", "03", "架空　花")


async def test_whose_cover_was_taken_back_gives_way_to_who_has_it(clinic: Clinic) -> None:
    """R4, R7: told of somebody else and then of the right person on the same card, one of the two has it."""
    day = date(2024, 4, 1)
    await clinic.enter(person(cover(since=day, lost_on=day)))
    assert await _outcome(clinic) == "lapsed", "nobody else has the card: it is no card any more"
    await clinic.enter(person(cover(since=day)))
    assert await _outcome(clinic) == "valid"


async def test_a_newer_entitlement_is_told_to_exist_and_nothing_of_it(clinic: Clinic) -> None:
    """R7"""
    newer = cover(card(ASSOCIATION, "77", "8899"), since=LEFT_ON)
    await clinic.enter(person(cover(lost_on=LEFT_ON), newer))
    reply = await clinic.typed()
    assert reply.json()["outcome"] == "lapsed_newer"
    assert [told["insurer"] for told in reply.json()["information"]] == [SOCIETY]
    for secret in (ASSOCIATION, "見本協会", "8899"):
        assert secret not in reply.text


async def test_a_newer_entitlement_counts_from_the_moment_it_is_known(clinic: Clinic, clock: Any) -> None:
    """R4, R7: insurers register late."""
    known_at = MORNING + timedelta(hours=1)
    newer = cover(card(ASSOCIATION, "77", "8899"), since=LEFT_ON, known_at=known_at)
    await clinic.enter(person(cover(lost_on=LEFT_ON), newer))
    assert await _outcome(clinic) == "lapsed"
    clock.advance(timedelta(hours=1))
    await clinic.sign_in("1319990014", clinic.secret)
    assert await _outcome(clinic) == "lapsed_newer"


async def test_a_newer_entitlement_that_has_ended_too_is_not_told(clinic: Clinic) -> None:
    """R7: newer means valid on the day."""
    newer = cover(card(ASSOCIATION, "77", "8899"), since=LEFT_ON, lost_on=LEFT_ON + timedelta(days=7))
    await clinic.enter(person(cover(lost_on=LEFT_ON), newer))
    assert await _outcome(clinic) == "lapsed"
    assert await _outcome(clinic, on=str(LEFT_ON + timedelta(days=3))) == "lapsed_newer"


async def test_a_card_not_yet_in_force_counts_as_none(clinic: Clinic) -> None:
    """R7"""
    await clinic.enter(person(cover(since=TODAY)))
    assert await _outcome(clinic) == "valid"
    assert await _outcome(clinic, on=str(TODAY - timedelta(days=1))) == "none"


async def test_who_left_and_came_back_under_the_same_number_is_valid(clinic: Clinic) -> None:
    """R7"""
    came_back = cover(since=date(2026, 11, 1))
    await clinic.enter(person(cover(lost_on=LEFT_ON), came_back))
    assert await _outcome(clinic) == "valid"
    assert await _outcome(clinic, on="2026-10-15") == "lapsed"


async def test_twins_on_a_card_without_branch_are_several_and_both_are_told(clinic: Clinic) -> None:
    """R7"""
    twins = [
        person(cover(card(branch=branch)), name=name)
        for branch, name in (("01", "架空　一"), ("02", "架空　二"))
    ]
    ids = await clinic.enter(*twins)
    reply = (await clinic.typed(branch=None, month_day=None, birth_on=str(BORN))).json()
    assert reply["outcome"] == "several"
    assert {told["name"] for told in reply["information"]} == {"架空　一", "架空　二"}
    assert {row["person_id"] for row in await clinic.audit()} == set(ids)
    assert await _outcome(clinic, branch="02") == "valid"


async def test_a_day_to_come_and_a_day_too_long_ago_are_refused(clinic: Clinic) -> None:
    assert await _refused(clinic, on="2026-11-21") == (400, "day.refused", ["on"])
    assert await _refused(clinic, on="1926-11-20") == (400, "day.refused", ["on"])


async def test_the_day_is_japans(clinic: Clinic, clock: Any) -> None:
    """At 15:00 UTC the next day has begun in Japan."""
    await clinic.enter(person())
    clock.advance(timedelta(hours=14, minutes=29))
    assert (await clinic.typed(on="2026-11-21")).status_code == 401, "the token has ended by then"
    await clinic.sign_in("1319990014", clinic.secret)
    assert await _refused(clinic, on="2026-11-21") == (400, "day.refused", ["on"])
    clock.advance(timedelta(minutes=1))
    assert await _outcome(clinic, on="2026-11-21") == "valid"


async def test_before_its_start_the_service_refuses_with_the_date(clinic: Clinic, clock: Any) -> None:
    """R19: the day of asking counts."""
    clock.advance(-timedelta(days=365 * 6))
    await clinic.sign_in("1319990014", clinic.secret)
    reply = await clinic.typed(on="2020-11-20")
    assert (reply.status_code, reply.json()["code"]) == (400, "service.not_started")
    assert "2021-05-01" in reply.json()["detail"]
    assert reply.json()["starts_on"] == "2021-05-01"


async def test_before_the_insurance_card_the_my_number_card_is_checked_already(
    clinic: Clinic, clock: Any
) -> None:
    """R19: an unknown card is refused for itself, no more for the day."""
    clock.now = datetime(2021, 3, 1, 0, 30, tzinfo=UTC)
    await clinic.sign_in("1319990014", clinic.secret)
    reply = await clinic.ask("photo", message(on="2021-03-01", certificate="AAAA"))
    assert reply.json()["code"] == "certificate.untrusted"
    assert (await clinic.typed(on="2021-03-01")).json()["code"] == "service.not_started"


async def test_a_card_without_branch_is_let_pass_until_a_last_day_is_set(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R12: the end is data."""
    await clinic.enter(person())
    without = {"branch": None, "month_day": None, "birth_on": "1988-02-14"}
    assert await _outcome(clinic, **without) == "valid"
    rule = TransitionalRule.CARDS_WITHOUT_BRANCH
    monkeypatch.setitem(SPANS, rule, replace(SPANS[rule], last_day=date(2026, 11, 19)))
    assert await _refused(clinic, **without) == (400, "number.refused", ["branch"])
    assert await _outcome(clinic) == "valid"


async def test_a_wrong_birth_date_and_an_absent_number_are_answered_alike(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guessing: not one word and not one query differs."""
    await clinic.enter(person())
    wrong_birth, absent = typed_message(month_day="0215"), typed_message(number="9999")
    queries: list[list[Asked]] = []
    replies = []
    for asked in (wrong_birth, absent):
        with overheard(clinic.database, monkeypatch) as seen:
            replies.append((await clinic.ask("typed", asked)).json())
        queries.append(seen)
    assert {**replies[0], "check_id": ""} == {**replies[1], "check_id": ""}
    assert queries[0] == queries[1]
    assert len(queries[0]) == 3, "what was asked before, the histories under the card, the audit"


async def test_replies_about_nobody_wait_a_random_while_so_that_time_tells_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guessing: how long the register searched is not to be measured."""
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("app.central.verification.confirm.sleep", wait)
    await clinic.enter(person())
    for changes in ({}, {"month_day": "0215"}, {"number": "9999"}):
        await clinic.typed(**changes)
    assert len(waits) == len(set(waits)) == 2
    assert all(0 <= each <= clinic.service.limits.miss_delay_s for each in waits)
