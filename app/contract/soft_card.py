"""The file of a soft My Number card: what `central town --cards` writes and the desk's soft card plays."""

from typing import Annotated

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field


class SoftCardFile(BaseModel):
    """One invented person's card. Certificates are DER, keys PKCS #8 DER. JSON, UTF-8.

    case: name in `town --list`. label: what the practice tray shows, e.g. "架空 花（有効）". photo_of: the face on the
    front, a short description for the practice tray. pin: 4 digits of the invented card. token_label: EF 0006.
    signing_*: the 署名用 pair, present so that other programs find the card complete; we never read it.
    tries_left: of the 利用者証明用 PIN as the card is laid on, 0 when blocked.
    kind: "jpki" has the JPKI application; "other" has none (every SELECT answers 6A82), its certificates are unused.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    case: str
    label: str
    photo_of: str
    token_label: str
    pin: str
    signing_password: str
    authentication_certificate: Base64Bytes
    authentication_ca: Base64Bytes
    authentication_key: Base64Bytes
    signing_certificate: Base64Bytes
    signing_ca: Base64Bytes
    signing_key: Base64Bytes
    tries_left: Annotated[int, Field(ge=0, le=3)] = 3
    kind: str = "jpki"
