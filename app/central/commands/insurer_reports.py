"""`insurer findings`, `unreturned`, `card-face`, `delays`: what insurers are told, as tables and on paper."""

import argparse
import csv
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.central.commands.on_database import DONE, add_action, add_database, on_database, say
from app.central.storage.database import Database, Transaction
from app.errors import ClinicError, InputRefused
from app.scheme.days import business_day, parse_day, utc_now
from app.scheme.numbers import InsuredNumber, InsurerNumber

if TYPE_CHECKING:
    from pydantic import BaseModel

    from app.central.registration.delays import Month
    from app.central.registration.members import Member
    from app.central.registration.told import UnreturnedCard
    from app.central.registry.entries import InsurerEntry

_PAGE = 1_000


class InsurerUnknown(ClinicError):
    """The register has no insurer with this number."""

    code = "insurer.unknown"


class MemberNotOne(ClinicError):
    """Nobody under these numbers has cover, or several have."""

    code = "insurer.member_not_one"


def add_reports(actions: Any) -> None:
    """The reports' own commands, below `insurer`."""
    findings = add_action(actions, "findings", "overlaps, gaps and differing details of its members")
    findings.add_argument("number", metavar="NUMBER", help="保険者番号")
    findings.add_argument("--closed", action="store_true", help="also what is so no more")
    findings.set_defaults(work=_findings)
    unreturned = add_action(actions, "unreturned", "cards still out though their cover was lost")
    unreturned.add_argument("number", metavar="NUMBER", help="保険者番号")
    unreturned.add_argument(
        "--letters",
        metavar="FILE.pdf",
        type=Path,
        help="reminders, a page a card, for 長形3号 envelopes with a window",
    )
    unreturned.add_argument(
        "--return-to",
        default="",
        metavar="WHERE",
        help="address and telephone for the cards, needed with --letters",
    )
    unreturned.set_defaults(work=_unreturned)
    face = add_action(actions, "card-face", "the face of a member's card, with the branch")
    face.add_argument("number_of_insurer", metavar="NUMBER", help="保険者番号")
    face.add_argument("--symbol", default="", help="記号")
    face.add_argument("--number", required=True, help="番号")
    face.add_argument("--branch", default="", help="枝番")
    face.add_argument(
        "--issued-on", metavar="DATE", help="default: the newest card's day as registered, or today"
    )
    face.add_argument("--issuer-address", default="", help="発行機関所在地, which the register does not hold")
    face.add_argument("out", metavar="OUT.pdf", type=Path)
    face.set_defaults(work=_card_face)
    delays = add_action(actions, "delays", "days between true, filed and known, of a month")
    delays.add_argument("number", metavar="NUMBER", nargs="?", help="保険者番号 (default: every insurer)")
    delays.add_argument("--month", help="such as 2026-11 (default: the present one)")
    delays.add_argument(
        "--slowest", action="store_true", help="print the slowest rows instead of the figures"
    )
    delays.add_argument(
        "--publish",
        action="store_true",
        help="tell desks the usual days from acquisition to registration, of the last twelve months",
    )
    delays.set_defaults(work=_delays)
    for report in (findings, unreturned, face, delays):
        add_database(report)
    for report in (findings, unreturned, delays):
        report.add_argument("--json", action="store_true", help="one JSON object a line instead of CSV")


def _findings(arguments: argparse.Namespace) -> int:
    from app.central.registration.replies import finding_reply
    from app.central.registration.told import findings_told
    from app.contract.registration import FindingReply

    number = InsurerNumber.parse(arguments.number)

    async def report(database: Database) -> int:
        after, found = 0, []
        async with database.transaction() as tx:
            await _known(tx, number)
            while page := await findings_told(tx, number, after, _PAGE, arguments.closed):
                found += [finding_reply(each) for each in page]
                after = page[-1].id
        _print(FindingReply, found, arguments.json)
        return DONE

    return on_database(arguments, report)


def _unreturned(arguments: argparse.Namespace) -> int:
    from app.central.registration.replies import unreturned_reply
    from app.contract.registration import UnreturnedCardReply

    number = InsurerNumber.parse(arguments.number)
    if arguments.letters and not arguments.return_to.strip():
        raise InputRefused(
            "return-to", "letters have to say where the cards are to come: address and telephone"
        )
    today = business_day(utc_now())

    async def report(database: Database) -> int:
        async with database.transaction() as tx:
            insurer = await _known(tx, number)
            cards = [card async for card in _cards_out(tx, number, today)]
        if arguments.letters:
            _write_letters(arguments, cards, insurer, today)
        _print(UnreturnedCardReply, (unreturned_reply(each) for each in cards), arguments.json)
        return DONE

    return on_database(arguments, report)


async def _cards_out(tx: Transaction, number: InsurerNumber, today: date) -> "AsyncIterator[UnreturnedCard]":
    from app.central.registration.told import unreturned_cards

    after = 0
    while page := await unreturned_cards(tx, number, today, after, _PAGE):
        for card in page:
            yield card
        after = page[-1].period_id


