"""The service describes itself whole: every message with an example, every operation with what may go wrong."""

import re
from typing import Any

import pytest

from app.contract.problem import ProblemCode
from app.scheme.receipts.routing import REASON_WORDS, ReviewOutcome
from tests.central.clinic import Clinic

pytestmark = pytest.mark.anyio
NEVER_TOLD_OF_AN_OPERATION = {ProblemCode.NOT_FOUND.value}


@pytest.fixture
async def described(clinic: Clinic) -> dict[str, Any]:
    found: dict[str, Any] = (await clinic.line.get("/openapi.json")).json()
    return found


def _operations(described: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): operation
        for path, by_method in described["paths"].items()
        for method, operation in by_method.items()
    }


async def test_every_message_has_an_example(described: dict[str, Any]) -> None:
    lacking = [
        name for name, schema in described["components"]["schemas"].items() if not schema.get("examples")
    ]
    assert lacking == []
    assert "HTTPValidationError" not in described["components"]["schemas"]


async def test_every_operation_is_described_and_says_its_problems(described: dict[str, Any]) -> None:
    told = set()
    for key, operation in _operations(described).items():
        assert operation["description"], key
        problems = [each for status, each in operation["responses"].items() if int(status) >= 400]
        assert problems, key
        for each in problems:
            assert list(each["content"]) == ["application/problem+json"]
            told |= set(each["content"]["application/problem+json"]["examples"])
    assert told == {code.value for code in ProblemCode} - NEVER_TOLD_OF_AN_OPERATION


async def test_every_reason_of_the_review_is_listed(described: dict[str, Any]) -> None:
    """R13: the official list is not public, so ours is told."""
    told = described["components"]["schemas"]["OutcomeReply"]["properties"]
    for reason, words in REASON_WORDS.items():
        assert f"{reason.value}: {words}" in told["reason"]["description"]
    assert all(outcome.value in told["outcome"]["description"] for outcome in ReviewOutcome)


async def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert references <= set(described["components"]["schemas"])


async def test_all_but_the_way_in_needs_a_token(described: dict[str, Any]) -> None:
    open_to_all = {path for (_, path), each in _operations(described).items() if not each["security"]}
    assert open_to_all == {"/v1/token", "/health", "/v1/portal/nonces", "/v1/portal/tickets"}


async def test_the_page_for_people_needs_nothing_from_elsewhere(clinic: Clinic) -> None:
    page = (await clinic.line.get("/docs")).text
    assert "/v1/eligibility/typed" in page and "TypedCheckRequest" in page
    assert "<script" not in page and "http" not in page.replace("https", "http").split("<style>")[0]
    assert not re.search(r'(?:src|href)="(?!#|/openapi\.json)', page)
