"""`receipts show` and `receipts rewrite` as somebody at the terminal meets them."""

import argparse
import os
import stat
from pathlib import Path

import pytest

from app.__main__ import main
from app.commands import receipts
from app.scheme.receipts.kinds import ReceiptKind
from tests.commands.counter import Ended
from tests.scheme.receipts.builders import EXAMPLE, Claim, file_of
from tests.scheme.receipts.damages import CASES, CLAIMS, Case, encoded, lines_of

FILE = EXAMPLE.replace("\n", "\r\n").encode("cp932") + b"\x1a"


class Terminal:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *words: str) -> Ended:
        """File names are in the folder."""
        step, *rest = words
        parser = argparse.ArgumentParser()
        receipts.add_arguments(parser, argparse.ArgumentParser(add_help=False))
        paths = [word if word.startswith("-") else str(self.folder / word) for word in rest]
        status = receipts.run(parser.parse_args([step, *paths]), lambda code: f"«{code}»")
        return Ended(status, *self._capsys.readouterr())

    def put(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    @property
    def names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()}


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


def test_a_file_is_shown_with_counts_and_totals(here: Terminal) -> None:
    here.put("a.uke", file_of([Claim(), Claim(insurer="  139998"), Claim(public=["54139993"])]))
    done = here.run("show", "a.uke", "--json")
    assert (done.status, done.err) == (0, "")
    assert done.document == {
        "kind": "medical",
        "encoding": "shift_jis",
        "line_end": "CRLF",
        "closed": True,
        "institution": "1319990014",
        "institution_name": "見本医院",
        "claim_month": "2026-04",
        "receipts": 3,
        "claims": 4,
        "points": 1491,
        "payers": [
            {"number": "06139992", "receipts": 2, "points": 994},
            {"number": "139998", "receipts": 1, "points": 497},
        ],
        "complaint_counts": {"file": 0, "receipt": 0, "warning": 0},
        "complaints": [],
    }


def test_people_read_the_same_in_words(here: Terminal) -> None:
    here.put("a.uke", FILE)
    assert here.run("show", "a.uke").out.splitlines() == [
        "医科　1319990014 見本医院　R8.4 請求",
        "レセプト 1　件数 1　合計 497点",
        "  06139992　レセプト 1　497点",
        "指摘はありません",
    ]


def test_bytes_that_are_no_letters_stand_as_such_in_the_heading(here: Terminal) -> None:
    here.put("a", FILE.replace("見本医院".encode("cp932"), "見本".encode("cp932") + b"\x81"))
    assert here.run("show", "a", "--json").document["institution_name"] == "見本●"


@pytest.mark.parametrize("kind", ReceiptKind)
def test_files_of_all_three_kinds_are_shown(here: Terminal, kind: ReceiptKind) -> None:
    here.put("a", file_of([CLAIMS[kind]] * 2))
    done = here.run("show", "a", "--json")
    assert (done.status, done.document["kind"], done.document["receipts"]) == (0, kind, 2)
    assert done.document["complaints"] == []


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_damage_is_shown_with_line_and_field(here: Terminal, case: Case) -> None:
    """Never a traceback; only what is heavier than a warning ends in 2."""
    here.put("a", encoded(case.damage(lines_of(case.kind))))
    done = here.run("show", "a", "--json")
    told = done.document["complaints"]
    found = [" ".join(filter(None, (x["code"], str(x["line"]), x["record"], x["field"]))) for x in told]
    assert sorted(found) == sorted(case.told)
    weights = [x["weight"] for x in told]
    assert weights == sorted(weights, key=["file", "receipt", "warning"].index)
    assert done.status == (0 if set(weights) <= {"warning"} else 2)
    assert len(here.run("show", "a").out.splitlines()) >= 2 + len(told)


