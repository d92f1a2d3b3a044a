"""The town's cards: certificates of the right generation, in the form other programs expect."""

import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from app.central.practice import town
from app.central.practice.cards import CardSet, MadeCard, make_cards
from app.central.practice.keys import KeyRing
from app.contract.soft_card import SoftCardFile
from app.scheme.days import JAPAN, age_on

DAY = date(2026, 11, 22)
ENDING = {"card-expiring": 40, "card-expired-grace": -30, "card-expired": -150}


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def cards(ring: KeyRing) -> CardSet:
    return make_cards(town.build(1, 1, DAY), ring)


def _signed_by(issuer: bytes, der: bytes) -> bool:
    certificate = x509.load_der_x509_certificate(der)
    key = x509.load_der_x509_certificate(issuer).public_key()
    assert isinstance(key, RSAPublicKey)
    try:
        key.verify(certificate.signature, certificate.tbs_certificate_bytes, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _case(cards: CardSet, name: str) -> MadeCard:
    return next(each for each in cards.cards if each.plan.case == name)


def _last_day(der: bytes) -> date:
    return x509.load_der_x509_certificate(der).not_valid_after_utc.astimezone(JAPAN).date()


def test_each_certificate_is_signed_by_its_own_generation_and_by_no_other(cards: CardSet) -> None:
    assert len(set(cards.anchors)) == 2
    for card in cards.cards:
        assert [_signed_by(anchor, card.certificate) for anchor in cards.anchors].count(True) == 1
        assert _signed_by(card.issuer, card.certificate)
        assert _signed_by(card.file.signing_ca, card.file.signing_certificate)


def test_generations_share_one_name_and_both_have_issued(cards: CardSet) -> None:
    names = {x509.load_der_x509_certificate(anchor).subject for anchor in cards.anchors}
    assert len(names) == 1
    assert "O=JPKI-TEST" in names.pop().rfc4514_string()
    assert {card.issuer for card in cards.cards} == set(cards.anchors)


def test_openssl_verifies_every_card_against_the_anchors(cards: CardSet, tmp_path: Path) -> None:
    pem = b"".join(_pem(anchor) for anchor in cards.anchors)
    (tmp_path / "anchors.pem").write_bytes(pem)
    for card in cards.cards:
        leaf = tmp_path / f"{card.plan.case}.pem"
        leaf.write_bytes(_pem(card.certificate))
        moment = str(
            int(x509.load_der_x509_certificate(card.certificate).not_valid_before_utc.timestamp()) + 1
        )
        command = ["openssl", "verify", "-purpose", "sslclient", "-attime", moment, "-CAfile", "anchors.pem"]
        run = subprocess.run([*command, leaf.name], cwd=tmp_path, capture_output=True, text=True)
        assert run.stdout.strip().endswith("OK"), run.stderr


def test_openssl_refuses_a_card_under_the_other_generation_alone(cards: CardSet, tmp_path: Path) -> None:
    card = _case(cards, "valid-employee")
    other = next(anchor for anchor in cards.anchors if anchor != card.issuer)
    (tmp_path / "other.pem").write_bytes(_pem(other))
    (tmp_path / "leaf.pem").write_bytes(_pem(card.certificate))
    run = subprocess.run(
        ["openssl", "verify", "-CAfile", "other.pem", "leaf.pem"], cwd=tmp_path, capture_output=True
    )
    assert run.returncode != 0


def _pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def test_certificates_follow_the_public_profile(cards: CardSet) -> None:
    for card in cards.cards:
        certificate = x509.load_der_x509_certificate(card.certificate)
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
        assert [each.policy_identifier.dotted_string for each in policies] == ["1.2.392.200149.8.5.1.3.30"]
        assert 800 < len(card.certificate) < 1_700


def test_a_certificate_holds_nothing_of_its_holder(cards: CardSet) -> None:
    for card in cards.cards:
        if card.plan.holder is not None:
            details = card.plan.holder.details
            for secret in (details.name, details.kana, details.birth_on.strftime("%Y%m%d")):
                assert secret.encode() not in card.certificate


@pytest.mark.parametrize("day", [DAY, date(2024, 2, 29), date(2025, 3, 1)])
def test_a_certificate_ends_on_the_fifth_birthday_after_its_issue(ring: KeyRing, day: date) -> None:
    for card in make_cards(town.build(1, 1, day), ring).cards:
        if card.plan.holder is None:
            continue
        born = card.plan.holder.details.birth_on
        issued = (
            x509.load_der_x509_certificate(card.certificate).not_valid_before_utc.astimezone(JAPAN).date()
        )
        last = _last_day(card.certificate)
        assert (last.month, last.day) == (born.month, born.day)
        assert age_on(born, last) - age_on(born, issued) == 5
        assert issued < day


def test_certificates_end_as_their_cases_say(cards: CardSet) -> None:
    for name, days in ENDING.items():
        assert _last_day(_case(cards, name).certificate) == DAY + timedelta(days=days)
    others = [each for each in cards.cards if each.plan.case not in ENDING and each.plan.holder is not None]
    assert all(_last_day(each.certificate) > DAY + timedelta(days=92) for each in others)


def test_every_card_signs_with_a_key_of_its_own(cards: CardSet) -> None:
    numbers = set()
    held = [each for each in cards.cards if each.plan.holder is not None]
    for card in held:
        key = load_der_private_key(card.file.authentication_key, None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, RSAPrivateKey)
        certificate = x509.load_der_x509_certificate(card.file.authentication_certificate)
        assert key.public_key() == certificate.public_key()
        numbers.add(key.public_key().public_numbers().n)
    assert len(numbers) == len(held)
    serials = {x509.load_der_x509_certificate(each.certificate).serial_number for each in cards.cards}
    assert len(serials) == len(cards.cards)


def test_pins_tries_and_kinds_are_the_ones_of_the_case(cards: CardSet) -> None:
    files = {each.plan.case: each.file for each in cards.cards}
    assert files["pin-one-left"].tries_left == 1
    assert files["pin-blocked"].tries_left == 0
    assert files["valid-employee"].tries_left == 3
    assert files["old-resident-card"].token_label == "JPKIAPICCTOKEN"
    assert files["phone-android"].token_label == "JPKIAPGPSETOKEN"
    assert files["phone-iphone"].token_label == "JPKIAPIOSTOKEN"
    assert [name for name, file in files.items() if file.kind != "jpki"] == ["not-my-number-card"]


def test_written_cards_read_back_and_are_their_owners_alone(cards: CardSet, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    cards.write(folder)
    cards.write(folder)
    for card in cards.cards:
        file = folder / card.plan.file_name
        assert SoftCardFile.model_validate_json(file.read_bytes()) == card.file
        if sys.platform != "win32":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_kept_keys_give_the_same_cards_again(cards: CardSet, ring: KeyRing) -> None:
    assert make_cards(town.build(1, 1, DAY), ring) == cards


def test_keys_are_kept_for_their_owner_alone_and_a_broken_one_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = KeyRing(folder).keys(("one", "two"))
    assert KeyRing(folder).keys(("one",))["one"].private_numbers() == first["one"].private_numbers()
    assert first["one"].private_numbers() != first["two"].private_numbers()
    (folder / "one.der").write_bytes(b"broken")
    assert KeyRing(folder).keys(("one",))["one"].private_numbers() != first["one"].private_numbers()
    assert sorted(each.name for each in folder.iterdir()) == ["one.der", "two.der"]
    if sys.platform != "win32":
        assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
