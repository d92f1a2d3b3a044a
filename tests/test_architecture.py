"""The rules of the house, as far as a program can check them (app/README.md says why they stand)."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

IMPORT_WITHOUT_THE_SERVICE = """
import importlib, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"asyncpg", "fastapi", "starlette", "uvicorn"}:
            raise ModuleNotFoundError(f"absent here: {name}", name=name)

sys.meta_path.insert(0, Absent())
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*(name for name in sys.modules if name.startswith("app.central")))
"""


def test_imports_flow_one_way() -> None:
    # In a process of its own: import-linter sets up logging and silences every logger that is already there.
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    done = subprocess.run(
        [*command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout


def test_the_rules_know_every_subject_of_the_clinics_work() -> None:
    contracts = {contract["name"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
    (subjects,) = (layer for layer in contracts["the desk flows one way"]["layers"] if " : " in layer)
    present = {f"app.{name}" for name in re.findall(r"\w+", subjects) if (ROOT / "app" / name).is_dir()}
    assert present == set(contracts["the clinic's work knows no wire and no framework"]["source_modules"])
    assert present <= set(contracts["the service knows nothing of the desk"]["forbidden_modules"])


def test_the_desk_opens_with_the_services_libraries_absent() -> None:
    files = [path.relative_to(ROOT).with_suffix("") for path in (ROOT / "app").rglob("*.py")]
    desk = sorted(".".join(file.parts) for file in files if file.parts[1] != "central")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", IMPORT_WITHOUT_THE_SERVICE, *desk]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [], "the service is another process, never an import"


def test_every_public_class_of_the_scheme_is_in_the_glossary() -> None:
    glossary = (ROOT / "app" / "scheme" / "GLOSSARY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", glossary))
    classes = {
        node.name
        for path in (ROOT / "app" / "scheme").rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    assert classes - named == set()


def test_the_program_imports_only_what_it_declares() -> None:
    extra = PROJECT["project"]["optional-dependencies"]["central"]
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    served = declared | {canonicalize_name(Requirement(line).name) for line in extra}
    served.add(canonicalize_name("starlette"))  # FastAPI's own ground, and part of what it promises
    distributions = packages_distributions()
    for path in (ROOT / "app").rglob("*.py"):
        allowed = served if path.is_relative_to(ROOT / "app" / "central") else declared
        for name in _imported(path) - sys.stdlib_module_names - {"app"}:
            owners = {canonicalize_name(owner) for owner in distributions.get(name, ["(not installed)"])}
            assert owners & allowed, f"{path.relative_to(ROOT)} imports {name}"


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize(("name", "extras"), [("run", ["central"]), ("test", ["central", "dev"])])
def test_the_locked_lists_hold_what_the_project_asks_for(name: str, extras: list[str]) -> None:
    text = (ROOT / "packaging" / f"requirements-{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text, "a list says what, not from where"
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, flags=re.MULTILINE))
    assert text.count("--hash=sha256:") >= len(locked)
    project = PROJECT["project"]
    asked = project["dependencies"] + [
        line for extra in extras for line in project["optional-dependencies"][extra]
    ]
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement
