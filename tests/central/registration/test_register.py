"""What insurers tell enters the register in two times; what is wrong hides nothing that is right."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from app.central.registration.confirming import NothingToConfirm, close_as_other_person, confirm_same_person
from app.central.registration.register import register_rows
from app.central.registration.row import RowResult, RowStatus
from app.central.registration.told_files import ToldFile, told_file
from app.central.registry.entries import InsurerEntry
from app.central.registry.load import load_insurers, load_persons
from app.central.registry.moments import hold_register
from app.scheme.certificates import ELDERLY, EntitlementCertificate
from app.scheme.numbers import InsurerNumber
from tests.central.clinic import (
    ASSOCIATION,
    LATE_ELDERLY,
    MORNING,
    SOCIETY,
    StandingClock,
    card,
    cover,
    person,
)
from tests.central.registrar import Registrar, known_by_card, my_number, row, without

pytestmark = pytest.mark.anyio
LATER = MORNING + timedelta(days=5)
LOSS = {"action": "lose", "lost_on": "2026-11-10", "loss_reason": "03"}


def _lost(serial: int = 1, **more: str) -> dict[str, str]:
    return known_by_card(row(serial), **(LOSS | more))


async def test_a_new_member_is_known_from_the_moment_of_registration(registrar: Registrar) -> None:
    """R2, R4"""
    assert await registrar.outcomes(row()) == ["accepted"]
    assert await registrar.persons(card(), MORNING - timedelta(seconds=1)) == []
    (member,) = await registrar.persons(card(), MORNING)
    (period,) = member.periods
    assert (member.details.name, member.details.birth_on) == ("架空　太", date(1988, 2, 14))
    assert (period.cover.acquired_on, period.cover.lost_on) == (date(2019, 4, 1), None)
    assert period.registered_at == MORNING


async def test_a_block_that_waited_for_another_is_known_from_after_its_wait(registrar: Registrar) -> None:
    """R4: until then no desk could have seen it."""
    clock = StandingClock(MORNING)

    async def tell(file: ToldFile) -> list[RowResult]:
        rows = [(2, row())]
        told = register_rows(registrar.database, registrar.intermediary, None, rows, clock, file)
        return [result async for result in told]

    async with registrar.database.transaction() as tx:
        telling = asyncio.create_task(tell(await told_file(tx, [b"rows"])))
        await hold_register(tx)
        await asyncio.sleep(0.1)
        clock.advance(timedelta(seconds=3))
    assert [each.status for each in await telling] == [RowStatus.ACCEPTED]
    (member,) = await registrar.members(MORNING + timedelta(seconds=3))
    assert member.registered_at == MORNING + timedelta(seconds=3)


async def test_the_same_rows_again_change_nothing_at_all(registrar: Registrar) -> None:
    rows = [row(), row(2), _lost(2), row(1, certificate_kind=ELDERLY, certificate_ratio="20")]
    rows[3]["certificate_from"] = "2026-08-01"
    first = await registrar.tell(*rows)
    before = await registrar.versions(), await registrar.findings()
    again = await registrar.tell(*rows, known_at=LATER)
    assert {each.status for each in first} == {RowStatus.ACCEPTED}
    assert {each.status for each in again} == {RowStatus.UNCHANGED}
    assert (await registrar.versions(), await registrar.findings()) == before


async def test_lines_that_take_each_other_back_still_change_nothing_the_second_time(
    registrar: Registrar,
) -> None:
    """The lines of one file stand in blocks of their own when it is long."""
    moved = known_by_card(row(), action="move", address="大阪府架空市")
    await registrar.tell(row())
    await registrar.tell(moved)
    before = await registrar.versions()
    assert await registrar.outcomes(row(), moved, known_at=LATER) == ["unchanged", "unchanged"]
    assert await registrar.versions() == before
    (member,) = await registrar.persons(card(), LATER)
    assert member.details.address == "大阪府架空市"


async def test_what_is_told_later_is_news_even_where_it_was_said_long_ago(registrar: Registrar) -> None:
    """R4: nothing is written over."""
    moved = known_by_card(row(), action="move", address="大阪府架空市")
    await registrar.tell(row())
    await registrar.tell(moved, known_at=LATER)
    back = known_by_card(row(), action="move", address="東京都架空区")
    assert await registrar.outcomes(back, known_at=LATER + timedelta(days=1)) == ["accepted"]
    addresses = [
        (await registrar.persons(card(), moment))[0].details.address
        for moment in (MORNING, LATER, LATER + timedelta(days=1))
    ]
    assert addresses == ["東京都架空区", "大阪府架空市", "東京都架空区"]


async def test_a_loss_keeps_what_was_known_before_it(registrar: Registrar) -> None:
    """R4"""
    await registrar.tell(row())
    assert await registrar.outcomes(_lost(), known_at=LATER) == ["accepted"]
    (before,) = await registrar.persons(card(), MORNING)
    (after,) = await registrar.persons(card(), LATER)
    assert before.periods[0].cover.lost_on is None
    assert (after.periods[0].cover.lost_on, after.periods[0].cover.loss_reason) == (date(2026, 11, 10), "03")


async def test_a_loss_is_corrected_and_taken_back(registrar: Registrar) -> None:
    await registrar.tell(row(), _lost())
    await registrar.tell(_lost(lost_on="2026-11-12"), known_at=LATER)
    (member,) = await registrar.persons(card(), LATER)
    assert member.periods[0].cover.lost_on == date(2026, 11, 12)
    again = known_by_card(row(), action="correct", lost_on="-")
    assert await registrar.outcomes(again, known_at=LATER + timedelta(days=1)) == ["accepted"]
    (member,) = await registrar.persons(card(), LATER + timedelta(days=1))
    assert (member.periods[0].cover.lost_on, member.periods[0].cover.loss_reason) == (None, None)


async def test_details_and_numbers_are_corrected_by_the_insurers_own_reference(registrar: Registrar) -> None:
    await registrar.tell(row(cover_ref="a-1"))
    told = {"action": "correct", "cover_ref": "a-1", "insurer_number": SOCIETY, "symbol": "98", "number": "7"}
    more = {"branch": "05", "acquired_on": "2019-05-01", "name": "見本　花"}
    assert await registrar.outcomes(told | more, known_at=LATER) == ["accepted"]
    assert await registrar.persons(card(), LATER) == []
    (member,) = await registrar.persons(card(symbol="98", number="7"), LATER)
    assert member.details.name == "見本　花"
    assert member.periods[0].cover.insured == card(symbol="98", number="7", branch="05")
    assert member.periods[0].cover.acquired_on == date(2019, 5, 1)
    assert len(await registrar.persons(card(), MORNING)) == 1, "as known before"


async def test_cards_are_issued_returned_and_issued_again(registrar: Registrar) -> None:
    """R11"""
    await registrar.tell(row(card_issued_on="2019-04-03"))
    again = known_by_card(row(), action="reissue", card_issued_on="2026-02-01")
    assert await registrar.outcomes(again, _lost(card_returned_on="2026-11-11"), known_at=LATER) == [
        "accepted",
        "accepted",
    ]
    issues = (await registrar.versions())["card_issue"]
    told = {(str(issued_on), str(returned_on), now) for _, issued_on, returned_on, now in issues}
    assert ("2019-04-03", "None", True) in told
    assert ("2026-02-01", "2026-11-11", True) in told


async def test_a_card_told_by_mistake_is_taken_back(registrar: Registrar) -> None:
    """R4, R11: what was known stays known as it was then; the card before it is the newest again."""
    told = row(card_issued_on="2026-02-01")
    back = known_by_card(row(), action="reissue", card_issued_on="2026-02-01", card_returned_on="-")
    await registrar.tell(row(card_issued_on="2019-04-03"))
    assert await registrar.outcomes(back) == ["card_issued_on: card_unknown"]
    await registrar.tell(told)
    assert await registrar.outcomes(back, back, known_at=LATER) == ["accepted", "unchanged"]
    for moment, cards in ((MORNING, 2), (LATER, 1)):
        (member,) = await registrar.members(moment)
        assert len(member.cards) == cards
    assert await registrar.outcomes(_lost(card_returned_on="2026-01-31"), known_at=LATER) == ["accepted"]
    again = LATER + timedelta(days=1)
    assert await registrar.outcomes(told, known_at=again) == ["accepted"]
    (member,) = await registrar.members(again)
    assert [(str(each.issued_on), str(each.returned_on)) for each in member.cards] == [
        ("2019-04-03", "2026-01-31"),
        ("2026-02-01", "None"),
    ]


async def test_a_card_that_came_back_by_mistake_only_is_told_anew(registrar: Registrar) -> None:
    """The same lines a second time change nothing."""
    came_back = row(card_issued_on="2026-02-01", card_returned_on="2026-11-11")
    back = known_by_card(row(), card_issued_on="2026-02-01", card_returned_on="-")
    out = known_by_card(row(), card_issued_on="2026-02-01")
    await registrar.tell(came_back)
    assert await registrar.outcomes(back, out, known_at=LATER) == ["accepted", "accepted"]
    (member,) = await registrar.members(LATER)
    assert [each.returned_on for each in member.cards] == [None]
    again = LATER + timedelta(days=1)
    assert await registrar.outcomes(back, out, known_at=again) == ["unchanged", "unchanged"]


async def test_a_card_that_was_never_issued_does_not_come_back(registrar: Registrar) -> None:
    await registrar.tell(row())
    assert await registrar.outcomes(_lost(card_returned_on="2026-11-11")) == [
        "card_returned_on: card_unknown"
    ]


async def test_no_card_comes_back_before_it_was_issued(registrar: Registrar) -> None:
    """Which one came back is the newest, where the row does not say."""
    back = known_by_card(row(), action="reissue", card_returned_on="2026-10-31")
    await registrar.tell(row(card_issued_on="2025-12-02"), row(card_issued_on="2026-11-01"))
    older = back | {"card_issued_on": "2025-12-02"}
    assert await registrar.outcomes(back, older, known_at=LATER) == [
        "card_returned_on: returned_before_issue",
        "accepted",
    ]


async def test_certificates_come_one_a_row_and_are_told_anew(registrar: Registrar) -> None:
    """R8"""
    limit = {"certificate_kind": "limit", "certificate_class": "A03", "certificate_from": "2026-08-01"}
    until = {"certificate_to": "2027-07-31"}
    assert await registrar.outcomes(row(), row() | limit | until) == ["accepted", "accepted"]
    shorter = known_by_card(row()) | limit | {"certificate_to": "2026-12-31"}
    assert await registrar.outcomes(shorter, shorter, known_at=LATER) == ["accepted", "unchanged"]
    (before,) = await registrar.persons(card(), MORNING)
    (after,) = await registrar.persons(card(), LATER)
    since = date(2026, 8, 1)
    assert before.periods[0].certificates == (
        EntitlementCertificate("limit", "A03", None, since, date(2027, 7, 31)),
    )
    assert after.periods[0].certificates == (
        EntitlementCertificate("limit", "A03", None, since, date(2026, 12, 31)),
    )


@pytest.mark.parametrize("begins", ["2026-08-01", "2027-01-01"])
async def test_a_certificate_told_by_mistake_is_taken_back(registrar: Registrar, begins: str) -> None:
    """R4, R8: what was known stays known as it was then."""
    limit = {"certificate_kind": "limit", "certificate_from": begins}
    told = row() | limit | {"certificate_class": "A03"}
    back = known_by_card(row(), **limit, certificate_to="-")
    await registrar.tell(row())
    assert await registrar.outcomes(back) == ["certificate_from: certificate_unknown"]
    assert await registrar.outcomes(told) == ["accepted"]
    assert await registrar.outcomes(back, back, known_at=LATER) == ["accepted", "unchanged"]
    for moment, certificates in ((MORNING, 1), (LATER, 0)):
        (member,) = await registrar.persons(card(), moment)
        assert len(member.periods[0].certificates) == certificates
    assert await registrar.outcomes(told, known_at=LATER + timedelta(days=1)) == ["accepted"]
    (member,) = await registrar.persons(card(), LATER + timedelta(days=1))
    assert [each.valid_until for each in member.periods[0].certificates] == [None]


async def test_the_share_of_late_elderly_stands_on_the_cover(books: Registrar) -> None:
    cells = without(row(insurer_number=LATE_ELDERLY, number="12345678"), "symbol", "branch", "relationship")
    assert await books.outcomes(cells | {"certificate_ratio": "20", "birth_on": "1940-01-01"}) == ["accepted"]
    (member,) = await books.persons(card(LATE_ELDERLY, "", "12345678", ""), MORNING)
    assert member.periods[0].ratio_percent == 20


async def test_what_the_register_does_not_allow_is_refused_with_its_field(registrar: Registrar) -> None:
    await registrar.tell(row(), row(2), row(9, cover_ref="z", number="8", insurer_number=ASSOCIATION))
    refused = {
        "insurer_number: insurer_unknown": row(3, insurer_number="06139976"),
        "insurer_number: insurer_check_digit": row(3, insurer_number="06139977"),
        "my_number: my_number_missing": without(row(4), "my_number"),
        "kana: missing": without(row(4), "kana"),
        "branch: branch_taken": row(4, branch="01"),
        "number: person_unknown": _lost(number="9"),
        "acquired_on: period_unknown": _lost(acquired_on="2020-04-01"),
        "lost_on: lost_before_acquired": _lost(lost_on="2019-03-31"),
        "acquired_on: period_overlaps": row(1, symbol="77", acquired_on="2025-04-01"),
        "acquired_on: missing": without(row(5), "acquired_on"),
        "cover_ref: cover_ref_taken": row(9, cover_ref="z", number="9", insurer_number=ASSOCIATION),
        "my_number: person_other": row(1, cover_ref="z", number="8", insurer_number=ASSOCIATION),
    }
    before = await registrar.versions()
    assert await registrar.outcomes(*refused.values(), known_at=LATER) == list(refused)
    assert await registrar.versions() == before


async def test_a_branch_that_was_given_once_is_never_somebody_elses(registrar: Registrar) -> None:
    """R1"""
    await registrar.tell(row(cover_ref="a"))
    other = {"action": "correct", "cover_ref": "a", "branch": "07"}
    assert await registrar.outcomes(row() | other, known_at=LATER) == ["accepted"]
    assert await registrar.outcomes(row(2, branch="00"), row(2, branch="07"), row(2, branch="01")) == [
        "branch: branch_taken",
        "branch: branch_taken",
        "accepted",
    ]


async def test_an_insurer_tells_of_its_own_members_only(registrar: Registrar) -> None:
    told = row(insurer_number=ASSOCIATION, acquired_on="2026-11-10")
    assert await registrar.outcomes(row(), told, insurer=SOCIETY) == [
        "accepted",
        "insurer_number: insurer_other",
    ]
    lost = _lost(insurer_number=ASSOCIATION)
    assert await registrar.outcomes(lost, insurer=ASSOCIATION) == ["number: person_unknown"]


async def test_one_person_is_one_person_at_every_insurer(registrar: Registrar) -> None:
    """R2: the history is tied by My Number, and only the intermediary knows it (R3)."""
    await registrar.tell(row(), _lost())
    new = row(insurer_number=ASSOCIATION, symbol="5", number="6", acquired_on="2026-11-10")
    assert await registrar.outcomes(new, known_at=LATER) == ["accepted"]
    (member,) = await registrar.persons(card(), LATER)
    assert [each.cover.insured.insurer.digits for each in member.periods] == [SOCIETY, ASSOCIATION]


@pytest.mark.parametrize(
    ("differing", "fields"),
    [({"name": "別人　太"}, "name"), ({"birth_on": "1988-02-15"}, "birth_on")],
)
async def test_who_is_told_differently_under_one_my_number_is_set_aside_and_both_insurers_told(
    registrar: Registrar, differing: dict[str, str], fields: str
) -> None:
    """The mistakes of 2021: never merged silently."""
    await registrar.tell(row())
    before = await registrar.versions()
    wrong = row(insurer_number=ASSOCIATION, acquired_on="2026-11-01") | differing
    assert await registrar.outcomes(wrong, wrong, known_at=LATER) == [f"{fields}: details_differ"] * 2
    assert await registrar.versions() == before
    assert [each[:2] for each in await registrar.findings()] == [
        (ASSOCIATION, "details_differ"),
        (SOCIETY, "details_differ"),
    ]


@pytest.mark.parametrize("field", ["name", "kana", "sex", "birth_on"])
async def test_who_is_no_member_yet_is_never_taken_by_my_number_alone(
    registrar: Registrar, field: str
) -> None:
    """R2, R3: nothing could differ, and whoever guesses a My Number would be told whose it is."""
    await registrar.tell(row())
    before = await registrar.versions()
    known, unknown = (
        without(row(serial, insurer_number=ASSOCIATION, acquired_on="2026-11-10"), field)
        for serial in (1, 50)
    )
    assert await registrar.outcomes(known, unknown, known_at=LATER) == [f"{field}: missing"] * 2
    assert (await registrar.versions(), await registrar.findings()) == (before, [])


async def test_a_my_number_told_of_the_wrong_person_and_taken_back_is_free_for_the_right_one(
    registrar: Registrar,
) -> None:
    """R2: the mistakes of 2021, mended; what was known stays known as it was then (R4)."""
    wrong = row(name="誤記　太", sex="1", birth_on="1970-01-01", cover_ref="w")
    right = row(insurer_number=ASSOCIATION, acquired_on="2026-11-01", name="本物　花", address="")
    await registrar.tell(wrong)
    assert await registrar.outcomes(right) == ["name: details_differ"]
    void = {"action": "lose", "lost_on": wrong["acquired_on"], "loss_reason": "99"}
    half = without(right, "kana")
    assert await registrar.outcomes(known_by_card(wrong, **void), half, right, known_at=LATER) == [
        "accepted",
        "kana: missing",
        "accepted",
    ]
    (known,) = await registrar.persons(card(ASSOCIATION), LATER)
    assert (known.details.name, known.details.sex, known.details.address) == ("本物　花", "2", None)
    assert known.details.birth_on == date(1988, 2, 14)
    (before,) = await registrar.persons(card(), MORNING)
    assert before.details.name == "誤記　太"
    told = [each for each in await registrar.findings() if each[1].startswith("details")]
    assert {(each[1], each[4]) for each in told} == {("details_agree", False)}


async def test_who_was_told_with_a_wrong_my_number_keeps_the_branch_on_the_card(
    registrar: Registrar,
) -> None:
    """R1: nobody else gets it, and the period that was taken back never was."""
    wrong, right, other = row(), row() | {"my_number": my_number(60)}, row(61, branch="00", name="別人　太")
    await registrar.tell(wrong)
    assert await registrar.outcomes(right) == ["branch: branch_taken"]
    back = {"action": "lose", "lost_on": "2019-04-01", "loss_reason": "99", "my_number": my_number(1)}
    told = [known_by_card(wrong, **back), other, right, other]
    outcomes = ["accepted", "branch: branch_taken", "accepted", "branch: branch_taken"]
    assert await registrar.outcomes(*told, known_at=LATER) == outcomes
    assert await registrar.outcomes(wrong, told[0], right, known_at=LATER) == ["unchanged"] * 3
    lasting = wrong | {"lost_on": "-"}
    assert await registrar.outcomes(lasting, known_at=LATER) == ["branch: branch_taken"], "two would have it"
    renamed = right | {"action": "correct", "name": "改名　太"}
    assert await registrar.outcomes(other, renamed, known_at=LATER) == ["branch: branch_taken", "accepted"]


async def test_a_loss_is_told_with_its_reason_and_a_reason_with_its_loss(registrar: Registrar) -> None:
    """R7, R11: whoever asks is told why, and a death or public assistance has consequences of its own."""
    lost = {"lost_on": "2026-11-10"}
    new, known = row(2) | lost, known_by_card(row(), **lost)
    await registrar.tell(row())
    before = await registrar.versions()
    reason = {"loss_reason": "03"}
    assert await registrar.outcomes(new, known, known_by_card(row(), **reason), row(3) | reason) == [
        "loss_reason: missing",
        "loss_reason: missing",
        "lost_on: missing",
        "lost_on: missing",
    ]
    assert await registrar.versions() == before
    corrected = known_by_card(row(), action="correct", lost_on="2026-11-09")
    assert await registrar.outcomes(known | reason, corrected) == ["accepted", "accepted"]


async def test_whom_another_insurer_covers_by_now_the_former_one_changes_no_more(
    registrar: Registrar,
) -> None:
    """R2, R4: clinics are told by the newer card what its insurer said; what is left out is told as odd."""
    there = row(insurer_number=ASSOCIATION, acquired_on="2026-11-10", address="大阪府架空市")
    await registrar.tell(row(), _lost(), there)
    moved = known_by_card(row(), action="move", address="北海道架空市")
    named = known_by_card(row(), action="correct", name="改名　太", lost_on="2026-11-09")
    results = await registrar.tell(moved, named, known_at=LATER)
    assert [(each.status.value, [(odd.field, odd.code) for odd in each.warnings]) for each in results] == [
        ("unchanged", [("address", "details_of_others")]),
        ("accepted", [("name", "details_of_others")]),
    ]
    (member,) = await registrar.persons(card(ASSOCIATION), LATER)
    assert (member.details.name, member.details.address) == ("架空　太", "大阪府架空市")
    renamed = known_by_card(there, action="correct", name="改名　太", address="北海道架空市")
    (result,) = await registrar.tell(renamed, known_at=LATER)
    assert (result.status.value, result.warnings) == ("accepted", ())
    (member,) = await registrar.persons(card(ASSOCIATION), LATER)
    assert (member.details.name, member.details.address) == ("改名　太", "北海道架空市")


async def test_a_letter_that_the_other_insurer_cannot_print_is_no_difference(registrar: Registrar) -> None:
    await registrar.tell(row(name="架空　髙子"))
    told = row(insurer_number=ASSOCIATION, acquired_on="2026-11-01", name="架空 ●子")
    assert await registrar.outcomes(told, known_at=LATER) == ["accepted"]
    (member,) = await registrar.persons(card(), LATER)
    assert member.details.name == "架空　髙子"


async def test_members_registered_before_my_numbers_were_told_are_linked_when_they_agree(
    registrar: Registrar,
) -> None:
    async with registrar.database.transaction() as tx:
        (who,) = await load_persons(tx, [person(cover(card()), name="架空　太")])
    later = row(insurer_number=ASSOCIATION, acquired_on="2026-11-10")
    assert await registrar.outcomes(row(), later, known_at=LATER) == ["accepted", "accepted"]
    (found,) = await registrar.persons(card(), LATER)
    assert (found.id, len(found.periods)) == (who, 2)


async def test_a_wrong_check_digit_of_an_insurer_is_only_odd(books: Registrar) -> None:
    """Real numbers have some."""
    async with books.database.transaction() as tx:
        await load_insurers(tx, [InsurerEntry("06139990", "見本第二組合", None)])
    (result,) = await books.tell(row(insurer_number="06139990"))
    assert (result.status, [each.code for each in result.warnings]) == (
        RowStatus.ACCEPTED,
        ["insurer_check_digit"],
    )


async def test_moments_of_knowing_never_run_backwards(registrar: Registrar) -> None:
    """R4: known_from grows in the order of commits."""
    await registrar.tell(row(), known_at=LATER)
    await registrar.tell(row(2), known_at=MORNING)
    assert len(await registrar.persons(card(), LATER)) == 2
    assert await registrar.persons(card(), LATER - timedelta(seconds=1)) == []


async def test_twins_on_a_card_without_branch_are_told_apart_by_name(books: Registrar) -> None:
    """R12"""
    twins = [without(row(serial), "branch") for serial in (2, 3)]
    assert await books.outcomes(*twins) == ["accepted", "accepted"]
    told = without(known_by_card(row(2), **LOSS, birth_on="1988-02-14"), "branch")
    assert await books.outcomes(told, told | {"name": row(3)["name"]}, known_at=LATER) == [
        "branch: person_several",
        "accepted",
    ]


async def test_a_finding_that_a_human_confirmed_lets_the_row_pass(registrar: Registrar) -> None:
    await registrar.tell(row())
    married = row(insurer_number=ASSOCIATION, acquired_on="2026-11-10", name="見本　太")
    await registrar.tell(married)
    async with registrar.database.transaction() as tx:
        (finding,) = await tx.fetch("SELECT id FROM finding WHERE insurer = $1", ASSOCIATION)
        with pytest.raises(NothingToConfirm):
            await confirm_same_person(tx, InsurerNumber(LATE_ELDERLY), finding["id"], LATER)
        await confirm_same_person(tx, InsurerNumber(ASSOCIATION), finding["id"], LATER)
    other = married | {"name": "別人　太"}
    assert await registrar.outcomes(other, married, known_at=LATER) == ["name: details_differ", "accepted"]
    (member,) = await registrar.persons(card(), LATER)
    assert member.details.name == "見本　太"


@pytest.mark.parametrize(
    ("differing", "right", "is_open"),
    [
        ({"name": "別人　太"}, {}, False),
        ({"birth_on": "1988-02-15"}, {}, False),
        ({"name": "別人　太", "birth_on": "1988-02-15"}, {}, False),
        ({"name": "別人　太"}, {"my_number": my_number(2), "name": "見本　次"}, True),
    ],
)
async def test_what_differed_is_settled_once_its_insurer_tells_the_row_right(
    registrar: Registrar, differing: dict[str, str], right: dict[str, str], is_open: bool
) -> None:
    """R4: for both who were told; a row about somebody else settles nothing."""
    await registrar.tell(row())
    there = row(insurer_number=ASSOCIATION, acquired_on="2026-11-01")
    await registrar.tell(there | differing, known_at=LATER)
    assert await registrar.outcomes(there | right, known_at=LATER) == ["accepted"]
    told = [each for each in await registrar.findings() if each[1].startswith("details")]
    assert [(each[0], each[4]) for each in told] == [(ASSOCIATION, is_open), (SOCIETY, is_open)]


async def test_what_another_insurer_or_a_row_without_the_field_says_settles_nothing(
    registrar: Registrar,
) -> None:
    there = row(insurer_number=ASSOCIATION, acquired_on="2026-11-01")
    await registrar.tell(row(), there)
    await registrar.tell(there | {"action": "acquire", "name": "別人　太"}, known_at=LATER)
    half = without(there, "name")
    assert await registrar.outcomes(row(), half, known_at=LATER) == ["unchanged", "unchanged"]
    assert {each[4] for each in await registrar.findings() if each[1] == "details_differ"} == {True}
    assert await registrar.outcomes(there, known_at=LATER) == ["unchanged"]
    assert {each[4] for each in await registrar.findings() if each[1].startswith("details")} == {False}


async def test_who_is_told_wrong_again_after_being_told_right_is_a_finding_again(
    registrar: Registrar,
) -> None:
    await registrar.tell(row())
    right = row(insurer_number=ASSOCIATION, acquired_on="2026-11-01")
    wrong = right | {"birth_on": "1988-02-15"}
    for file, kind in (((wrong, right), "details_agree"), ((right, wrong), "details_differ")) * 2:
        await registrar.tell(*file, known_at=LATER)
        told = [each for each in await registrar.findings() if each[1].startswith("details")]
        assert [(each[1], each[4]) for each in told] == [(kind, kind == "details_differ")] * 2


async def test_a_row_about_somebody_else_stays_out_once_a_human_said_so(registrar: Registrar) -> None:
    """Also where the card, not a My Number, says who is meant."""
    await registrar.tell(row())
    wrong = known_by_card(row(), **LOSS, name="別人　太")
    assert await registrar.outcomes(wrong) == ["name: details_differ"]
    async with registrar.database.transaction() as tx:
        (finding,) = await tx.fetch("SELECT id FROM finding")
        await close_as_other_person(tx, InsurerNumber(SOCIETY), finding["id"], LATER)
    assert await registrar.outcomes(wrong, known_at=LATER) == ["name: details_differ"]
    assert await registrar.findings() == [(SOCIETY, "details_differ", "", "", False)]


async def test_nothing_is_learned_of_who_is_no_member(registrar: Registrar) -> None:
    """R3: neither that a My Number is known, nor that a name differs."""
    await registrar.tell(row())
    asked = LOSS | {"insurer_number": ASSOCIATION, "number": "1", "name": "別人"}
    known, unknown = asked | {"my_number": my_number(1)}, asked | {"my_number": my_number(50)}
    assert await registrar.outcomes(known, unknown) == ["number: person_unknown"] * 2
    assert await registrar.findings() == []


async def test_two_that_register_the_same_at_once_register_it_once(registrar: Registrar) -> None:
    """R2"""
    rows = [row(serial) for serial in range(1, 7)]
    told = await asyncio.gather(*(registrar.tell(*rows) for _ in range(3)))
    statuses = sorted(each.status.value for results in told for each in results)
    assert statuses == ["accepted"] * 6 + ["unchanged"] * 12
    assert len((await registrar.versions())["person_detail"]) == 6


async def test_the_intermediary_holds_the_numbers_of_a_person_at_every_insurer(registrar: Registrar) -> None:
    """R3"""
    new = row(insurer_number=ASSOCIATION, symbol="5", number="6", acquired_on="2026-11-10")
    await registrar.tell(row(), _lost(), new)
    async with registrar.intermediary.database.transaction() as tx:
        rows = await tx.fetch(
            "SELECT linkage, insurer_key, branch FROM individual_number ORDER BY insurer_key"
        )
    assert [(each["insurer_key"], each["branch"]) for each in rows] == [(ASSOCIATION, "00"), (SOCIETY, "00")]
    assert len({each["linkage"] for each in rows}) == 1
    kept = await registrar.intermediary.my_number_of(rows[0]["linkage"])
    assert kept is not None and kept.digits == my_number(1)


async def test_findings_follow_a_change_of_insurer(registrar: Registrar) -> None:
    """Told once each, closed when they hold no longer, opened again when they do."""
    new = row(insurer_number=ASSOCIATION, symbol="5", number="6", acquired_on="2026-11-10")
    await registrar.tell(row(), new)
    overlap = ("2026-11-10", "", True)
    assert await registrar.findings() == [
        (ASSOCIATION, "overlap", *overlap),
        (SOCIETY, "overlap", *overlap),
    ]
    await registrar.tell(_lost(lost_on="2026-11-05"), known_at=LATER)
    gap = ("2026-11-05", "2026-11-09", True)
    closed = ("2026-11-10", "", False)
    assert await registrar.findings() == [
        (ASSOCIATION, "gap", *gap),
        (ASSOCIATION, "overlap", *closed),
        (SOCIETY, "gap", *gap),
        (SOCIETY, "overlap", *closed),
    ]
    await registrar.tell(_lost(lost_on="2026-11-20"), known_at=LATER + timedelta(days=1))
    shorter = ("2026-11-10", "2026-11-19", True)
    assert [each for each in await registrar.findings() if each[-1]] == [
        (ASSOCIATION, "overlap", *shorter),
        (SOCIETY, "overlap", *shorter),
    ]


async def test_a_loss_without_a_new_insurer_is_told_until_one_comes(registrar: Registrar) -> None:
    await registrar.tell(row(), _lost())
    assert await registrar.findings() == [(SOCIETY, "no_successor", "2026-11-10", "", True)]
    new = row(insurer_number=ASSOCIATION, symbol="5", number="6", acquired_on="2026-11-10")
    await registrar.tell(new, known_at=LATER)
    assert await registrar.findings() == [(SOCIETY, "no_successor", "2026-11-10", "", False)]


async def test_nothing_is_deleted(registrar: Registrar) -> None:
    """R4"""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for day, address in enumerate(("東京都", "大阪府", "北海道")):
        moved = known_by_card(row(), action="move", address=address)
        await registrar.tell(row(), moved, known_at=moment + timedelta(days=day))
    details = (await registrar.versions())["person_detail"]
    assert {each[6] for each in details} == {"東京都架空区", "東京都", "大阪府", "北海道"}
    assert [each[-1] for each in details].count(True) == 1
