"""Which problems an operation may answer with: written beside each endpoint, read by /openapi.json."""

from collections import defaultdict
from datetime import date
from typing import Any

from app.central.problems import KINDS
from app.contract.problem import MEDIA_TYPE, Problem, ProblemCode

PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_ANY = (ProblemCode.OVERLOADED, ProblemCode.INTERNAL)
_CALLER = (ProblemCode.TOKEN_MISSING, ProblemCode.TOKEN_EXPIRED, ProblemCode.SCOPE_MISSING)
Responses = dict[int | str, dict[str, Any]]


def may_fail(*codes: ProblemCode) -> Responses:
    """For endpoints open to all: these, and what any request may meet."""
    by_status: defaultdict[int, list[ProblemCode]] = defaultdict(list)
    for code in (*codes, *_ANY):
        by_status[KINDS[code].status].append(code)
    return {status: _response(found) for status, found in sorted(by_status.items())}


def caller_may_fail(*codes: ProblemCode) -> Responses:
    """For endpoints that need a token."""
    return may_fail(*codes, *_CALLER)


def problem_example(code: ProblemCode) -> dict[str, Any]:
    problem = Problem(
        type=f"urn:madoguchi:problem:{code.value}",
        title=KINDS[code].title,
        status=KINDS[code].status,
        code=code.value,
        detail=None,
        fields=(),
        starts_on=date(2021, 5, 1) if code is ProblemCode.SERVICE_NOT_STARTED else None,
        request_id="5f0c2a9be1d34c77",
    )
    return problem.model_dump(mode="json")


def _response(codes: list[ProblemCode]) -> dict[str, Any]:
    examples = {code.value: {"summary": KINDS[code].title, "value": problem_example(code)} for code in codes}
    return {
        "description": ", ".join(f"`{code.value}`" for code in codes),
        "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA, "examples": examples}},
    }
