"""What every inbox promises two desks: run on the one in memory, and over HTTP on the service itself (R14)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.adapters.central_client.notice_line import CentralNoticeLine
from app.notices.notice import Notice, NoticeId, NoticeState
from app.notices.ports import NoticeChanged, NoticeLine
from app.scheme.days import business_day
from tests.adapters.central_client.served import served
from tests.central.clinic import ASSOCIATION, MORNING, Clinic, card, cover, person
from tests.central.notices.month import handed_in
from tests.central.review.files import Bill, uke
from tests.fakes.notices import InboxInMemory
from tests.notices.samples import notice, reassigned

OCTOBER_12 = date(2026, 10, 12)
TODAY = business_day(MORNING)
LONG_AGO = date(2020, 1, 1)
FRIDAY = date(2026, 11, 27)


async def _two_receipts(clinic: Clinic) -> None:
    """Reviewed already."""
    new = cover(card(ASSOCIATION, "13990001", "7", "01"), OCTOBER_12)
    await clinic.enter(person(cover(lost_on=OCTOBER_12), new))
    await handed_in(clinic, uke(Bill(), Bill(days=(13, 20))))


@pytest.fixture(params=["in memory", "service"])
def line(request: pytest.FixtureRequest) -> Iterator[NoticeLine]:
    if request.param == "in memory":
        yield InboxInMemory(lambda: MORNING, (notice(), reassigned()))
    else:
        with served(_two_receipts) as service:
            yield CentralNoticeLine(service.way)


def test_two_desks_agree_on_who_has_a_notice(line: NoticeLine) -> None:
    first, other = line.notices(LONG_AGO)
    assert {first.handling.state, other.handling.state} == {NoticeState.OPEN}
    taken = line.handle(first, NoticeState.IN_HAND, "佐藤", FRIDAY, "電話する")
    assert (taken.handling.by, taken.handling.until, taken.handling.note) == ("佐藤", FRIDAY, "電話する")
    with pytest.raises(NoticeChanged):
        line.handle(first, NoticeState.DONE, "鈴木", None, "")
    assert line.notice(first.id).handling == taken.handling
    assert line.notice(other.id) == other


def test_a_change_sent_twice_is_one(line: NoticeLine) -> None:
    seen = line.notices(LONG_AGO)[0]
    once, twice = (line.handle(seen, NoticeState.DONE, "佐藤", None, "") for _ in range(2))
    assert once.handling == twice.handling
    back = line.handle(once, NoticeState.OPEN, "佐藤", None, "")
    assert (back.handling.state, back.handling.by) == (NoticeState.OPEN, "")
    with pytest.raises(NoticeChanged):
        line.handle(seen, NoticeState.DONE, "佐藤", None, "")


def test_what_is_done_leaves_the_list_with_its_time(line: NoticeLine) -> None:
    first, other = line.notices(LONG_AGO)
    line.handle(first, NoticeState.DONE, "佐藤", None, "")
    assert _ids(line.notices(TODAY)) == {first.id, other.id}
    assert _ids(line.notices(TODAY + timedelta(days=1))) == {other.id}


def _ids(notices: tuple[Notice, ...]) -> set[NoticeId]:
    return {each.id for each in notices}
