"""OpenSC, which nobody here wrote, takes the soft card for a My Number card and verifies what it signs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.adapters.card_reader.soft_card import SoftCard
from app.adapters.card_reader.soft_card.chip import CONTACT_ATR, CONTACTLESS_ATR
from tests.adapters.card_reader.cards import PIN, WRONG_PIN, invented_card
from tests.adapters.card_reader.conftest import Counter

pytestmark = pytest.mark.skipif(
    shutil.which("pkcs15-tool") is None, reason="needs OpenSC (`packaging/dev.py test` installs it)"
)


def run(*command: str | Path, succeeds: bool = True) -> str:
    """Standard output and error together. The reader is the first one."""
    done = subprocess.run(
        [str(each) for each in command],
        capture_output=True,
        text=True,
        timeout=30,
        env=os.environ,
        check=False,
    )
    assert (done.returncode == 0) is succeeds, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def card(pcsc_counter: Counter) -> SoftCard:
    card = SoftCard(invented_card())
    pcsc_counter.lay(card)
    return card


def test_opensc_names_it_on_both_faces(pcsc_counter: Counter) -> None:
    for atr in (CONTACTLESS_ATR, CONTACT_ATR):
        pcsc_counter.lay(SoftCard(invented_card(), atr=atr))
        assert "jpki" in run("opensc-tool", "--reader", "0", "--name")
        pcsc_counter.take_off()


def test_opensc_finds_certificates_and_tries(card: SoftCard) -> None:
    dump = run("pkcs15-tool", "--reader", "0", "--dump")
    assert re.findall(r"Tries left\s*: (\d)", dump) == ["3", "5"]
    assert dump.count("X.509 Certificate [") == 4
    assert card.alarms == []


def test_opensc_reads_the_certificate_to_the_byte(card: SoftCard, tmp_path: Path) -> None:
    run("pkcs15-tool", "--reader", "0", "--read-certificate", "1", "--output", tmp_path / "card.pem")
    run("openssl", "x509", "-in", tmp_path / "card.pem", "-outform", "DER", "-out", tmp_path / "card.der")
    assert (tmp_path / "card.der").read_bytes() == card.file.authentication_certificate


def test_opensc_counts_wrong_pins_as_the_card_does(card: SoftCard) -> None:
    verify = ("pkcs15-tool", "--reader", "0", "--verify-pin", "--auth-id", "01", "--pin")
    run(*verify, WRONG_PIN, succeeds=False)
    assert card.tries_left == 2
    run(*verify, PIN)
    assert card.tries_left == 3


def test_opensc_finds_a_blocked_card_usable_but_its_pin(pcsc_counter: Counter) -> None:
    pcsc_counter.lay(SoftCard(invented_card(tries_left=0)))
    assert "Tries left     : 0" in run("pkcs15-tool", "--reader", "0", "--dump")
    run("pkcs15-tool", "--reader", "0", "--verify-pin", "--auth-id", "01", "--pin", PIN, succeeds=False)


def test_what_the_card_signs_through_pkcs11_openssl_verifies(card: SoftCard, tmp_path: Path) -> None:
    (tmp_path / "statement").write_bytes(b"madoguchi/1\n")
    (tmp_path / "card.der").write_bytes(card.file.authentication_certificate)
    run(
        "openssl",
        "x509",
        "-inform",
        "DER",
        "-in",
        tmp_path / "card.der",
        "-pubkey",
        "-noout",
        "-out",
        tmp_path / "key",
    )
    sign = (
        "pkcs11-tool",
        "--module",
        _pkcs11_module(),
        "--sign",
        "--mechanism",
        "SHA256-RSA-PKCS",
        "--id",
        "01",
    )
    files = ("--input-file", tmp_path / "statement", "--output-file", tmp_path / "signature")
    run(*sign, "--login", "--pin", PIN, *files)
    verify = ("openssl", "dgst", "-sha256", "-verify", tmp_path / "key", "-signature", tmp_path / "signature")
    assert "Verified OK" in run(*verify, tmp_path / "statement")
    assert card.alarms == []


def _pkcs11_module() -> Path:
    return next(Path("/usr/lib").glob("*/opensc-pkcs11.so"))
