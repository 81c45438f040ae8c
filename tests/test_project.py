"""The rules of the house that no other test would notice: who imports what, and what no file may say."""

import ast
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from anthology.collection import load
from anthology.commands.review import MARKER
from anthology.problems import errors, format_report
from builders import HOUSE, collection, nonempty

HOOKS = HOUSE / "hooks"
ENGINE = HOOKS / "anthology"
MADE = {".git", ".cache", ".venv", "node_modules", "site", ".preview", "__pycache__"}
"""Folders that tools fill: nothing in them is part of the repository."""


def test_the_package_never_imports_mkdocs() -> None:
    for file in ENGINE.rglob("*.py"):
        assert not {"mkdocs", "material"} & imported(file), file


@pytest.mark.parametrize(
    "module", ["anthology.commands.cli", "anthology.output.publication", "anthology.output.server"]
)
def test_using_the_package_does_not_load_mkdocs(module: str) -> None:
    asked = f"import sys, {module}; print(sorted({{'mkdocs', 'material'}} & sys.modules.keys()))"
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=HOOKS, capture_output=True, encoding="utf-8", check=True
    )

    assert "[]" == answer.stdout.strip()


def test_every_library_is_imported_at_its_doors_alone() -> None:
    doors = dict(listed_doors())
    for file in HOOKS.rglob("*.py"):
        for library in imported(file) - sys.stdlib_module_names - {"anthology", "mkdocs_anthology"}:
            assert library in doors, f"{file} imports {library}, which ARCHITECTURE.md does not list"
            assert within(file, doors[library]), f"{file} imports {library}: its doors are {doors[library]}"


def test_every_door_that_is_listed_is_one() -> None:
    for library, doors in nonempty(listed_doors()):
        for door in doors:
            places = [at for at in (ENGINE / door, HOOKS / door) if at.exists()]
            files = [file for at in places for file in (at.rglob("*.py") if at.is_dir() else [at])]
            assert any(library in imported(file) for file in files), f"{door} does not import {library}"


def test_packages_import_only_from_those_above_them() -> None:
    order = [name for row in listed_packages() for name in row]
    row_of = {name: number for number, row in enumerate(listed_packages()) for name in row}
    assert sorted(order) == sorted(file.stem for file in ENGINE.iterdir() if not file.stem.startswith("__"))

    for file in ENGINE.rglob("*.py"):
        package = file.relative_to(ENGINE).parts[0].removesuffix(".py")
        for imported_package in packages_imported(file) - {package}:
            allowed = package == "__main__" or row_of[imported_package] <= row_of[package]
            assert allowed, f"{file} imports {imported_package}, which comes after {package}"


def test_the_lock_has_versions_and_hashes_and_no_addresses() -> None:
    entry = re.compile(r"[a-z][\w-]*==[\w.+!]+(?: ; [\w '=!<>.]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n")
    text = "".join(line for line in lock().splitlines(keepends=True) if not line.startswith("#"))

    assert entry.search(text)
    assert "" == entry.sub("", text)


def test_the_lock_has_everything_that_the_project_requires() -> None:
    project = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    required = re.findall(r'"([A-Za-z][\w.-]*)>=', project)

    assert {"mkdocs", "setuptools", "pytest"} <= set(required)
    assert not {name.lower() for name in required} - set(locked())


def test_the_environment_has_the_locked_versions() -> None:
    versions = {canonicalize_name(package.name): package.version for package in installed()}

    assert locked() == versions, "run  make  to install what requirements.lock lists"


