"""A month's file handed in over the wire: sent in parts, reviewed, and what became of it fetched (R11–R14)."""

import csv
import hashlib
import io
import logging
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import IO, Any
from uuid import uuid4

import anyio
import httpx
import pytest
from pypdf import PdfReader

from app.central.institutions.credentials import create_institution
from app.central.review import cutting, notice_paper
from app.central.review.closing import ReviewClosed, review_again, set_closing_day
from app.central.review.deliveries import Delivery, kokuho_lists, receipt_files
from app.central.review.lane import review_lane
from app.central.review.outcomes import newest_run
from app.central.review.runs import work_off_a_block
from app.central.review.submissions import complete, submission, take_part
from app.scheme.numbers import InstitutionCode
from app.scheme.receipts.checking import FileCheck
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.reading import ReceiptReader
from tests.central.clinic import (
    ASSOCIATION,
    CODE,
    LATE_ELDERLY,
    MORNING,
    Clinic,
    StandingClock,
    card,
    cover,
    person,
)
from tests.central.registration.insurer import access_audit
from tests.central.review.files import Bill, uke
from tests.scheme.receipts.builders import INSTITUTIONS, file_of
from tests.scheme.receipts.damages import CLAIMS

pytestmark = pytest.mark.anyio
OCTOBER_12 = date(2026, 10, 12)
NEW_CARD = card(ASSOCIATION, "13990001", "7", "01")
BILLS = (Bill(), Bill(number="１"), Bill(number="2", days=(13,)), Bill(number="9"), Bill(days=(13, 20)))


async def announce(clinic: Clinic, data: bytes, key: str = "", **changes: Any) -> httpx.Response:
    message = {"length": len(data), "sha256": hashlib.sha256(data).hexdigest(), "paper": []} | changes
    return await clinic.line.post(
        "/v1/receipts", json=message, headers={"Idempotency-Key": key or str(uuid4())}
    )


async def send(clinic: Clinic, number: str, position: int, part: bytes) -> dict[str, Any]:
    reply = await clinic.line.put(
        "/v1/receipts/content", params={"receipt_number": number, "position": position}, content=part
    )
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


async def work_off(clinic: Clinic) -> None:
    while await work_off_a_block(clinic.database, clinic.service.clock):
        pass


async def handed_in(clinic: Clinic, data: bytes) -> str:
    number: str = (await announce(clinic, data)).json()["receipt_number"]
    assert (await send(clinic, number, 0, data))["state"] == "received"
    await work_off(clinic)
    return number


async def outcomes(clinic: Clinic, number: str, **asked: Any) -> list[dict[str, Any]]:
    reply = await clinic.line.get(f"/v1/receipts/{number}/outcomes", params=asked)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["outcomes"]
    return found


@pytest.fixture
async def town(clinic: Clinic) -> Clinic:
    """Who changed insurer, who stayed, whose cover ended, and a card nobody has."""
    await clinic.enter(
        person(cover(lost_on=OCTOBER_12), cover(NEW_CARD, OCTOBER_12)),
        person(cover(card(number="1"))),
        person(cover(card(number="2"), lost_on=OCTOBER_12)),
    )
    return clinic


async def test_a_file_is_handed_in_reviewed_and_its_outcomes_fetched(town: Clinic) -> None:
    """R13, R14: what went on as it came is only counted."""
    number = await handed_in(town, uke(*BILLS))
    standing = (await town.line.get(f"/v1/receipts/{number}")).json()
    assert standing["state"] == "reviewed"
    assert standing["counts"] == {"forwarded": 1, "reassigned": 1, "split": 1, "kokuho": 1, "returned": 1}
    assert standing["closes_on"] == "2026-11-20"
    found = await outcomes(town, number)
    assert [(each["receipt_number"], each["outcome"], each["confirmation"]) for each in found] == [
        ("1", "split", "05"),
        ("3", "kokuho", "07"),
        ("4", "returned", "03"),
        ("5", "reassigned", "04"),
    ]
    assert found[0]["stated"] == {
        "insurer": "06139992",
        "symbol": "１２",
        "number": "３４５６",
        "branch": "00",
    }
    assert [part["insurer"] for part in found[0]["parts"]] == ["06139992", ASSOCIATION]


