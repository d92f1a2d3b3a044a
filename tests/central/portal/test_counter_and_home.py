"""Health information from three institutions' receipts to a pharmacy's counter and to the person's home (R15–R18)."""

import csv
import io
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from pydantic import BaseModel

from app.adapters.central_client.records_line import CentralRecordsLine
from app.adapters.central_client.transport import Transport
from app.consent.consent import ConsentId, ConsentInForce, ConsentKind
from app.contract.records import DrugHistoryReply
from app.health_records.duplicates import DuplicateAlert, duplicates
from tests.central.clinic import MORNING, TODAY, Clinic, StandingClock
from tests.central.consents.counter import PHARMACY, consents, signed_message
from tests.central.portal.conftest import OWN_CARD
from tests.central.portal.person import Person
from tests.central.records.conftest import House
from tests.central.records.receipts import OTHER_PRESCRIBER, PRESCRIBER
from tests.central.records.three_institutions import (
    HIDDEN_AT_THE_COUNTER,
    HISTORY,
    NAMES,
    PAID,
    POINTS,
    POINTS_OF_LAST_YEAR,
    TWICE,
    enter_institutions,
    receipts,
)

pytestmark = pytest.mark.anyio
PATHS = ("", "drugs", "checkups", "costs", "costs.csv?year=2026", "accesses", "consents", "insurance")


@pytest.fixture
async def town(clinic: Clinic, household: range) -> House:
    """Three institutions whose receipts about Hana are reviewed and read; the pharmacy asks."""
    secrets = await enter_institutions(clinic)
    town = House(clinic, secrets[PHARMACY], household[0])
    for institution, file in receipts():
        await clinic.sign_in(institution.digits, secrets[institution])
        await town.reviewed(file)
    await town.as_pharmacy()
    return town


async def agreed_at_pharmacy(town: House) -> str:
    """By card and PIN; the consent's id."""
    asked = await signed_message(town.clinic, "drug", soft=OWN_CARD, institution=PHARMACY.digits)
    reply = await town.clinic.ask("signed", asked)
    assert reply.json()["outcome"] == "valid", reply.text
    (told,) = await consents(town.clinic, asked["check_id"])
    return str(told["consent_id"])


async def pharmacists_read(town: House, consent_id: str) -> httpx.Response:
    return await town.read("drugs", consent_id, staff="薬師寺")


class _Came:
    """A line on which the reply has come."""

    def __init__(self, reply: httpx.Response) -> None:
        self._reply = reply

    def post(self, path: str, message: BaseModel, reply: type[DrugHistoryReply]) -> DrugHistoryReply:
        return reply.model_validate_json(self._reply.content)


def alerts_at_the_desk(reply: httpx.Response) -> tuple[DuplicateAlert, ...]:
    line = CentralRecordsLine(cast(Transport, _Came(reply)))
    history = line.drugs(ConsentInForce(ConsentId("c"), ConsentKind.DRUG, MORNING), "薬師寺")
    return duplicates(history.dispensings, history.answered, TODAY)


def is_refused(reply: httpx.Response) -> bool:
    return (reply.status_code, reply.json()["code"]) == (403, "consent.missing")


async def rows_of_the_file(person: Person, year: int) -> list[dict[str, str]]:
    reply = await person.browser.get(f"/portal/costs.csv?year={year}")
    assert reply.status_code == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))


async def test_the_pharmacist_sees_the_history_without_who_prescribed(town: House) -> None:
    """R15: three institutions' medicines, what generics save to the yen, and one sleeping pill twice."""
    reply = await pharmacists_read(town, await agreed_at_pharmacy(town))
    assert reply.status_code == 200, reply.text
    assert [_line(each) for each in reply.json()["dispensings"]] == list(HISTORY)
    for hidden in HIDDEN_AT_THE_COUNTER:
        assert hidden not in reply.text
    (alert,) = alerts_at_the_desk(reply)
    assert (alert.title, set(alert.places)) == (TWICE, {"例示薬局", "別例薬局"})


def _line(dispensing: dict[str, Any]) -> tuple[str, str, str, int | None]:
    generic = dispensing["generic"]
    return (
        *(dispensing["dispensed_on"], dispensing["place"], dispensing["medicine"]["name"]),
        generic and generic["saving_yen"],
    )


async def test_a_day_later_and_after_a_withdrawal_at_home_the_counter_is_closed(
    town: House, hana: Person, clock: StandingClock
) -> None:
    """R15: the person sees every read, the refused one too."""
    first = await agreed_at_pharmacy(town)
    assert (await pharmacists_read(town, first)).status_code == 200
    clock.advance(timedelta(hours=24))
    await town.as_pharmacy()
    assert is_refused(await pharmacists_read(town, first))

    second = await agreed_at_pharmacy(town)
    assert (await pharmacists_read(town, second)).status_code == 200
    await hana.sign_in()
    seen = (await hana.look_at("accesses")).text
    assert seen.count("例示薬局 薬師寺 薬剤情報 表示しました") == 2
    assert seen.count("例示薬局 薬師寺 薬剤情報 断りました") == 1

    shown = await hana.look_at("consents")
    (action,) = (each for each in shown.forms if each.endswith("/withdraw"))
    assert (await hana.send(action, shown.forms[action])).status_code == 303
    assert is_refused(await pharmacists_read(town, second))
    assert (await hana.look_at("accesses")).text.count("断りました") == 2


async def test_at_home_the_person_sees_who_prescribed_and_the_year_to_the_yen(
    town: House, hana: Person
) -> None:
    """R15, R17: what the pharmacy could not see; page and file add up to the receipts."""
    drugs = (await hana.look_at("drugs?year=2026")).text
    for prescriber in (PRESCRIBER, OTHER_PRESCRIBER, "見本医院"):
        assert f"処方した医療機関 {prescriber}" in drugs
    total, paid = 10 * sum(POINTS), sum(PAID)
    costs = (await hana.look_at("costs?year=2026")).text
    assert f"あなたが支払った額 {paid:,}円" in costs and f"医療費の総額 {total:,}円" in costs
    rows = await rows_of_the_file(hana, 2026)
    assert sorted(row["医療機関・薬局"] for row in rows) == sorted(NAMES.values())
    assert sorted(int(row["医療費の総額（円）"]) for row in rows) == sorted(10 * each for each in POINTS)
    assert sorted(int(row["支払った医療費の額（円）"]) for row in rows) == sorted(PAID)
    assert [row["医療費の総額（円）"] for row in await rows_of_the_file(hana, 2025)] == [
        str(10 * POINTS_OF_LAST_YEAR)
    ]


async def test_another_of_the_household_sees_nothing_of_it(town: House, taro: Person) -> None:
    """R18: after the pharmacy's read, on no page and in no file."""
    consent_id = await agreed_at_pharmacy(town)
    assert (await pharmacists_read(town, consent_id)).status_code == 200
    told = (*NAMES.values(), "ゾルピ", "アムロ", PRESCRIBER, OTHER_PRESCRIBER, "薬師寺")
    for path in PATHS:
        reply = await taro.browser.get(f"/portal/{path}")
        assert reply.status_code == 200, path
        for secret in (*told, consent_id, "花", *(f"{each:,}円" for each in PAID)):
            assert secret not in reply.text, (path, secret)
