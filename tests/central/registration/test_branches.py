"""Branches are given once for ever (R1)."""

import asyncio
from itertools import pairwise

import pytest

from app.scheme.digits import with_check_digit
from tests.central.clinic import ASSOCIATION, LATE_ELDERLY, SOCIETY, StandingClock
from tests.central.registrar import Registrar, known_by_card, my_number, row
from tests.central.registration.insurer import Insurer, access_audit

pytestmark = pytest.mark.anyio


def asked(*refs: str, number: str = "3456", symbol: str = "12") -> dict[str, object]:
    return {"symbol": symbol, "number": number, "member_refs": refs}


@pytest.fixture
async def society(registrar: Registrar, clock: StandingClock) -> Insurer:
    return await Insurer.signed_in(registrar.database, clock, SOCIETY, registrar.intermediary)


async def given(insurer: Insurer, *refs: str, **household: str) -> list[str]:
    reply = await insurer.write("branches", asked(*refs, **household))
    assert reply.status_code == 200, reply.text
    told = reply.json()["branches"]
    assert [each["member_ref"] for each in told] == list(dict.fromkeys(refs))
    return [each["branch"] for each in told]


async def test_each_member_has_a_branch_of_its_own_and_the_same_one_when_asked_again(
    society: Insurer,
) -> None:
    assert await given(society, "father", "twin-1", "twin-2") == ["01", "02", "03"]
    assert await given(society, "twin-2", "mother", "father") == ["03", "04", "01"]
    assert await given(society, "father", number="7890") == ["01"]
    assert await given(society, "father", number="３４５６", symbol=" 12") == ["01"], "another spelling"


async def test_clerks_who_ask_at_one_moment_never_get_the_same_branch(society: Insurer) -> None:
    asking = [given(society, f"member-{number}", f"member-{number + 1}") for number in range(8)]
    told = await asyncio.gather(*asking)
    assert {branch for pair in told for branch in pair} == {f"{number:02}" for number in range(1, 10)}
    assert all(one[1] == other[0] for one, other in pairwise(told))


async def test_a_branch_on_any_card_is_taken_also_after_its_member_left(
    society: Insurer, registrar: Registrar
) -> None:
    left = known_by_card(row(2), action="lose", lost_on="2026-11-10", loss_reason="03")
    await registrar.tell(row(branch="02"), row(2, branch="01"), left | {"branch": "01"})
    assert await given(society, "newborn") == ["03"]


async def test_a_branch_given_is_no_other_members_at_another_insurer(
    society: Insurer, registrar: Registrar, clock: StandingClock
) -> None:
    association = await Insurer.signed_in(registrar.database, clock, ASSOCIATION)
    assert await given(society, "one") == await given(association, "one") == ["01"]


async def test_who_is_75_has_a_number_alone(registrar: Registrar, clock: StandingClock) -> None:
    elderly = await Insurer.signed_in(registrar.database, clock, LATE_ELDERLY)
    reply = await elderly.write("branches", asked("one", number="12345678", symbol=""))
    assert (reply.status_code, reply.json()["code"]) == (400, "branch.not_given")
    assert [each[2] for each in await access_audit(registrar.database)] == ["branch.not_given"]


async def test_a_hundred_branches_are_all_there_are(society: Insurer) -> None:
    everybody = [f"member-{number}" for number in range(100)]
    assert sorted(await given(society, *everybody[:99])) == [f"{number:02}" for number in range(1, 100)]
    two_more = await society.write("branches", asked("member-99", "one-too-many"))
    assert (two_more.status_code, two_more.json()["code"]) == (409, "branch.exhausted")
    assert await given(society, "member-99") == ["00"], "all or none: the refused one took nothing"


async def test_a_my_number_is_nobodys_reference(society: Insurer, registrar: Registrar) -> None:
    """R3"""
    number = my_number(1)
    for told in (number, f"p{number}", f"{number[:4]}.{number[4:8]}.{number[8:]}", f"{number}-2"):
        reply = await society.write("branches", asked("one", told))
        assert (reply.status_code, reply.json()["code"]) == (400, "number.refused")
        assert reply.json()["fields"] == ["member_refs"] and told not in reply.text
    for field in ("symbol", "number"):
        reply = await society.write("branches", asked("one", **{field: f"A{number}"}))
        assert reply.json()["fields"] == [field]
    assert await given(society, "two") == ["01"]


async def test_a_number_with_six_digits_signs_in_too(registrar: Registrar, clock: StandingClock) -> None:
    national = await Insurer.signed_in(registrar.database, clock, with_check_digit("13999"))
    assert await given(national, "one") == ["01"]
