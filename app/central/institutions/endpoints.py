"""What the service says of the caller's institution and of itself."""

from fastapi import APIRouter, Response

from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.institutions.credentials import institution
from app.central.problems import Refused
from app.contract.access import InstitutionReply
from app.contract.problem import ProblemCode

router = APIRouter(prefix="/v1", tags=["access"])


@router.get("/institution", response_model=InstitutionReply, responses=caller_may_fail())
async def own_institution(caller: TheCaller, service: TheService) -> Response:
    """The caller's own institution, and whether this service holds the invented town (`practice`)."""
    async with service.database.transaction() as tx:
        found = await institution(tx, caller.institution)
    if found is None:
        raise Refused(ProblemCode.TOKEN_MISSING)
    settings = service.settings
    return told(
        InstitutionReply(
            code=found.code,
            name=found.name,
            practice=settings.practice,
            audience=settings.audience,
            now=service.clock(),
        )
    )
