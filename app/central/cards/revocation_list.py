"""A certificate revocation list (X.509 CRL) of an issuer: what it covers, until when, and whom it revokes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from app.central.cards.certificate import UNREADABLE, Anchor
from app.errors import ClinicError

_UNDERSTOOD = frozenset(
    {
        x509.IssuingDistributionPoint.oid,
        x509.AuthorityKeyIdentifier.oid,
        x509.CRLNumber.oid,
    }
)


class RevocationListMalformed(ClinicError):
    """Not an X.509 revocation list, PEM or DER, signed with SHA-256."""

    code = "crl.malformed"


class DeltaListRefused(ClinicError):
    """A delta list tells changes to another one; only whole lists are read."""

    code = "crl.delta"


class RevocationListUnsupported(ClinicError):
    """It covers other issuers, some reasons only, or no holders' certificates, or says something unknown to us."""

    code = "crl.unsupported"


@dataclass(frozen=True, slots=True, repr=False)
class RevocationList:
    """number: its place in the issuer's sequence. scope: "" for all certificates of the issuer, else the distribution
    points it covers. next_update: when a newer one will be there at the latest. digest: SHA-256 of the DER."""

    number: int | None
    scope: str
    this_update: datetime
    next_update: datetime | None
    digest: bytes
    content: x509.CertificateRevocationList

    def __len__(self) -> int:
        return len(self.content)

    def is_signed_by(self, anchor: Anchor) -> bool:
        """Whether this very key signed it. Generations share a name, never a key."""
        try:
            anchor.key.verify(self.content.signature, self.content.tbs_certlist_bytes, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True

    def revoked(self) -> Iterator[tuple[str, datetime]]:
        """Serial (hex, as short as it is) and moment, read one after another: a nation's list is long.

        Raises: RevocationListMalformed.
        """
        try:
            for entry in self.content:
                yield f"{entry.serial_number:x}", entry.revocation_date_utc
        except UNREADABLE:
            raise RevocationListMalformed from None


def read_revocation_list(file_content: bytes) -> RevocationList:
    """From PEM or DER. Raises: RevocationListMalformed, DeltaListRefused, RevocationListUnsupported."""
    try:
        if b"-----BEGIN" in file_content[:64]:
            content = x509.load_pem_x509_crl(file_content)
        else:
            content = x509.load_der_x509_crl(file_content)
        extensions = list(content.extensions)
        digest = content.signature_hash_algorithm
        this_update, next_update = content.last_update_utc, content.next_update_utc
    except UNREADABLE:
        raise RevocationListMalformed from None
    if not isinstance(digest, SHA256):
        raise RevocationListMalformed
    return RevocationList(
        number=_number(extensions),
        scope=_scope(extensions),
        this_update=this_update,
        next_update=next_update,
        digest=hashlib.sha256(content.public_bytes(Encoding.DER)).digest(),
        content=content,
    )


def _number(extensions: list[x509.Extension[x509.ExtensionType]]) -> int | None:
    return next(
        (each.value.crl_number for each in extensions if isinstance(each.value, x509.CRLNumber)), None
    )


def _scope(extensions: list[x509.Extension[x509.ExtensionType]]) -> str:
    """Raises: DeltaListRefused, RevocationListUnsupported."""
    if any(each.oid == x509.DeltaCRLIndicator.oid for each in extensions):
        raise DeltaListRefused
    if any(each.critical and each.oid not in _UNDERSTOOD for each in extensions):
        raise RevocationListUnsupported
    for each in extensions:
        if isinstance(each.value, x509.IssuingDistributionPoint):
            return _scope_of(each.value)
    return ""


def _scope_of(point: x509.IssuingDistributionPoint) -> str:
    partial = (
        point.indirect_crl,
        point.only_some_reasons,
        point.only_contains_ca_certs,
        point.only_contains_attribute_certs,
    )
    if any(partial):
        raise RevocationListUnsupported
    if point.relative_name is not None:
        return point.relative_name.rfc4514_string()
    return " ".join(sorted(_name(each) for each in point.full_name or ()))


def _name(name: x509.GeneralName) -> str:
    value = name.value
    return value.rfc4514_string() if isinstance(value, x509.Name) else str(value)
