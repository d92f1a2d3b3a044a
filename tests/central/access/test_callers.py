"""Each scope fits its own routes; whoever tries another's is refused, and it is kept."""

import re
from typing import Any

import httpx
import pytest

from tests.central.clinic import CODE, SOCIETY, Clinic, StandingClock
from tests.central.registration.insurer import Insurer, access_audit

pytestmark = pytest.mark.anyio


async def _routes(line: httpx.AsyncClient, insurers: bool) -> list[tuple[str, str]]:
    """Method and address of every route of insurers, or of institutions."""
    described: dict[str, Any] = (await line.get("/openapi.json")).json()
    return [
        (method.upper(), path)
        for path, by_method in described["paths"].items()
        for method, operation in by_method.items()
        if operation["security"] and path.startswith("/v1/") and path.startswith("/v1/insurer/") is insurers
    ]


async def test_an_institution_finds_no_route_of_insurers_open(clinic: Clinic) -> None:
    routes = await _routes(clinic.line, insurers=True)
    assert routes
    for method, path in routes:
        reply = await clinic.line.request(method, path, json={})
        assert (reply.status_code, reply.json()["code"]) == (403, "scope.missing"), path
    kept = await access_audit(clinic.database)
    assert kept == [(CODE.digits, f"{method} {path}", "scope.missing", "") for method, path in routes]


async def test_an_insurer_finds_no_route_of_institutions_open(clinic: Clinic, clock: StandingClock) -> None:
    insurer = await Insurer.signed_in(clinic.database, clock, SOCIETY)
    routes = await _routes(clinic.line, insurers=False)
    assert ("POST", "/v1/eligibility/typed") in routes
    for method, path in routes:
        reply = await insurer.line.request(method, path, json={})
        assert (reply.status_code, reply.json()["code"]) == (403, "scope.missing"), path
    kept = await access_audit(clinic.database)
    assert kept == [(SOCIETY, f"{method} {path}", "scope.missing", "") for method, path in routes]


async def test_what_is_another_institutions_is_as_absent_and_the_try_is_kept(clinic: Clinic) -> None:
    """A number of somebody else's and one of nobody's are refused alike; see the tests of each."""
    tries = [
        *(("GET", f"/v1/batches/{{receipt_number}}{path}") for path in ("", "/results")),
        ("DELETE", "/v1/batches/{receipt_number}"),
        *(("GET", f"/v1/receipts/{{receipt_number}}{path}") for path in ("", "/outcomes", "/notice.pdf")),
        ("GET", "/v1/notices/{notice_id}"),
    ]
    for method, path in tries:
        reply = await clinic.line.request(method, re.sub(r"{\w+}", "0" * 20, path))
        assert reply.status_code == 404
    withdrawn = await clinic.line.post("/v1/consents/theirs/withdraw", json={"staff": "佐藤"})
    assert (withdrawn.status_code, withdrawn.json()["code"]) == (403, "consent.missing")
    tries.append(("POST", "/v1/consents/{consent_id}/withdraw"))
    kept = await access_audit(clinic.database)
    assert [each[:2] for each in kept] == [(CODE.digits, f"{method} {path}") for method, path in tries]
    assert {each[2] for each in kept} == {
        *("batch.unknown", "receipts.unknown", "notice.unknown", "consent.missing")
    }


async def test_an_insurers_secret_is_no_institutions_and_the_other_way_round(
    clinic: Clinic, clock: StandingClock
) -> None:
    insurer = await Insurer.signed_in(clinic.database, clock, SOCIETY)
    for code, secret in ((CODE.digits, insurer.secret), (SOCIETY, clinic.secret), ("0613999", "x")):
        reply = await clinic.sign_in(code, secret)
        assert (reply.status_code, reply.json()["code"]) == (401, "credentials.refused")
