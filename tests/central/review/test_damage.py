"""Whatever a clinic hands in: a damaged receipt gets an outcome or its file a refusal, never a traceback."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.registry.known import KnownPeriod, KnownPerson
from app.central.review import cutting
from app.central.review.cutting import Cutter, FileRefused
from app.central.review.judging import _at_once, _by_history
from app.central.review.presented import presented, storable
from app.central.review.runs import encoded
from app.central.review.told import outcome_of
from app.scheme.cover import Cover, PersonDetails
from app.scheme.receipts.complaints import Fault, Weight
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import FileForm
from app.scheme.receipts.reading import ReceiptReader, ReceiptsUnreadable
from tests.central.clinic import ASSOCIATION, BORN, card
from tests.central.review.files import Bill, uke
from tests.scheme.receipts.builders import Claim, file_of, files
from tests.scheme.receipts.damages import CASES, CLAIMS, Case, lines_of
from tests.scheme.receipts.damages import encoded as encoded_file

KNOWN = datetime(2021, 1, 1, tzinfo=UTC)
OCTOBER_12 = date(2026, 10, 12)
FAULTS = {each.code: each for each in Fault}


def _period(place: int, held: Cover) -> KnownPeriod:
    return KnownPeriod(place, held, None, KNOWN, ())


HANA = KnownPerson(
    1,
    PersonDetails("架空　花", "カクウ　ハナ", "2", BORN, None, None),
    (
        _period(1, Cover(card(), "", "1", date(2019, 4, 1), OCTOBER_12, "03")),
        _period(2, Cover(card(ASSOCIATION, "1", "7", "01"), "", "1", OCTOBER_12, None, None)),
    ),
)
_SOUND = uke(Bill(), Bill(days=(13, 31)), Bill(more=("KO,54139999,1234567,,2,424,,,,,,",)))


def _reviewed(data: bytes) -> None:
    try:
        reader = ReceiptReader(data)
        receipts = list(reader)
    except ReceiptsUnreadable:
        return
    for place, receipt in enumerate(receipts, start=1):
        asked = presented(place, receipt)
        judged = _by_history(asked, HANA) if asked.insured and asked.stated else _at_once(asked, [])
        assert not isinstance(judged, int)
        outcome_of(judged, changed=True).model_dump_json()
        storable("\n".join(receipt.lines)).encode()
        for each in judged.deliveries:
            if each.receipt is not None:
                encoded(reader.form, each.receipt.lines)


@given(
    cuts=st.lists(
        st.tuples(st.integers(0, len(_SOUND)), st.integers(0, 12), st.binary(max_size=12)), max_size=6
    )
)
def test_a_damaged_receipt_gets_an_outcome(cuts: list[tuple[int, int, bytes]]) -> None:
    data = _SOUND
    for place, length, instead in cuts:
        data = data[:place] + instead + data[place + length :]
    _reviewed(data)


@given(lines=st.permutations(_SOUND.split(b"\r\n")), drop=st.integers(0, 10))
def test_records_lost_or_out_of_order_get_an_outcome(lines: list[bytes], drop: int) -> None:
    _reviewed(b"\r\n".join([_SOUND.split(b"\r\n")[0], *lines[drop:]]))


@pytest.mark.parametrize(
    "case", [Case("valid", kind, lambda lines: lines, ()) for kind in ReceiptKind] + CASES
)
def test_what_weighs_as_the_whole_file_at_the_desk_is_refused_as_a_whole(case: Case) -> None:
    """And nothing else is: a desk that finds no such fault has not its file refused."""
    data = encoded_file(case.damage(lines_of(case.kind)))

    async def chunks() -> AsyncIterator[bytes]:
        yield data

    async def cut() -> bool:
        try:
            async for _ in Cutter().cut(chunks(), hashlib.sha256(data).digest()):
                pass
        except FileRefused:
            return False
        return True

    told = [each for each in case.told if FAULTS[each.split()[0]].weight is Weight.FILE]
    assert anyio.run(cut) is not bool(told), told


@given(data=st.binary(max_size=400) | st.builds(lambda tail: _SOUND[:40] + tail, st.binary(max_size=400)))
def test_a_file_is_cut_into_blocks_or_refused(data: bytes) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), 7):
            yield data[start : start + 7]

    async def cut() -> None:
        try:
            async for block in Cutter().cut(chunks(), hashlib.sha256(data).digest()):
                assert block.receipts >= 1
        except FileRefused:
            pass

    anyio.run(cut)


@pytest.mark.parametrize("kind", ReceiptKind)
def test_receipts_that_ran_together_keep_the_places_of_those_behind(
    kind: ReceiptKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an opening is lost; else two blocks would tell of one place, and the review of the second never end."""
    monkeypatch.setattr(cutting, "_BLOCK", 2_000)
    data = file_of([CLAIMS[kind]] * 12)
    opening = b"\r\n%s," % kind.opening.encode()
    third = data.split(opening)[3]
    lost = data.replace(opening + third, b"\r\n" + third[third.index(b"\r\n") + 2 :], 1)

    async def chunks() -> AsyncIterator[bytes]:
        yield lost

    async def cut() -> None:
        cutter = Cutter()
        blocks = [each async for each in cutter.cut(chunks(), hashlib.sha256(lost).digest())]
        read = [len(list(ReceiptReader(cutter.head + block.content))) for block in blocks]
        assert len(blocks) > 1
        assert [each.receipts for each in blocks] == read
        assert [each.first_place for each in blocks] == [1 + sum(read[:at]) for at in range(len(read))]

    anyio.run(cut)


@given(built=files(), size=st.integers(1, 2000))
def test_a_valid_file_of_any_kind_is_cut_without_a_refusal(
    built: tuple[list[Claim], FileForm], size: int
) -> None:
    """医科, 歯科 and 調剤; however small the pieces are in which it comes."""
    claims, form = built
    data = file_of(claims, form)

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), size):
            yield data[start : start + size]

    async def cut() -> None:
        cutter = Cutter()
        blocks = [each async for each in cutter.cut(chunks(), hashlib.sha256(data).digest())]
        assert cutter.receipts == len(claims) == sum(each.receipts for each in blocks)
        assert [each.first_place for each in blocks][:1] == [1]
        again = [each for block in blocks for each in ReceiptReader(cutter.head + block.content)]
        assert [each.lines for each in again] == [each.lines for each in ReceiptReader(data)]

    anyio.run(cut)
