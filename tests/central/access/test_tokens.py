"""A secret gets a token for a quarter of an hour; nothing else does."""

from datetime import timedelta

import pytest

from app.central.access.tokens import Bearer, issue_token, read_token
from app.central.institutions.credentials import InstitutionExists, create_institution
from app.central.problems import Refused
from app.contract.problem import ProblemCode
from tests.central.clinic import CODE, MORNING, Clinic, StandingClock

pytestmark = pytest.mark.anyio
KEY, OTHER_KEY = bytes(32), bytes(31) + b"\x01"
TOKEN = issue_token(KEY, "1319990014", ("eligibility",), MORNING)


def test_a_token_names_its_caller_until_it_ends() -> None:
    last_second = MORNING + timedelta(minutes=15, seconds=-1)
    assert read_token([KEY], TOKEN, last_second) == Bearer("1319990014", ("eligibility",))
    with pytest.raises(Refused) as refused:
        read_token([KEY], TOKEN, MORNING + timedelta(minutes=15))
    assert refused.value.problem is ProblemCode.TOKEN_EXPIRED


@pytest.mark.parametrize(
    "token",
    ["", ".", "x", "x.y", "é.ü", TOKEN[:-2], TOKEN.replace(".", ""), "A" + TOKEN[1:], TOKEN + "\n.", "a.b.c"],
)
def test_what_the_service_did_not_sign_is_no_token(token: str) -> None:
    with pytest.raises(Refused) as refused:
        read_token([KEY], token, MORNING)
    assert refused.value.problem is ProblemCode.TOKEN_MISSING


def test_another_services_token_is_no_token_here() -> None:
    with pytest.raises(Refused):
        read_token([OTHER_KEY], TOKEN, MORNING)


async def test_a_wrong_secret_and_an_unknown_institution_are_refused_alike(clinic: Clinic) -> None:
    wrong = (await clinic.sign_in(CODE.digits, "wrong")).json()
    unknown = (await clinic.sign_in("1319999999", clinic.secret)).json()
    assert (wrong["status"], wrong["code"]) == (401, "credentials.refused")
    assert {**wrong, "request_id": ""} == {**unknown, "request_id": ""}


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({}, ["grant_type", "client_id", "client_secret"]),
        ({"grant_type": "password", "client_id": "1", "client_secret": "2"}, ["grant_type"]),
        (
            {"grant_type": "client_credentials", "client_id": "1", "client_secret": "2", "more": "3"},
            ["(unknown)"],
        ),
    ],
)
async def test_a_form_that_asks_for_something_else_is_malformed(
    clinic: Clinic, form: dict[str, str], fields: list[str]
) -> None:
    reply = await clinic.line.post("/v1/token", data=form)
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (
        422,
        "message.malformed",
        fields,
    )


async def test_the_secret_is_kept_as_a_hash_alone(clinic: Clinic) -> None:
    async with clinic.database.transaction() as tx:
        kept = str([tuple(row) for row in await tx.fetch("SELECT * FROM credential")])
        with pytest.raises(InstitutionExists):
            await create_institution(tx, CODE, "二つ目", MORNING)
    assert clinic.secret not in kept


async def test_the_service_tells_the_institution_who_it_is(clinic: Clinic) -> None:
    told = (await clinic.line.get("/v1/institution")).json()
    assert (told["code"], told["name"], told["practice"]) == (CODE.digits, "見本医院", False)
    assert told["now"] == "2026-11-20T00:30:00Z"
    assert told["audience"] == clinic.service.settings.audience


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic x", "Bearer x.y"])
async def test_without_a_token_nothing_is_told(clinic: Clinic, clock: StandingClock, header: str) -> None:
    reply = await clinic.line.get("/v1/institution", headers={"Authorization": header})
    assert (reply.status_code, reply.json()["code"]) == (401, "token.missing")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