@pytest.mark.parametrize("cursor", ["-", "--1", "1-", "１", "9999999999"])
async def test_a_cursor_that_was_never_given_is_malformed(town: Clinic, cursor: str) -> None:
    number = await handed_in(town, uke(Bill()))
    reply = await town.line.get(f"/v1/receipts/{number}/outcomes", params={"cursor": cursor})
    assert (reply.status_code, reply.json()["fields"]) == (422, ["cursor"])


async def test_of_a_lapsed_card_only_card_and_day_are_told(town: Clinic) -> None:
    """R11."""
    number = await handed_in(town, uke(*BILLS))
    kokuho = next(each for each in await outcomes(town, number) if each["outcome"] == "kokuho")
    assert kokuho["lapsed_on"] == "2026-10-12"
    assert kokuho["parts"] == []


async def test_a_file_cut_off_goes_on_where_it_was(town: Clinic) -> None:
    """Resumed by what was received; a part sent again or too early changes nothing."""
    data = uke(*BILLS)
    number = (await announce(town, data)).json()["receipt_number"]
    assert (await send(town, number, 0, data[:700]))["received_bytes"] == 700
    assert (await send(town, number, 0, data[:700]))["received_bytes"] == 700
    assert (await send(town, number, 900, data[900:]))["received_bytes"] == 700
    again = (await announce(town, data)).json()
    assert (again["receipt_number"], again["received_bytes"]) == (number, 700)
    assert (await send(town, number, 700, data[700:]))["state"] == "received"


async def test_a_file_whose_last_part_was_kept_is_completed_when_announced_again(town: Clinic) -> None:
    """The service was killed between the last byte and the check of the whole."""
    data = uke(*BILLS)
    number = (await announce(town, data)).json()["receipt_number"]
    async with town.database.transaction() as tx:
        found = await submission(tx, number)
        assert found is not None
        await take_part(tx, found, 0, data)
    assert (await announce(town, data)).json()["state"] == "received"
    async with town.database.transaction() as tx:
        assert not await complete(tx, found, MORNING), "once is enough"


async def test_nothing_cannot_be_announced(town: Clinic) -> None:
    reply = await announce(town, b"")
    assert (reply.status_code, reply.json()["fields"]) == (422, ["length"])


async def test_the_same_file_twice_is_one_submission(town: Clinic) -> None:
    number = await handed_in(town, uke(*BILLS))
    again = (await announce(town, uke(*BILLS))).json()
    assert (again["receipt_number"], again["state"]) == (number, "reviewed")


async def test_a_repeated_announcement_gets_its_first_answer(town: Clinic) -> None:
    first, again = [await announce(town, uke(Bill()), key="one-key-only") for _ in range(2)]
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    other = await announce(town, uke(Bill(), Bill()), key="one-key-only")
    assert other.json()["code"] == "idempotency_key.reused"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"hello", "unreadable"),
        (uke(Bill()).replace(b"IR,1,13,1,9990014", b"IR,1,13,1,9990022"), "other_institution"),
        (uke(Bill()).replace(b"GO,", b"XX,"), "no_trailer"),
        (uke(Bill()).replace(b"\x1a", b"SJ,01,\r\n"), "no_trailer"),
        (uke(Bill()).replace(b"RE,1", b"IR,1\r\nRE,1"), "unreadable"),
        (uke(Bill()).replace(b"GO,1", b"GO,2"), "counts"),
        (uke(Bill()).replace(b"GO,1,424", b"GO,1,425"), "points"),
        (uke(Bill()).replace(b"GO,1,424", b"GO,1,"), "points"),
        (uke(Bill()).replace(b"GO,1,424,99", b"GO,1"), "points"),
        (uke(Bill()).replace(b",202611,", b",202613,"), "items"),
        (uke(Bill()).replace(b"GO,1,424,99", b"GO,1,424,"), "items"),
    ],
)
async def test_a_file_that_is_not_whole_is_refused_as_a_whole_and_can_be_sent_again(
    town: Clinic, data: bytes, refusal: str
) -> None:
    number = (await announce(town, data)).json()["receipt_number"]
    standing = await send(town, number, 0, data)
    assert (standing["state"], standing["refusal"]) == ("refused", refusal)
    assert (await announce(town, data)).json()["receipt_number"] != number


