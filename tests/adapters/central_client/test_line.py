"""The line over HTTP: messages out, answers back, and a name for every failure."""

import json
import socket
from collections.abc import Iterator
from datetime import date

import pytest

import app.adapters.central_client.transport as transport
from app.adapters.central_client.line import CentralLine, NoLine
from app.adapters.central_client.transport import AddressRefused, Connection, Transport, must_be_safe
from app.eligibility.answer import CheckId
from app.eligibility.ports import (
    CentralFailing,
    CentralSlow,
    CentralUnreachable,
    CredentialsRefused,
    NetworkDown,
    NotConnected,
    PracticeRefused,
    RefusedByCentral,
)
from app.eligibility.question import Question
from app.scheme.outcome import Level, Outcome
from app.scheme.statement import Purpose
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.contract.vectors import vector
from tests.people import information, photo, signed, typed

CHECK = CheckId("5f0c3f0e-1111-4222-8333-444455556666")
TYPED = "/v1/eligibility/typed"


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as running:
        yield running


@pytest.fixture
def line(service: ScriptedService) -> Iterator[CentralLine]:
    way = Transport(Connection(service.url, "1319990014", "s3cret"))
    yield CentralLine(way, "1319990014")
    way.close()


def answers(service: ScriptedService, path: str, *replies: Reply) -> None:
    service.routes[path] = list(replies)


def problem(name: str) -> Reply:
    document = vector(f"problem-{name}")
    return Reply(document["status"], document)


@pytest.mark.parametrize(
    ("question", "path", "name"),
    [
        (typed(), TYPED, "typed-with-branch"),
        (photo(b"0\x82 an invented certificate"), "/v1/eligibility/photo", "photo"),
    ],
)
def test_a_question_leaves_as_the_contract_says(
    service: ScriptedService, line: CentralLine, question: Question, path: str, name: str
) -> None:
    answers(service, path, Reply(200, vector("answer-valid")))
    line.ask(CHECK, question, "佐藤")
    assert json.loads(service.sent_to(path)[0].body) == vector(name)


def test_a_signed_question_carries_certificate_signature_and_nonce(
    service: ScriptedService, line: CentralLine
) -> None:
    answers(service, "/v1/eligibility/signed", Reply(200, vector("answer-valid")))
    line.ask(CHECK, signed(), "佐藤")
    assert set(json.loads(service.sent_to("/v1/eligibility/signed")[0].body)) == set(vector("signed"))


def test_an_answer_comes_back_as_our_own_values(service: ScriptedService, line: CentralLine) -> None:
    answers(service, TYPED, Reply(200, vector("answer-valid")))
    answer = line.ask(CHECK, typed(), "佐藤")
    assert (answer.outcome, answer.level) == (Outcome.VALID, Level.TYPED)
    assert answer.single is not None
    assert answer.single.cover == information().cover
    assert answer.single.person == information().person
    assert answer.single.certificates[0].class_words == "ウ"


@pytest.mark.parametrize(
    ("name", "people"),
    [("answer-lapsed", 1), ("answer-lapsed-newer", 1), ("answer-none", 0), ("answer-several", 2)],
)
def test_every_outcome_is_understood(
    service: ScriptedService, line: CentralLine, name: str, people: int
) -> None:
    """R7."""
    answers(service, TYPED, Reply(200, vector(name)))
    assert len(line.ask(CHECK, typed(), "佐藤").information) == people


def test_one_token_serves_many_questions(service: ScriptedService, line: CentralLine) -> None:
    answers(service, TYPED, Reply(200, vector("answer-none")))
    for _ in range(3):
        line.ask(CHECK, typed(), "佐藤")
    assert len(service.sent_to("/v1/token")) == 1


def test_a_token_that_ran_out_is_renewed_once_and_the_question_asked_again(
    service: ScriptedService, line: CentralLine
) -> None:
    answers(service, TYPED, problem("token-expired"), Reply(200, vector("answer-none")))
    assert line.ask(CHECK, typed(), "佐藤").outcome is Outcome.NONE
    assert len(service.sent_to("/v1/token")) == 2


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("credentials-refused", CredentialsRefused),
        ("token-expired", CredentialsRefused),
        ("service-overloaded", CentralFailing),
        ("service-internal", CentralFailing),
        ("misses-exceeded", RefusedByCentral),
        ("certificate-revoked", RefusedByCentral),
    ],
)
def test_a_problem_document_becomes_a_named_failure(
    service: ScriptedService, line: CentralLine, name: str, failure: type[Exception]
) -> None:
    answers(service, TYPED, problem(name))
    with pytest.raises(failure):
        line.ask(CHECK, typed(), "佐藤")


