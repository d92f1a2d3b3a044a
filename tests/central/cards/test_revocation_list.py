"""A revocation list is anybody's bytes until its issuer's signature is found good."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from app.central.cards.certificate import read_anchor
from app.central.cards.revocation_list import (
    DeltaListRefused,
    RevocationListMalformed,
    RevocationListUnsupported,
    read_revocation_list,
)
from tests.central.issuers import LISTED_AT, LISTED_UNTIL, NEWER, OLDER

_TOWN = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, "MIHON")])


def _point(**parts: object) -> tuple[x509.ExtensionType, bool]:
    values: dict[str, object] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**(values | parts)), True  # type: ignore[arg-type]


def test_der_and_pem_tell_the_same() -> None:
    der = NEWER.revocation_list(7, 0x1FFFFFFFFFFFFFFF, number=12)
    pem = x509.load_der_x509_crl(der).public_bytes(Encoding.PEM)
    for content in (der, pem):
        found = read_revocation_list(content)
        assert (found.number, found.scope, len(found)) == (12, "", 2)
        assert (found.this_update, found.next_update) == (LISTED_AT, LISTED_UNTIL)
        assert list(found.revoked()) == [("7", LISTED_AT), ("1fffffffffffffff", LISTED_AT)]


def test_the_issuer_is_told_by_its_key_though_generations_share_a_name() -> None:
    found = read_revocation_list(NEWER.revocation_list(7))
    assert found.is_signed_by(read_anchor(NEWER.certificate))
    assert not found.is_signed_by(read_anchor(OLDER.certificate))


def test_a_list_with_any_byte_changed_is_malformed_or_unsigned() -> None:
    anchor, whole = read_anchor(NEWER.certificate), NEWER.revocation_list(7, 8)
    for place in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[place] ^= 0x80
        try:
            found = read_revocation_list(bytes(changed))
        except (RevocationListMalformed, RevocationListUnsupported):
            continue
        assert not found.is_signed_by(anchor), f"byte {place}"


@pytest.mark.parametrize("content", [b"", b"no list", NEWER.certificate, b"-----BEGIN X509 CRL-----\nx\n"])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(RevocationListMalformed):
        read_revocation_list(content)


def test_a_signature_of_another_kind_than_the_cards_is_refused() -> None:
    builder = x509.CertificateRevocationListBuilder().issuer_name(_TOWN)
    builder = builder.last_update(LISTED_AT).next_update(LISTED_UNTIL)
    der = builder.sign(generate_private_key(SECP256R1()), SHA256()).public_bytes(Encoding.DER)
    assert not read_revocation_list(der).is_signed_by(read_anchor(NEWER.certificate))


def test_a_delta_list_is_refused_by_name() -> None:
    with pytest.raises(DeltaListRefused):
        read_revocation_list(NEWER.revocation_list(7, extensions=[(x509.DeltaCRLIndicator(1), True)]))


@pytest.mark.parametrize(
    "extension",
    [
        _point(indirect_crl=True),
        _point(only_contains_ca_certs=True),
        _point(only_some_reasons=frozenset({x509.ReasonFlags.key_compromise})),
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True),
    ],
    ids=["other issuers", "issuers' certificates", "some reasons", "unknown"],
)
def test_a_list_that_says_more_than_we_understand_is_refused(
    extension: tuple[x509.ExtensionType, bool],
) -> None:
    with pytest.raises(RevocationListUnsupported):
        read_revocation_list(NEWER.revocation_list(7, extensions=[extension]))


def test_a_list_of_one_distribution_point_names_it_as_its_scope() -> None:
    point = _point(full_name=[x509.DirectoryName(_TOWN)], only_contains_user_certs=True)
    assert read_revocation_list(NEWER.revocation_list(7, extensions=[point])).scope == "OU=MIHON"