def test_of_very_many_complaints_the_first_of_each_weight_are_told_and_all_counted(
    here: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may hold one on every line: whoever shows it must not hold them all."""
    monkeypatch.setattr(receipts, "_MOST", 2)
    damaged = (
        file_of([Claim(insurer="06139991")] * 7).replace(b",288,1,", b",288,2,").replace(b"GO,7,", b"GO,8,")
    )
    here.put("a.uke", damaged.removesuffix(b"\x1a").removesuffix(b"\r\n").replace(b"\r\n", b"\n"))
    done = here.run("show", "a.uke", "--json")
    assert (done.status, done.document["complaint_counts"]) == (2, {"file": 1, "receipt": 14, "warning": 9})
    assert [(x["weight"], x["line"]) for x in done.document["complaints"]] == [
        ("file", 65),
        ("receipt", 3),
        ("receipt", 7),
        ("warning", 0),
        ("warning", 0),
    ]
    told = here.run("show", "a.uke").out.splitlines()
    assert "［レセプト］全部で 14件、行の順にはじめの 2件を示しました" in told
    assert sum("全部で" in line for line in told) == 2


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_damage_is_written_again_as_it_stands(here: Terminal, case: Case) -> None:
    """Never a traceback: only a letter outside stops it, and then nothing is written."""
    data = encoded(case.damage(lines_of(case.kind)))
    here.put("a", data)
    done = here.run("rewrite", "a", "b")
    if done.status == 0:
        assert (here.folder / "b").read_bytes() == data
    else:
        assert any(told.startswith(("item.letter", "item.bytes")) for told in case.told)
        assert (done.status, here.names) == (2, {"a"})


def test_a_complaint_in_words_names_its_place_and_what_is_expected(here: Terminal) -> None:
    here.put("a.uke", FILE.replace(b",288,1,", b",288,2,"))
    done = here.run("show", "a.uke")
    assert (
        "［レセプト］7行目 SI・回数 算定日の回数の合計が回数と合いません。正しくは 1。"
        in done.out.splitlines()
    )
    assert done.status == 2


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [("absent.uke", "input.file", "no such file"), (".", "input.file", "cannot be read")],
)
@pytest.mark.parametrize("step", ["show", "rewrite"])
def test_a_file_that_cannot_be_opened_is_bad_input(
    here: Terminal, step: str, name: str, code: str, word: str
) -> None:
    done = here.run(step, name, *(["out.uke"] if step == "rewrite" else []))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{code}: FILE: ") and word in done.err and f"«{code}»" in done.err
    assert here.names == set()


def test_another_file_is_named_and_refused(here: Terminal) -> None:
    here.put("a.pdf", b"%PDF-1.7\n")
    done = here.run("show", "a.pdf")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("receipts.unreadable: ") and "a.pdf: line 1:" in done.err


@pytest.mark.parametrize(
    "data", [FILE, FILE[:-1], FILE.replace(b"\r\n", b"\n"), FILE.decode("cp932").encode()]
)
def test_a_file_is_written_again_byte_for_byte(here: Terminal, data: bytes) -> None:
    here.put("a.uke", data)
    assert here.run("rewrite", "a.uke", "b.uke") == (0, "", "")
    assert (here.folder / "b.uke").read_bytes() == data
    assert here.names == {"a.uke", "b.uke"}
    if os.name == "posix":
        assert stat.S_IMODE((here.folder / "b.uke").stat().st_mode) & 0o077 == 0, (
            "people's illnesses stand in it"
        )


def test_a_letter_outside_stops_the_export_and_leaves_nothing(here: Terminal) -> None:
    here.put("a.uke", FILE.replace("架".encode("cp932"), "髙".encode("cp932")))
    here.put("b.uke", b"before")
    done = here.run("rewrite", "a.uke", "b.uke")
    assert done.status == 2
    assert (
        done.err.startswith("receipts.letter_outside: ") and "line 2, RE, 氏名: 「髙」 (U+9AD9)" in done.err
    )
    assert "空" not in done.err.partition("«")[0].replace(str(here.folder), "")
    assert here.names == {"a.uke", "b.uke"}
    assert (here.folder / "b.uke").read_bytes() == b"before"


def test_the_file_itself_is_never_written_over(here: Terminal) -> None:
    here.put("a.uke", FILE)
    (here.folder / "other.uke").hardlink_to(here.folder / "a.uke")
    for out in ("a.uke", "other.uke"):
        done = here.run("rewrite", "a.uke", out)
        assert (done.status, done.err.split(":")[0]) == (2, "input.file")
    assert (here.folder / "a.uke").read_bytes() == FILE


def test_a_folder_that_does_not_exist_is_named(here: Terminal) -> None:
    here.put("a.uke", FILE)
    done = here.run("rewrite", "a.uke", "absent/b.uke")
    assert (done.status, done.err.split(": ")[:2]) == (2, ["input.file", "OUT"])
    assert here.names == {"a.uke"}


def test_a_payers_number_that_is_none_is_not_repeated(here: Terminal) -> None:
    here.put("a.uke", FILE.replace(b"HO,06139992", "HO,架空".encode("cp932")))
    assert here.run("show", "a.uke", "--json").document["payers"] == [
        {"number": "", "receipts": 1, "points": 497}
    ]


def test_the_front_door_leads_to_receipts(here: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    """With the desk's own advice behind a refusal."""
    here.put("a.uke", FILE)
    assert main(["receipts", "show", str(here.folder / "a.uke")]) == 0
    assert "レセプト 1　件数 1　合計 497点" in capsys.readouterr().out
    here.put("a.uke", b"PK")
    assert main(["receipts", "show", str(here.folder / "a.uke")]) == 2
    assert "選び直してください" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_nothing_but_a_file_is_written_over(here: Terminal) -> None:
    here.put("a", FILE)
    os.mkfifo(here.folder / "pipe")
    done = here.run("rewrite", "a", "pipe")
    assert (done.status, "is not a file" in done.err) == (2, True)
    assert (here.folder / "pipe").is_fifo()