@pytest.mark.parametrize(
    "data",
    [
        uke(Bill(), Bill(number="1")).replace(b",2,424,,", b",2,4x4,,", 1),
        uke(Bill(more=(Bill().lines(1)[1],)), Bill(number="1")),
        uke(Bill()).replace(b"\x1a", b"\r\n"),
        uke(Bill()).replace(b"HO,06139992,", b"HO\r\n").replace(b"GO,1,424", b"GO,1,0"),
    ],
    ids=[
        "points that nobody can add up",
        "an insurer twice",
        "a blank line at the end",
        "an insurer cut short",
    ],
)
async def test_a_broken_receipt_does_not_keep_the_file_from_review(town: Clinic, data: bytes) -> None:
    number = await handed_in(town, data)
    assert (await town.line.get(f"/v1/receipts/{number}")).json()["state"] == "reviewed"


async def test_a_file_with_another_digest_than_announced_is_refused(town: Clinic) -> None:
    data = uke(Bill())
    number = (await announce(town, data, sha256="0" * 64)).json()["receipt_number"]
    assert (await send(town, number, 0, data))["refusal"] == "digest"


async def test_paper_is_announced_as_rows_and_never_split(town: Clinic) -> None:
    """R13."""
    row = {
        "receipt_number": "601",
        "insurer": "06139992",
        "symbol": "12",
        "number": "3456",
        "branch": "00",
        "birth_on": "1988-02-14",
        "sex": "2",
        "kana": "カクウハナ",
        "points": 424,
        "public_expense": False,
        "meals": False,
        "amounts_paid": False,
    }
    later = row | {"days": ["2026-10-20"]}
    rows = [row | {"days": ["2026-10-05", "2026-10-20"]}, later | {"receipt_number": "602"}]
    reply = await announce(town, b"", paper=[*rows, later | {"receipt_number": "603"}])
    assert reply.json()["state"] == "received"
    await work_off(town)
    found = await outcomes(town, reply.json()["receipt_number"])
    assert [(each["receipt_number"], each["outcome"], each["reason"]) for each in found] == [
        ("601", "forwarded", "paper"),
        ("602", "reassigned", "other_cover"),
        ("603", "reassigned", "other_cover"),
    ], "in the order in which they were announced"


async def test_nobody_sees_what_another_institution_handed_in(town: Clinic, clock: StandingClock) -> None:
    number = await handed_in(town, uke(*BILLS))
    async with town.database.transaction() as tx:
        secret = await create_institution(tx, InstitutionCode("1319990022"), "架空医院", clock())
    await town.sign_in("1319990022", secret)
    for path in ("", "/outcomes", "/outcomes.csv", "/returned.hen", "/notice.pdf"):
        reply = await town.line.get(f"/v1/receipts/{number}{path}")
        assert (reply.status_code, reply.json()["code"]) == (404, "receipts.unknown")
    asked = {"receipt_number": number, "position": "0"}
    reply = await town.line.put("/v1/receipts/content", params=asked, content=b"theirs")
    assert (reply.status_code, reply.json()["code"]) == (404, "receipts.unknown")
    tries = [each for each in await access_audit(town.database) if each[0] == "1319990022"]
    assert [each[2] for each in tries] == ["receipts.unknown"] * 6, "each is kept"


async def test_before_the_review_is_done_there_is_nothing_to_fetch(town: Clinic) -> None:
    data = uke(*BILLS)
    number = (await announce(town, data)).json()["receipt_number"]
    await send(town, number, 0, data)
    for path in ("outcomes", "outcomes.csv", "returned.hen", "notice.pdf"):
        assert (await town.line.get(f"/v1/receipts/{number}/{path}")).json()[
            "code"
        ] == "receipts.not_reviewed"