def _write_letters(
    arguments: argparse.Namespace, cards: "list[UnreturnedCard]", insurer: "InsurerEntry", today: date
) -> None:
    from app.central.registration.papers.reminder import Sender, write_letters

    sender = Sender(InsurerNumber(insurer.number), insurer.name, arguments.return_to)
    addressed = [card for card in cards if card.address]
    if addressed:
        with _opened(arguments.letters, "letters") as file:
            write_letters(file, addressed, sender, today)
    without = len(cards) - len(addressed)
    say(f"{len(addressed)} letters" + (f"; {without} cards without an address got none" if without else ""))


def _card_face(arguments: argparse.Namespace) -> int:
    from app.central.registration.members import members_of
    from app.central.registration.papers.card_face import write_card_face

    insured = InsuredNumber.parse(
        arguments.number_of_insurer, arguments.symbol, arguments.number, arguments.branch
    )
    issued_on = parse_day(arguments.issued_on, "issued-on") if arguments.issued_on else None
    now = utc_now()

    async def report(database: Database) -> int:
        async with database.transaction() as tx:
            await _known(tx, insured.insurer)
            members = await members_of(tx, insured, now)
        member = _card_holder(members, business_day(now))
        issued = issued_on or max((card.issued_on for card in member.cards), default=business_day(now))
        with _opened(arguments.out, "out") as file:
            write_card_face(file, member, arguments.issuer_address, issued)
        return DONE

    return on_database(arguments, report)


def _card_holder(members: "Iterable[Member]", today: date) -> "Member":
    """Raises: MemberNotOne unless one alone has cover today or from a day to come."""
    holders = [each for each in members if each.cover.lost_on is None or each.cover.lost_on > today]
    if len(holders) != 1:
        raise MemberNotOne
    return holders[0]


def _delays(arguments: argparse.Namespace) -> int:
    from app.central.registration.delays import Month, publish_usual_delay

    now = utc_now()
    month = Month.parse(arguments.month) if arguments.month else Month.of(business_day(now))
    number = InsurerNumber.parse(arguments.number) if arguments.number else None

    async def report(database: Database) -> int:
        reports = []
        async with database.transaction() as tx:
            insurers = [await _known(tx, number)] if number else [each async for each in _all_insurers(tx)]
        for each in insurers:
            async with database.transaction() as tx:  # one at a time: the register is not held up for long
                asked = InsurerNumber(each.number)
                usual = each.usual_delay_days
                if arguments.publish:
                    usual = await publish_usual_delay(tx, asked, now)
                    said = "nothing known yet" if usual is None else f"usually {usual} days, published"
                    say(f"{each.number}: {said}")
                reports.append(await _delays_report(tx, asked, month, usual))
        _print_delays(reports, arguments.json, arguments.slowest)
        return DONE

    return on_database(arguments, report)


async def _delays_report(tx: Transaction, number: InsurerNumber, month: "Month", usual: int | None) -> Any:
    from app.central.registration.delays import delays_of
    from app.central.registration.replies import event_reply
    from app.contract.registration import DelaysReply

    found = await delays_of(tx, number, month)
    events = tuple(event_reply(each) for each in found)
    return DelaysReply(insurer=number.digits, month=str(month), usual_delay_days=usual, events=events)


def _print_delays(reports: list[Any], as_json: bool, slowest: bool) -> None:
    if as_json:
        for report in reports:
            print(report.model_dump_json())
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    if slowest:
        columns = ("cover_ref", "symbol", "number", "branch", "true_on", "filed_on", "known_on", "days")
        out.writerow(("insurer", "month", "event", *columns))
        for report, event in _events(reports):
            for row in event.slowest:
                values = (getattr(row, column) for column in columns)
                out.writerow((report.insurer, report.month, event.event, *values))
        return
    out.writerow(("insurer", "month", "event", "span", "rows", "p50_days", "p95_days"))
    for report, event in _events(reports):
        for span in ("true_to_filed", "filed_to_known", "true_to_known"):
            days = getattr(event, span)
            out.writerow((report.insurer, report.month, event.event, span, days.rows, days.p50, days.p95))


def _events(reports: list[Any]) -> Iterator[tuple[Any, Any]]:
    return ((report, event) for report in reports for event in report.events)


async def _all_insurers(tx: Transaction) -> "AsyncIterator[InsurerEntry]":
    from app.central.registry.insurers import insurers_after

    after = ""
    while page := await insurers_after(tx, after, _PAGE):
        for each in page:
            yield each
        after = page[-1].number


async def _known(tx: Transaction, number: InsurerNumber) -> "InsurerEntry":
    """Raises: InsurerUnknown."""
    from app.central.registry.insurers import insurer_of

    found = await insurer_of(tx, number)
    if found is None:
        raise InsurerUnknown
    return found


def _opened(path: Path, field: str) -> IO[bytes]:
    """Raises: InputRefused."""
    try:
        return path.open("wb")
    except OSError as cause:
        raise InputRefused(field, cause.strerror or "cannot be written") from None


def _print(model: "type[BaseModel]", rows: "Iterable[BaseModel]", as_json: bool) -> None:
    """The messages of the wire, one a line; as CSV with their fields as columns."""
    if as_json:
        for row in rows:
            print(row.model_dump_json())
        return
    out = csv.DictWriter(sys.stdout, tuple(model.model_fields), lineterminator="\n")
    out.writeheader()
    out.writerows(row.model_dump(mode="json") for row in rows)