def test_the_locked_versions_are_for_every_python_that_the_project_promises() -> None:
    assert 'requires-python = ">=3.11"' in (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    ranges = {
        package.name: SpecifierSet(package.metadata["Requires-Python"] or "") for package in installed()
    }

    assert ranges
    assert not [
        (name, str(range), python)
        for name, range in ranges.items()
        for python in ("3.11.0", "3.12.0", "3.13.0")
        if not range.contains(python)
    ]


@pytest.mark.parametrize(
    ("stamp", "replaced"),
    [("same", False), ("", True), ("3.99 /another/python", True), (None, True)],
    ids=["made by this Python", "unfinished", "made by another Python", "without a stamp"],
)
def test_make_replaces_an_environment_that_it_cannot_use(
    tmp_path: Path, stamp: str | None, replaced: bool
) -> None:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(HOUSE / name, tmp_path)
    venv.create(tmp_path / ".venv", with_pip=False)
    if stamp is not None:
        this_python = f"{sys.version_info.major}.{sys.version_info.minor} {sys.base_prefix}"
        (tmp_path / ".venv" / ".installed").write_text(this_python if stamp == "same" else stamp)

    plan = subprocess.run(["make", "-n", "build"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert replaced == ("rm -rf .venv" in plan.stdout)


def test_workflows_pin_actions_by_commit() -> None:
    workflows = (HOUSE / ".github" / "workflows").glob("*.yml")
    lines = [line for file in workflows for line in file.read_text(encoding="utf-8").splitlines()]
    used = [line for line in lines if "uses:" in line]

    assert used
    for line in used:
        assert re.search(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("name", ["check.yml", "content.yml"])
def test_workflows_for_strangers_have_no_secrets(name: str) -> None:
    text = workflow(name)

    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert "contents: read" in text
    assert "write" not in text


@pytest.mark.parametrize(("name", "number"), [("deploy.yml", 2), ("comment.yml", 1)])
def test_a_job_that_may_write_runs_nothing_that_is_installed(name: str, number: int) -> None:
    jobs = re.split(r"^  (?=\w+:\n)", workflow(name).partition("\njobs:\n")[2], flags=re.MULTILINE)
    writing = [job for job in jobs if ": write" in job]

    assert len(writing) == number
    assert not [job for job in writing if re.search(r"\b(make|pip|python|\.venv|setup-python)\b", job)]
    checkouts = [job for job in jobs if "checkout@" in job and job not in writing]
    assert checkouts
    assert all("persist-credentials: false" in job for job in checkouts)


def test_the_comment_puts_nothing_of_a_branch_into_a_command() -> None:
    commands = re.findall(r"run: (?:\|\n(?: {10}.*\n)+|.*\n)", workflow("comment.yml"))

    assert len(commands) == 4
    assert not [command for command in commands if "${{" in command]
    assert MARKER in workflow("comment.yml")


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    # Ann is nobody: the tests of recordings and pictures let her give away where she works.
    place = re.compile(r"(?<![\w.])/(?:home|root|Users)/(?!ann\b)|[A-Z]:\\Users\\(?!ann\b)")
    for file in nonempty(texts()):
        found = place.search(file.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{file} names {found and found[0]}"


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_post_in_a_document_passes_the_checks(document: str, tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    (root / "docs" / "vocabulary.yml").write_bytes((HOUSE / "docs" / "vocabulary.yml").read_bytes())
    for folder in ("docs/people", "docs/practices"):
        for file in (HOUSE / folder).glob("*.md"):
            (root / folder / file.name).write_bytes(file.read_bytes())
    (root / "docs" / "essays" / "first.md").unlink()
    blocks = re.findall(r"```markdown\n(.*?)```", (HOUSE / document).read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks:
        kind, slug = ("people", "your-pen-name") if "\nname:" in block else ("essays", "my-essay")
        (root / "docs" / kind / f"{slug}.md").write_text(block, encoding="utf-8")

    made, problems = load(root)

    ours = [p for p in errors(problems) if p.path.endswith(("my-essay.md", "your-pen-name.md"))]
    assert not ours, format_report(ours)
    assert "essays/my-essay" in made.posts


def test_people_who_never_used_git_read_one_page_and_count_at_most_six_steps() -> None:
    page = (
        (HOUSE / "CONTRIBUTING.md")
        .read_text(encoding="utf-8")
        .partition("\n## If you write the file yourself")[0]
    )
    ways = [
        re.findall(r"^([0-9])\. ", way, re.MULTILINE) for way in page.partition("\n### ")[0].split("\n**")[2:]
    ]

    assert len(page.split()) <= 550
    assert [["1", "2", "3", "4", "5", "6"], ["1", "2", "3", "4", "5"]] == [steps for steps in ways if steps]
    assert "Six steps at most" in page
    assert "Five steps:" in page


def imported(file: Path) -> set[str]:
    """The top names of what a module imports from outside its package."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module).partition(".")[0])
    return names


def packages_imported(file: Path) -> set[str]:
    """The packages and leaf modules of anthology that a module imports by their full names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "anthology":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("anthology."):
            names.add(str(node.module).split(".")[1])
    return names


def listed_packages() -> list[list[str]]:
    """The packages of the table in ARCHITECTURE.md, a list for each row, in order."""
    rows = re.findall(r"^\| (`.*?`) \|", section("Packages"), re.MULTILINE)
    assert rows
    return [re.findall(r"`(\w+)`", row) for row in rows]


def listed_doors() -> Iterator[tuple[str, list[str]]]:
    """Each library of the table in ARCHITECTURE.md with the files that may import it."""
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", section("Who may import what"), re.MULTILINE)
    assert rows
    for library, doors in rows:
        yield library, re.findall(r"`([\w./]+)`", doors)


def within(file: Path, doors: list[str]) -> bool:
    """Return if a file is one of these, or is in one of these folders."""
    place = file.relative_to(ENGINE if file.is_relative_to(ENGINE) else HOOKS).as_posix()
    return any(place == door or (door.endswith("/") and place.startswith(door)) for door in doors)


def section(title: str) -> str:
    text = (HOUSE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def installed() -> list[Distribution]:
    """The locked packages as they are in this environment."""
    return [package for name in locked() for package in distributions(name=name)]


@pytest.mark.parametrize("name", ["idea", "correction", "withdrawal", "text"])
def test_a_form_says_first_what_is_public_and_where_to_write_instead(name: str) -> None:
    form = (HOUSE / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text(encoding="utf-8")
    first, *fields = form.partition("body:\n")[2].split("  - type: ")[1:]

    assert first.startswith("markdown")
    assert "are public from the first moment" in first
    assert "editors@groundwork.example" in first
    assert fields
    ids = re.findall(r"^    id: (\w+)$", form, re.MULTILINE)
    assert len(fields) == len(set(ids))


def workflow(name: str) -> str:
    """A workflow without its comments."""
    lines = (HOUSE / ".github" / "workflows" / name).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.strip().startswith("#"))


def lock() -> str:
    return (HOUSE / "requirements.lock").read_text(encoding="utf-8")


def locked() -> dict[str, str]:
    """The version of each package in requirements.lock."""
    return dict(re.findall(r"^([a-z][\w-]*)==([\w.+!]+)", lock(), re.MULTILINE))


def texts() -> Iterator[Path]:
    """Every file of the repository that people can read as text."""
    binary = {".jpg", ".jpeg", ".png", ".mp3", ".m4a", ".opus", ".woff2", ".gz", ".pyc", ".db"}
    for file in sorted(HOUSE.rglob("*")):
        parts = set(file.relative_to(HOUSE).parts)
        made = parts & MADE or any(part.endswith(("_cache", ".egg-info", ".hypothesis")) for part in parts)
        if not made and file.is_file() and file.suffix not in binary:
            yield file
