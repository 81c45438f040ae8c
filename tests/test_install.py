"""The package as a stranger has it: a wheel, a new site beside nothing else, moved and built again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from builders import HOUSE, digests

PACKED = {".py", ".html", ".css", ".js", ".yml", ".toml", ".svg", ".woff2"}
pytestmark = pytest.mark.install


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, copy = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("source")
    for part in ("hooks", "overrides"):
        shutil.copytree(HOUSE / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for part in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(HOUSE / part, copy)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, copy)
    (result,) = folder.glob("*.whl")
    return result


def test_the_wheel_contains_all_of_the_code_and_of_the_theme(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    folders = {HOUSE / "hooks": "", HOUSE / "overrides": "mkdocs_anthology/theme/"}
    wanted = {
        f"{prefix}{file.relative_to(folder).as_posix()}"
        for folder, prefix in folders.items()
        for file in folder.rglob("*")
        if file.suffix in PACKED and file != HOUSE / "hooks" / "publish.py"
    }

    assert len(wanted) > 200
    assert not wanted - names


def pythons() -> list[str]:
    """The system's Python, 3.11.2 on Debian 12, and the newest one of pyenv or of the path."""
    others = sorted(
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.1[1-9].*/bin/python"),
        key=lambda python: tuple(int(number) for number in python.parts[-3].split(".")),
    )
    newest = str(others[-1]) if others else shutil.which("python3.13") or sys.executable
    return ["/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable, newest]


@pytest.mark.parametrize("python", pythons())
def test_a_new_site_needs_nothing_but_its_folder_and_python(python: str, wheel: Path, tmp_path: Path) -> None:
    run(python, "-m", "venv", tmp_path / "env")
    run(tmp_path / "env" / "bin" / "python", "-m", "pip", "install", "-q", wheel)
    anthology = tmp_path / "env" / "bin" / "anthology"
    assert run(anthology, "--version").startswith("anthology ")
    here, there = tmp_path / "here", tmp_path / "elsewhere" / "with a space"
    run(anthology, "new", "site", here)
    shutil.rmtree(tmp_path / "env")

    run("make", "check", "build", f"PYTHON={python}", cwd=here)
    first = digests(here / "site")
    there.parent.mkdir()
    here.rename(there)
    shutil.rmtree(there / "site")
    run("make", "build", cwd=there)

    assert "essays/first/index.html" in first
    assert first == digests(there / "site")


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command, which must succeed, and return what it prints."""
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "SITE_URL"}}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
