"""Who guesses is stopped; who only repeats is not; everything is in the audit."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from app.central.service import Limits
from app.central.storage.database import Database
from tests.central.clinic import Clinic, StandingClock, person, typed_message

pytestmark = pytest.mark.anyio
LIMIT = 3


@pytest.fixture
async def clinic(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On both engines, with a limit soon reached."""
    async with Clinic.opened(database, clock, Limits(misses_per_hour=LIMIT)) as opened:
        await opened.enter(person())
        yield opened


async def _miss(clinic: Clinic, **changes: Any) -> int:
    return (await clinic.typed(number="9999", **changes)).status_code


async def test_misses_of_an_hour_are_limited_and_the_reply_says_when_to_come_back(
    clinic: Clinic, clock: StandingClock
) -> None:
    for _ in range(LIMIT):
        assert await _miss(clinic) == 200
        clock.advance(timedelta(minutes=2))
    reply = await clinic.typed()
    assert (reply.status_code, reply.json()["code"]) == (429, "misses.exceeded")
    wait_s = int(reply.headers["Retry-After"])
    assert wait_s == 54 * 60, "the first miss leaves the window then"


async def test_the_limit_ends_with_the_hour(clinic: Clinic, clock: StandingClock) -> None:
    for _ in range(LIMIT):
        await _miss(clinic)
    clock.advance(timedelta(hours=1))
    await clinic.sign_in("1319990014", clinic.secret)
    assert (await clinic.typed()).json()["outcome"] == "valid"


async def test_found_people_never_count(clinic: Clinic) -> None:
    for _ in range(LIMIT + 1):
        assert (await clinic.typed()).json()["outcome"] == "valid"


async def test_a_repeat_of_a_check_counts_once_and_is_answered_at_the_limit_too(clinic: Clinic) -> None:
    asked = typed_message(number="9999")
    for _ in range(LIMIT + 2):
        assert (await clinic.ask("typed", asked)).json()["outcome"] == "none"
    for _ in range(LIMIT - 1):
        assert await _miss(clinic) == 200
    assert await _miss(clinic) == 429
    assert (await clinic.ask("typed", asked)).status_code == 200


async def test_a_check_id_serves_one_question(clinic: Clinic) -> None:
    asked = typed_message()
    assert (await clinic.ask("typed", asked)).status_code == 200
    reply = await clinic.ask("typed", asked | {"month_day": "0215"})
    assert (reply.status_code, reply.json()["code"]) == (409, "check_id.reused")
    assert (await clinic.ask("typed", asked)).status_code == 200


async def test_one_check_id_with_many_questions_is_no_way_around_the_limit(clinic: Clinic) -> None:
    """A refused question under a known id tells nothing, and the first stays the one that counts."""
    asked = typed_message(number="9999")
    await clinic.ask("typed", asked)
    for day in range(15, 20):
        assert (await clinic.ask("typed", asked | {"month_day": f"02{day}"})).status_code == 409


async def test_everything_is_audited_without_names_or_numbers(clinic: Clinic) -> None:
    await clinic.typed(check_id="00000000-0000-0000-0000-000000000001", staff="鈴木")
    await clinic.typed(number="9999")
    hit, miss = await clinic.audit()
    assert (hit["outcome"], hit["level"], hit["staff"], hit["missed"]) == ("valid", "typed", "鈴木", False)
    assert hit["check_id"].endswith("1") and hit["person_id"] > 0
    assert (miss["outcome"], miss["missed"], miss["person_id"]) == ("none", True, None)
    async with clinic.database.transaction() as tx:
        everything = str([tuple(row) for row in await tx.fetch("SELECT * FROM check_audit")])
    assert "架空" not in everything and "3456" not in everything


async def test_refusals_are_audited_too(clinic: Clinic) -> None:
    for _ in range(LIMIT + 1):
        await _miss(clinic)
    assert [row["outcome"] for row in await clinic.audit()] == ["none"] * LIMIT + ["misses.exceeded"]


async def test_misses_asked_all_at_once_do_not_pass_the_limit(clinic: Clinic) -> None:
    """Guessing: an institution's checks take turns."""
    told = await asyncio.gather(*(_miss(clinic) for _ in range(3 * LIMIT)))
    assert sorted(told) == [200] * LIMIT + [429] * 2 * LIMIT
