"""The line of a person who signs in: no token, no institution, and no page but the service's own."""

import json
from base64 import b64decode
from collections.abc import Iterator

import pytest

from app.adapters.central_client.portal_line import CentralSignInLine
from app.adapters.central_client.transport import Connection, Transport
from app.eligibility.ports import CentralFailing, RefusedByCentral
from app.scheme.statement import Purpose
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.contract.vectors import vector


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as found:
        found.routes["/v1/portal/nonces"] = [Reply(201, vector("portal-nonce"))]
        found.routes["/v1/portal/tickets"] = [Reply(201, vector("portal-ticket"))]
        yield found


@pytest.fixture
def line(service: ScriptedService) -> Iterator[CentralSignInLine]:
    transport = Transport(Connection(service.url, "", "", practice=None))
    yield CentralSignInLine(transport)
    transport.close()


def test_the_statement_is_for_signing_in_alone(line: CentralSignInLine, service: ScriptedService) -> None:
    statement = line.new_statement()
    assert (statement.purpose, statement.institution, statement.consent_kinds) == (
        Purpose.PORTAL_SIGN_IN,
        "-",
        (),
    )
    assert service.sent_to("/v1/token") == []


@pytest.mark.parametrize("practice", [False, True])
def test_a_signed_statement_leads_to_the_page(
    line: CentralSignInLine, service: ScriptedService, practice: bool
) -> None:
    service.practice = practice
    statement = line.new_statement()
    assert line.page_of(b"DER", statement, b"signed") == f"{service.url}/portal/enter/t1cket"
    (sent,) = service.sent_to("/v1/portal/tickets")
    message = json.loads(sent.body)
    assert b64decode(message["certificate"]) == b"DER" and b64decode(message["signature"]) == b"signed"
    assert "Authorization" not in sent.headers


def test_a_page_elsewhere_is_never_opened(line: CentralSignInLine, service: ScriptedService) -> None:
    elsewhere = vector("portal-ticket") | {"page": "@elsewhere.example/"}
    service.routes["/v1/portal/tickets"] = [Reply(201, elsewhere)]
    with pytest.raises(CentralFailing):
        line.page_of(b"DER", line.new_statement(), b"signed")


def test_a_refusal_keeps_its_reason(line: CentralSignInLine, service: ScriptedService) -> None:
    service.routes["/v1/portal/tickets"] = [Reply(400, vector("problem-certificate-revoked"))]
    with pytest.raises(RefusedByCentral) as refused:
        line.page_of(b"DER", line.new_statement(), b"signed")
    assert refused.value.reason == "certificate.revoked"