def test_a_service_asked_too_early_names_its_first_day(service: ScriptedService, line: CentralLine) -> None:
    """R19"""
    answers(service, TYPED, problem("service-not-started"))
    with pytest.raises(RefusedByCentral) as early:
        line.ask(CHECK, typed(), "佐藤")
    assert early.value.starts_on == date(2021, 5, 1)
    assert early.value.failure_code == "service.not_started@2021-05-01"


@pytest.mark.parametrize("reply", [Reply(200, {"outcome": "valid"}), Reply(502, b"<html>"), Reply(302, b"")])
def test_what_is_not_the_service_speaking_is_a_failing_service(
    service: ScriptedService, line: CentralLine, reply: Reply
) -> None:
    """A proxy's page, a redirect, half a message: the check stays in the outbox."""
    answers(service, TYPED, reply)
    with pytest.raises(CentralFailing):
        line.ask(CHECK, typed(), "佐藤")


def test_an_outcome_of_a_newer_service_is_no_answer(service: ScriptedService, line: CentralLine) -> None:
    answers(service, TYPED, Reply(200, vector("answer-none") | {"outcome": "future"}))
    with pytest.raises(CentralFailing):
        line.ask(CHECK, typed(), "佐藤")


def test_a_failure_repeats_nothing_of_the_answer(service: ScriptedService, line: CentralLine) -> None:
    broken = vector("answer-valid")
    broken["information"][0]["birth_on"] = "架空"
    answers(service, TYPED, Reply(200, broken))
    with pytest.raises(CentralFailing) as failure:
        line.ask(CHECK, typed(), "佐藤")
    assert "架空" not in str(failure.value)
    assert failure.value.__suppress_context__


def test_a_practice_service_is_refused_by_a_connected_desk(
    service: ScriptedService, line: CentralLine
) -> None:
    service.practice = True
    with pytest.raises(PracticeRefused):
        line.whoami()


def test_a_practice_desk_refuses_a_real_service(service: ScriptedService) -> None:
    way = Transport(Connection(service.url, "1319990014", "s3cret", practice=True))
    with pytest.raises(PracticeRefused):
        CentralLine(way, "1319990014").whoami()
    way.close()


def test_a_slow_service_is_called_slow(
    service: ScriptedService, line: CentralLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "READ_TIMEOUT_S", 0.05)
    answers(service, TYPED, Reply(200, vector("answer-none"), delay_s=0.4))
    with pytest.raises(CentralSlow):
        line.ask(CHECK, typed(), "佐藤")


def test_a_service_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        way = Transport(Connection(f"http://127.0.0.1:{taken.getsockname()[1]}", "1319990014", "s3cret"))
        with pytest.raises(CentralUnreachable):
            CentralLine(way, "1319990014").whoami()
        way.close()


def test_a_name_nobody_knows_is_a_network_that_is_down() -> None:
    way = Transport(Connection("https://central.invalid", "1319990014", "s3cret"))
    with pytest.raises(NetworkDown):
        CentralLine(way, "1319990014").whoami()
    way.close()


def test_a_statement_is_made_for_this_institution_with_the_services_nonce(
    service: ScriptedService, line: CentralLine
) -> None:
    answers(service, "/v1/nonces", Reply(201, vector("nonce")))
    statement = line.new_statement(Purpose.ELIGIBILITY, ())
    assert (statement.institution, statement.audience, statement.nonce) == (
        "1319990014",
        "central.example",
        "n0nce",
    )


def test_insurers_are_read_page_by_page(service: ScriptedService, line: CentralLine) -> None:
    page = vector("insurers")
    answers(service, "/v1/insurers", Reply(200, page | {"next_cursor": "06139992"}), Reply(200, page))
    assert len(line.insurers()) == 2
    assert service.sent_to("/v1/insurers")[1].path.endswith("?cursor=06139992")


@pytest.mark.parametrize(
    "url", ["http://central.example", "ftp://127.0.0.1", "central.example", "", "https://"]
)
def test_plain_http_never_leaves_this_pc(url: str) -> None:
    with pytest.raises(AddressRefused):
        must_be_safe(url)


def test_a_connection_never_shows_its_secret() -> None:
    assert "s3cret" not in repr(Connection("https://central.example", "1319990014", "s3cret"))


def test_a_desk_without_a_line_says_so() -> None:
    """R20."""
    with pytest.raises(NotConnected):
        NoLine().ask(CHECK, typed(), "佐藤")
