"""What every message is: unchangeable, and read strictly or leniently by who sends it."""

from pydantic import BaseModel, ConfigDict


class Request(BaseModel):
    """From a caller: a field that is not known is refused, and no complaint repeats what was sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Reply(BaseModel):
    """From the service, which is upgraded first: a field that is not known is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)
