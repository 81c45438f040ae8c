"""Every built page, read by two validators of other people."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
TOOLS = HERE / "node_modules"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    assert TOOLS.is_dir(), "run  npm ci --prefix tests/browser"
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=HERE)


@pytest.fixture(scope="module")
def written(site: Path, withdrawn: Path) -> list[Path]:
    """Every page."""
    return sorted([*site.rglob("*.html"), withdrawn / "essays" / "gone" / "index.html"])


def html_validate(pages: list[Path]) -> str:
    """The output of html-validate, empty if it finds nothing."""
    done = run(TOOLS / ".bin" / "html-validate", "--config", HERE / ".htmlvalidate.json", *pages)
    return done.stdout if done.returncode == 0 else done.stdout + done.stderr + f"status {done.returncode}"


def nu_checker(pages: list[Path]) -> str:
    """The errors that the Nu checker finds."""
    java = os.environ.get("JAVA") or shutil.which("java")
    assert java, "java is missing; tests/browser/README.md says what these tests need"
    checker = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = run(java, "-jar", checker, "--errors-only", "--stdout", *pages)
    return done.stdout if done.returncode == 0 else done.stdout + done.stderr + f"status {done.returncode}"


def test_html_validate_finds_no_error(written: list[Path]) -> None:
    assert "" == html_validate(written)


def test_the_nu_checker_finds_no_error(written: list[Path]) -> None:
    assert "" == nu_checker(written)
