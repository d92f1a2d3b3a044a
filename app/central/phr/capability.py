"""What this FHIR server can do (CapabilityStatement), and where a service finds the way in (SMART on FHIR)."""

from datetime import date
from typing import Any

from app.central.phr.scopes import READABLE, SUPPORTED

_SINCE = date(2026, 11, 23)
_OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
_SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"
PATIENT_PARAMETER = {"Patient": "_id"}
"""By which the person is named in a search; `patient` for all else."""


def capability_statement(root: str) -> dict[str, Any]:
    """root: this service's address."""
    ways = {
        "authorize": f"{root}/phr/authorize",
        "token": f"{root}/phr/token",
        "revoke": f"{root}/phr/revoke",
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": _SINCE.isoformat(),
        "kind": "instance",
        "implementation": {"description": "Madoguchi reference central service", "url": f"{root}/fhir"},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "service": [{"coding": [{"system": _SECURITY_SERVICE, "code": "SMART-on-FHIR"}]}],
                    "extension": [
                        {
                            "url": _OAUTH_URIS,
                            "extension": [{"url": name, "valueUri": way} for name, way in ways.items()],
                        }
                    ],
                },
                "resource": [_resource(each.resource) for each in READABLE],
            }
        ],
    }


def smart_configuration(root: str) -> dict[str, Any]:
    return {
        "authorization_endpoint": f"{root}/phr/authorize",
        "token_endpoint": f"{root}/phr/token",
        "revocation_endpoint": f"{root}/phr/revoke",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "response_types_supported": ["code"],
        "scopes_supported": list(SUPPORTED),
        "code_challenge_methods_supported": ["S256"],
        "capabilities": ["launch-standalone", "client-confidential-symmetric", "permission-patient"],
    }


def _resource(kind: str) -> dict[str, Any]:
    named = PATIENT_PARAMETER.get(kind)
    parameter = {"name": named, "type": "token"} if named else {"name": "patient", "type": "reference"}
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [parameter],
    }