async def test_what_was_learned_later_is_told_as_changed_and_nothing_else(
    town: Clinic, clock: StandingClock
) -> None:
    """R13, R4: until the closing day; a run names its time, and tells what changed."""
    number = await handed_in(town, uke(*BILLS))
    clock.advance(timedelta(minutes=1))
    late = cover(card(ASSOCIATION, "13990001", "8", "00"), OCTOBER_12, known_at=clock())
    await town.enter(person(cover(card(number="9")), late))
    clock.advance(timedelta(minutes=1))
    async with town.database.transaction() as tx:
        assert await review_again(tx, number, clock()) == 2
    await work_off(town)
    standing = (await town.line.get(f"/v1/receipts/{number}")).json()
    assert (standing["run"], standing["known_at"]) == (2, "2026-11-20T00:32:00Z")
    changed = await outcomes(town, number, changed=True)
    assert [(each["receipt_number"], each["outcome"]) for each in changed] == [("4", "forwarded")]
    assert len(await outcomes(town, number)) == 4


async def test_after_the_closing_day_the_outcome_stands(town: Clinic, clock: StandingClock) -> None:
    """R13: the day is configured."""
    number = await handed_in(town, uke(*BILLS))
    clock.advance(timedelta(days=1))
    async with town.database.transaction() as tx:
        with pytest.raises(ReviewClosed):
            await review_again(tx, number, clock())
        await set_closing_day(tx, 28)
        assert await review_again(tx, number, clock()) == 2


