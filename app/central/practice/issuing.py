"""An invented certification authority in the form of JPKI: profiles of its own and of the cards' certificates.

O=JPKI-TEST is the name of the test hierarchy and is trusted nowhere but in practice. Generations share one name and
differ by key alone. Source: the public profile of 公的個人認証 certificates.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.scheme.days import JAPAN

_AGENCY = "Japan Agency for Local Authority Information Systems"
_LAST_SECOND = time(23, 59, 59)


class Use(Enum):
    """What a pair on the card is for: the name of its authority and the policy of its certificates."""

    AUTHENTICATION = ("JPKI for user authentication", "1.2.392.200149.8.5.1.3.30")
    SIGNING = ("JPKI for digital signature", "1.2.392.200149.8.5.1.0.20")

    @property
    def authority(self) -> x509.Name:
        parts = (
            (NameOID.COUNTRY_NAME, "JP"),
            (NameOID.ORGANIZATION_NAME, "JPKI-TEST"),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, self.value[0]),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, _AGENCY),
        )
        return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])

    @property
    def policy(self) -> x509.ObjectIdentifier:
        return x509.ObjectIdentifier(self.value[1])


@dataclass(frozen=True, slots=True)
class Authority:
    """One generation. since, until: first and last day of its own certificate. serial: of that certificate."""

    use: Use
    key: RSAPrivateKey
    serial: int
    since: date
    until: date

    def certificate(self) -> bytes:
        """Its own certificate, DER, signed by itself."""
        public = self.key.public_key()
        builder = self._builder(public, self.use.authority, self.serial, self.since, self.until)
        return self._signed(
            builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(
                _key_usage(issues=True), critical=True
            )
        )

    def issue(
        self, public: RSAPublicKey, serial: int, common_name: str, issued_on: date, until: date
    ) -> bytes:
        """A card certificate, DER, from the issue's first second to the last of `until`, in Japan.

        common_name: letters and digits that say nothing; neither name nor number of the holder is inside.
        """
        holder = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
                x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            ]
        )
        builder = self._builder(public, holder, serial, issued_on, until)
        builder = builder.add_extension(
            x509.CertificatePolicies([x509.PolicyInformation(self.use.policy, None)]), critical=True
        ).add_extension(_key_usage(repudiable=self.use is Use.AUTHENTICATION), critical=True)
        if self.use is Use.AUTHENTICATION:
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
            )
        return self._signed(builder)

    def _builder(
        self, public: RSAPublicKey, subject: x509.Name, serial: int, since: date, until: date
    ) -> x509.CertificateBuilder:
        own = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.use.authority)
            .public_key(public)
            .serial_number(serial)
            .not_valid_before(datetime.combine(since, time(), JAPAN))
            .not_valid_after(datetime.combine(until, _LAST_SECOND, JAPAN))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False
            )
        )

    def _signed(self, builder: x509.CertificateBuilder) -> bytes:
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.DER)


def _key_usage(issues: bool = False, repudiable: bool = True) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not (issues or repudiable),
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )
