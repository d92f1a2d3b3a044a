"""/openapi.json: what FastAPI knows of the endpoints, with examples, problems and the way to a token."""

from typing import Any

from fastapi import FastAPI

from app.central.access.tokens import DELIVERIES, ELIGIBILITY, REGISTRATION, SCOPES
from app.central.description.examples import EXAMPLES
from app.central.description.failures import problem_example
from app.central.portal import endpoints as portal
from app.contract.access import TokenRequest
from app.contract.batch import BatchRequest
from app.contract.problem import PRACTICE_HEADER, Problem, ProblemCode

_CLIENT = "client"
_OF_INSURERS = "/v1/insurer/"
_OF_PAYERS = "/v1/insurer/deliveries"
_OPEN_TO_ALL = frozenset({"/v1/token", "/health"}) | portal.OPEN_TO_ALL
_REFERENCE = "#/components/schemas/{model}"
_ABOUT = f"""
The reference central service of Madoguchi: confirmation of eligibility (オンライン資格確認) for clinics and pharmacies.
The national service has no public API; this one answers the same questions from a register of its own.

* Moments are UTC, days are Japanese. Requests refuse fields they do not know; replies may gain fields.
* Every failure is a problem document (RFC 9457) with a stable `code`; it never repeats what was sent.
* `check_id` is the desk's own UUID: asking again with it is the same check, counted once. The same id with another
  question is `check_id.reused`.
* Questions that find nobody are counted per institution and hour; beyond the limit comes `misses.exceeded` with
  `Retry-After`.
* A batch's items are asked as typed cards are, in a lane of their own; they count in the same limit.
* A consent opens one kind of health information to one institution for 24 hours, by this service's clock; every read
  is on record before it is answered, and the person sees it.
* A person signs in to the page of their own (`/portal/`) with the card: a nonce and a ticket are open to whoever
  holds one, and what an address tries too often waits.
* A service that the person allowed there reads for her by FHIR R4: `/fhir/metadata` and
  `/fhir/.well-known/smart-configuration` say how.
* Insurers fetch their tokens here too and have routes of their own (`/v1/insurer/…`): each for its own members only.
  Their writes carry an `Idempotency-Key`: the same key and body again get the first answer for 24 h.
* A service whose database holds the invented town says `{PRACTICE_HEADER}: 1` on every reply.

## Problem codes
"""


def describe(api: FastAPI) -> None:
    """Gives the application its description; it is made once, at the first question for it."""
    made = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = _completed(made())
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def about() -> str:
    codes = "\n".join(
        f"* `{code.value}` ({problem_example(code)['status']}): {problem_example(code)['title']}."
        for code in ProblemCode
    )
    return f"{_ABOUT}{codes}\n"


def _completed(described: dict[str, Any]) -> dict[str, Any]:
    components = described.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in (Problem, TokenRequest, BatchRequest):
        schema = model.model_json_schema(ref_template=_REFERENCE)
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    schemas["Problem"]["examples"] = [problem_example(ProblemCode.DAY_REFUSED)]
    for example in EXAMPLES:
        schemas[type(example).__name__]["examples"] = [example.model_dump(mode="json")]
    components["securitySchemes"] = {
        _CLIENT: {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/v1/token",
                    "scopes": SCOPES,
                }
            },
        }
    }
    for path, operations in described["paths"].items():
        for operation in operations.values():
            operation["security"] = [] if path in _OPEN_TO_ALL else [{_CLIENT: [_scope_of(path)]}]
    return described


def _scope_of(path: str) -> str:
    if path.startswith(_OF_PAYERS):
        return DELIVERIES
    return REGISTRATION if path.startswith(_OF_INSURERS) else ELIGIBILITY