async def test_the_outcomes_as_a_table_hold_both_sides(town: Clinic) -> None:
    number = await handed_in(town, uke(*BILLS))
    text = (await town.line.get(f"/v1/receipts/{number}/outcomes.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["登録情報の時点"] for row in rows} == {"2026-11-20 09:30"}, "in Japan"
    assert [row["処理区分"] for row in rows] == ["分割", "分割", "国保へ通知・返戻", "返戻", "振替"]
    assert (rows[1]["請求:保険者番号"], rows[1]["確認:保険者番号"], rows[1]["確認:算定日"]) == (
        "06139992",
        ASSOCIATION,
        "20",
    )


async def test_what_a_sheet_would_reckon_is_text_in_what_is_told(town: Clinic) -> None:
    """A name, chart or symbol is whatever was typed; what is to collect stays a number."""
    gone = person(cover(card(symbol="-1+2", number="7"), lost_on=OCTOBER_12), name="=A1")
    await town.enter(gone)
    data = uke(Bill(symbol="-1+2", number="7", days=(13,))).replace("架空　花".encode("cp932"), b"=A1")
    number = await handed_in(town, data)
    text = (await town.line.get(f"/v1/receipts/{number}/outcomes.csv")).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["氏名"], row["請求:記号"], row["請求:点数"]) == ("'=A1", "'-1+2", "356")
    async with town.database.transaction() as tx:
        found, run = await submission(tx, number), await newest_run(tx, number)
        assert found is not None and run is not None
        (listed,) = await kokuho_lists(tx, found, run)
    assert "'=A1," in listed.content.decode("utf-8-sig")


async def test_returned_receipts_come_as_a_file_with_reason_and_history(town: Clinic) -> None:
    """返戻: the records, HR with the reason, and the history that goes back unchanged."""
    number = await handed_in(town, uke(*BILLS))
    content = (await town.line.get(f"/v1/receipts/{number}/returned.hen")).content
    lines = content.removesuffix(b"\x1a").decode("cp932").splitlines()
    assert lines[0] == "HI,1319990014,202611"
    assert [line for line in lines if line.startswith("HR")] == [
        "HR,202611,1,,100018,資格喪失・新しい資格が判明しない,",
        "HR,202611,1,,100014,該当する方がいない,",
    ]
    sent = BILLS[2].lines(3)
    assert tuple(lines[1 : 1 + len(sent)]) == sent
    history = [line.split(",", 3) for line in lines if line[0] in "16"]
    assert tuple(rest for kind, _, _, rest in history[: len(sent)]) == sent
    assert history[len(sent)] == ["6", str(len(sent) + 1), "00", "SN,1,07,,,,00,,"]
    assert lines[-1] == f"HG,2,{BILLS[2].points + BILLS[3].points},99"


async def test_a_stray_end_of_line_within_a_record_makes_no_record_of_its_own(town: Clinic) -> None:
    """What goes back is what came, and to insurers no other receipt is numbered by it."""
    name = "見本病名".encode("cp932")
    for stray in (b"\r", b"\x0b", b"\x1e"):
        data = uke(Bill(number="9"), Bill(number="1"), Bill(number="1")).replace(name, name + stray + b"RE,7")
        number = await handed_in(town, data)
        content = (await town.line.get(f"/v1/receipts/{number}/returned.hen")).content
        lines = content.removesuffix(b"\x1a").decode("cp932").split("\r\n")
        assert len(lines) == len(Bill().lines(1)) * 2 + 5
        assert lines[5] == f"SY,0000999,20261005,1,,見本病名{stray.decode()}RE,7,,"
        async with town.database.transaction() as tx:
            found, run = await submission(tx, number), await newest_run(tx, number)
            assert found is not None and run is not None
            (file,) = [each async for each in receipt_files(tx, found, run)]
        assert file.content.count(stray + b"RE,7,") == 2
        assert [each.number for each in ReceiptReader(file.content)] == ["1", "2"]


async def test_a_trailer_within_a_receipt_cuts_nothing_off(
    town: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where that receipt is the last of its block."""
    monkeypatch.setattr(cutting, "_BLOCK", 300)
    stray = Bill(number="1", more=("GO,1,424,99",))
    number = await handed_in(town, uke(stray, Bill(number="9")))
    async with town.database.transaction() as tx:
        found, run = await submission(tx, number), await newest_run(tx, number)
        assert found is not None and run is not None
        (file,) = [each async for each in receipt_files(tx, found, run)]
    records = file.content.decode("cp932").split("\r\n")
    assert [line[:2] for line in records[1:-2]] == [line[:2] for line in stray.lines(1)]


async def test_a_letter_that_no_receipt_may_hold_reads_as_one_that_could_not_be_printed(town: Clinic) -> None:
    """Never `?`: a file handed in as UTF-8 may hold any letter."""
    data = uke(Bill(number="9")).replace("架空　花".encode("cp932"), "𠮷空　花".encode("cp932", "replace"))
    data = data.removesuffix(b"\x1a").decode("cp932").replace("?空　花", "𠮷空　花").encode()
    number = await handed_in(town, data)
    content = (await town.line.get(f"/v1/receipts/{number}/returned.hen")).content
    assert "●空　花" in content.decode("cp932") and b"?" not in content


async def test_before_its_first_day_nothing_can_be_handed_in(town: Clinic, clock: StandingClock) -> None:
    """R19."""
    clock.now = datetime(2021, 4, 1, tzinfo=UTC)
    reply = await announce(town, uke(Bill()))
    assert (reply.json()["code"], reply.json()["starts_on"] is not None) == ("service.not_started", True)


async def test_the_notice_is_printed_in_japanese(town: Clinic) -> None:
    """資格確認結果連絡書."""
    number = await handed_in(town, uke(*BILLS))
    content = (await town.line.get(f"/v1/receipts/{number}/notice.pdf")).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    for words in ("資格確認結果連絡書", number, "振替", "分割", "R8.10.12 資格喪失"):
        assert words in text


async def test_who_asks_meanwhile_does_not_wait_for_a_notice_to_be_printed(
    town: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of a month take seconds; a counter has milliseconds."""
    number = await handed_in(town, uke(*BILLS))
    printing, answered = threading.Event(), threading.Event()
    in_time: list[bool] = []

    def write_slowly(file: IO[bytes], *_: object) -> None:
        printing.set()
        in_time.append(answered.wait(5))

    monkeypatch.setattr(notice_paper, "write_notice", write_slowly)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(town.line.get, f"/v1/receipts/{number}/notice.pdf")
        while not printing.is_set():
            await anyio.sleep(0.001)
        assert (await town.line.get(f"/v1/receipts/{number}")).status_code == 200
        answered.set()
    assert in_time == [True]


async def _files(town: Clinic, number: str) -> list[Delivery]:
    async with town.database.transaction() as tx:
        found, run = await submission(tx, number), await newest_run(tx, number)
        assert found is not None and run is not None
        return [each async for each in receipt_files(tx, found, run)]


async def test_each_insurer_gets_a_whole_file_of_its_own(town: Clinic) -> None:
    """R14: verified receipts only, numbered anew, with their own totals; both parts of a split in theirs."""
    number = await handed_in(town, uke(*BILLS))
    files = {each.file_name: each.content for each in await _files(town, number)}
    assert set(files) == {"1-06139992.UKE", f"1-{ASSOCIATION}.UKE"}
    society, association = [list(ReceiptReader(files[name])) for name in sorted(files, reverse=True)]
    assert [(each.number, each.points) for each in society] == [("1", 356), ("2", 424)]
    assert [(each.number, each.points) for each in association] == [("1", 68), ("2", 424)]
    assert [each.confirmations[0].confirmation for each in society + association] == ["05", "02", "05", "04"]
    assert b"GO,2,780,99\r\n\x1a" in files["1-06139992.UKE"]


async def _as_institution_of(kind: ReceiptKind, town: Clinic, clock: StandingClock) -> None:
    """From here on the one who asks is a clinic, a dentist or a pharmacy."""
    institution = InstitutionCode(f"13{kind.fee_table}{INSTITUTIONS[kind]}")
    if institution != CODE:
        async with town.database.transaction() as tx:
            secret = await create_institution(tx, institution, "見本", clock())
        await town.sign_in(institution.digits, secret)


@pytest.mark.parametrize("kind", ReceiptKind)
async def test_a_file_of_any_kind_goes_on_as_files_without_a_complaint(
    town: Clinic, clock: StandingClock, kind: ReceiptKind
) -> None:
    """R14: 医科, 歯科 and 調剤; split between agencies, and each record names the agency whose file it is in."""
    late_elderly = cover(card(LATE_ELDERLY, "", "7", ""), OCTOBER_12)
    await town.enter(person(cover(card(number="5"), lost_on=OCTOBER_12), late_elderly))
    await _as_institution_of(kind, town, clock)
    claim = replace(
        CLAIMS[kind], month=date(2026, 10, 1), symbol="１２", card_number="５", branch="00", kana="カクウハナ"
    )
    number = await handed_in(town, file_of([claim, replace(claim, card_number="１")]))
    files = {each.agency: each.content for each in await _files(town, number)}
    assert sorted(files) == ["1", "2"]
    for agency, content in files.items():
        reader = ReceiptReader(content)
        check = FileCheck(reader)
        receipts = list(reader)
        assert [check.receipt(each) for each in receipts] == [[]] * len(receipts)
        assert check.end() == []
        heads = [*reader.head, *(line for each in receipts for line in each.lines if line[:3] == "IR,")]
        assert {line.split(",")[1] for line in heads} == {agency}


@pytest.mark.parametrize(
    ("kind", "cut", "goes_on"),
    [
        (ReceiptKind.MEDICAL, b"RE,7", b"RE,1\r\nKO,"),
        (ReceiptKind.MEDICAL, b"RE,", b"RE,1\r\nKO,"),
        (ReceiptKind.DENTAL, b"IR,2\r\nRE,7", b"IR,1\r\nRE,1\r\nKO,"),
    ],
)
async def test_a_record_cut_short_goes_on_as_a_record_of_its_own(
    town: Clinic, clock: StandingClock, kind: ReceiptKind, cut: bytes, goes_on: bytes
) -> None:
    """公費単独 has nothing to confirm, however broken it is."""
    await _as_institution_of(kind, town, clock)
    head = file_of([CLAIMS[kind]]).split(b"\r\n")[0]
    number = await handed_in(town, b"\r\n".join([head, cut, b"KO,54139993,1234567", b"GO,1,0,99", b"\x1a"]))
    (file,) = await _files(town, number)
    assert file.content == head + b"\r\n" + goes_on + b"54139993,1234567\r\nGO,1,0,99\r\n\x1a"


@pytest.mark.parametrize(
    "payer", [b"\x81\xff", b"5\x004", b"../../54", b"9" * 300, "５４".encode("cp932"), b""]
)
async def test_a_payer_that_has_no_number_stops_no_review_and_names_no_file(
    town: Clinic, payer: bytes
) -> None:
    """公費単独: whatever stands as its 負担者番号, the receipt goes on as it is."""
    receipt = b"RE,1,1212,202610,,2,19880214\r\nKO,%s,1234567" % payer
    head = uke(Bill()).split(b"\r\n")[0]
    number = await handed_in(town, b"\r\n".join([head, receipt, b"GO,1,0,99", b"\x1a"]))
    assert (await town.line.get(f"/v1/receipts/{number}")).json()["counts"]["forwarded"] == 1
    (file,) = await _files(town, number)
    assert file.file_name == "1-unknown.UKE"
    assert receipt in file.content


async def test_the_kokuho_of_the_address_gets_a_list(town: Clinic) -> None:
    """R13: whose cover ended and whose new one is not known."""
    address = "例示県架空市駅前例示1番2号"
    gone = person(cover(card(number="7"), lost_on=OCTOBER_12))
    moved = type(gone)(
        type(gone.details)("架空　花", "カクウ　ハナ", "2", gone.details.birth_on, None, address),
        gone.known_at,
        gone.covers,
    )
    await town.enter(moved)
    number = await handed_in(town, uke(Bill(number="7", days=(13,)), BILLS[2]))
    async with town.database.transaction() as tx:
        found, run = await submission(tx, number), await newest_run(tx, number)
        assert found is not None and run is not None
        lists = {
            each.file_name: each.content.decode("utf-8-sig") for each in await kokuho_lists(tx, found, run)
        }
    assert set(lists) == {"kokuho-139915.csv", "kokuho-unknown.csv"}
    (row,) = csv.DictReader(io.StringIO(lists["kokuho-139915.csv"]))
    assert (row["住所"], row["喪失した保険者番号"], row["喪失日"]) == (address, "06139992", "2026-10-12")


async def test_a_running_service_reviews_by_itself(town: Clinic) -> None:
    data = uke(*BILLS)
    async with review_lane(town.service):
        number = (await announce(town, data)).json()["receipt_number"]
        await send(town, number, 0, data)
        with anyio.fail_after(30):
            while (await town.line.get(f"/v1/receipts/{number}")).json()["state"] != "reviewed":
                await anyio.sleep(0.01)
    assert len(await outcomes(town, number)) == 4


async def test_a_running_service_goes_on_where_a_block_fails(
    town: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    """The other file is reviewed; the first is in review still."""
    first, second = uke(*BILLS), uke(*BILLS[:2])
    spoilt = (await announce(town, first)).json()["receipt_number"]
    await send(town, spoilt, 0, first)
    async with town.database.transaction() as tx:
        await tx.execute("UPDATE receipt_block SET paper = $1", True)
    with caplog.at_level(logging.ERROR):
        async with review_lane(town.service):
            number = (await announce(town, second)).json()["receipt_number"]
            await send(town, number, 0, second)
            with anyio.fail_after(30):
                while (await town.line.get(f"/v1/receipts/{number}")).json()["state"] != "reviewed":
                    await anyio.sleep(0.01)
    assert (await town.line.get(f"/v1/receipts/{spoilt}")).json()["state"] == "received"
    (line,) = (each.getMessage() for each in caplog.records)
    assert line == f"review of {spoilt}, run 1, block 1 failed: ValidationError"
    caplog.clear()
