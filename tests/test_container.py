"""The service's container: what it copies is there, what it installs is enough, what it runs is understood."""

import ast
import json
import re
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
import service_list
from packaging.requirements import Requirement

import environment
from app.central.__main__ import _parser

ROOT = Path(__file__).resolve().parents[1]
LOCKED = environment.locked_list("run").read_text(encoding="ascii")
KEPT = {name for name, _ in service_list.entries(service_list.service_list(LOCKED))}
# What the desk's end of the tree needs is no part of the container's work.
SERVICE = ("central", "contract", "scheme", "assets.py", "errors.py", "streams.py")


def _instructions() -> list[tuple[str, str]]:
    """Keyword and the rest, lines that go on joined."""
    text = (ROOT / "packaging" / "Containerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    lines = [line.strip() for line in joined.splitlines() if line.strip()]
    return [(keyword, rest.strip()) for keyword, _, rest in (line.partition(" ") for line in lines)]


def _all(keyword: str) -> list[str]:
    return [rest for found, rest in _instructions() if found == keyword]


def test_what_is_copied_stands_in_the_sources() -> None:
    copied = [rest.split()[:-1] for rest in _all("COPY") if not rest.startswith("--from")]
    assert copied
    assert not [each for sources in copied for each in sources if not (ROOT / each).exists()]


def test_images_are_named_without_a_host() -> None:
    assert {rest.split()[0] for rest in _all("FROM")} == {"python:3.11-slim"}


def test_it_does_not_run_as_root() -> None:
    keywords = [keyword for keyword, _ in _instructions()]
    assert _all("USER") == ["10001"]
    assert keywords.index("USER") < keywords.index("ENTRYPOINT")


def test_its_command_is_one_the_service_understands_and_speaks_tls() -> None:
    (entry,), (command,) = _all("ENTRYPOINT"), _all("CMD")
    assert json.loads(entry) == ["python", "-m", "app.central"]
    parsed = _parser().parse_args(json.loads(command))
    assert (parsed.command, parsed.workers, bool(parsed.tls_cert and parsed.tls_key)) == ("serve", 1, True)
    assert parsed.listen.rpartition(":")[2] in _all("EXPOSE")


def test_its_health_is_asked_where_it_listens() -> None:
    (check,) = _all("HEALTHCHECK")
    program, option, code = json.loads(check.partition("CMD ")[2])
    assert (program, option) == ("python", "-c")
    compile(code, "healthcheck", "exec")
    assert f"https://127.0.0.1:{_all('EXPOSE')[0]}/health" in code


def test_only_what_is_locked_is_left_out() -> None:
    assert {name for name, _ in service_list.entries(LOCKED)} >= service_list.DESK_ALONE


def test_every_entry_keeps_its_hashes() -> None:
    assert all(
        "--hash=sha256:" in entry for _, entry in service_list.entries(service_list.service_list(LOCKED))
    )


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported() -> set[str]:
    """Top-level modules named by the service's files."""
    found: set[str] = set()
    for part in SERVICE:
        path = ROOT / "app" / part
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.partition(".")[0])
    return found


def test_all_that_the_service_imports_is_installed() -> None:
    distributions = packages_distributions()
    needed = {_normal(name) for module in _imported() for name in distributions.get(module, ())}
    assert needed - {"madoguchi"} <= KEPT


@pytest.mark.parametrize("name", sorted(KEPT))
def test_all_that_an_installed_package_needs_is_installed(name: str) -> None:
    try:
        stated = requires(name) or []
    except ModuleNotFoundError:
        pytest.xfail("of another system")
    wanted = {
        _normal(each.name) for each in map(Requirement, stated) if not each.marker or each.marker.evaluate()
    }
    assert wanted <= KEPT
