"""A new site: its files, the generator in it, what it never says."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from anthology.commands import CommandError, new_site
from anthology.commands.new_site import WHEEL_NAME, digest, write_wheel
from builders import HOUSE


def test_a_folder_that_is_not_empty_does_not_become_a_site(root: Path) -> None:
    with pytest.raises(CommandError, match="is not empty"):
        new_site.write_site(root, "Again")


def test_a_new_site_never_names_this_publication_or_a_place_outside_of_it(tmp_path: Path) -> None:
    new_site.write_site(tmp_path / "site", "Tide tables")
    texts = {
        file: file.read_text(encoding="utf-8") for file in (tmp_path / "site").rglob("*") if file.is_file()
    }

    assert "Tide tables" in texts[tmp_path / "site" / "mkdocs.yml"]
    assert not [
        file for file, text in texts.items() if re.search(r"groundwork|\.\./|\{\w+\}(?!\})", text, re.I)
    ]


def test_a_new_site_is_deployed_by_the_workflow_that_deploys_this_one() -> None:
    ours = (HOUSE / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")

    assert ours == (HOUSE / "hooks/anthology/commands/site-files/github/deploy.yml").read_text(
        encoding="utf-8"
    )


@pytest.mark.skipif(
    not find_spec("mkdocs_anthology.theme"), reason="installed before the theme was a package"
)
def test_a_new_site_locks_the_wheel_that_it_carries(tmp_path: Path) -> None:
    new_site.write_generator(tmp_path)
    wheel = tmp_path / "wheels" / WHEEL_NAME
    lock = (tmp_path / "requirements.lock").read_text(encoding="utf-8")

    assert lock.endswith(f"\n./wheels/{WHEEL_NAME} --hash=sha256:{digest(wheel).hex()}\n")
    write_wheel(tmp_path / "again.whl")
    assert digest(wheel) == digest(tmp_path / "again.whl")
    names = set(ZipFile(wheel).namelist())
    assert {
        "anthology/i18n/en.yml",
        "mkdocs_anthology/plugin.py",
        "mkdocs_anthology/theme/main.html",
    } <= names


def test_a_new_site_locks_what_this_repository_locks() -> None:
    entry = re.compile(r"^[a-z][\w-]*==\S+", re.MULTILINE)
    ours = set(entry.findall((HOUSE / "requirements.lock").read_text(encoding="utf-8")))
    theirs = set(
        entry.findall(
            (HOUSE / "hooks/anthology/commands/site-files/requirements.lock").read_text(encoding="utf-8")
        )
    )

    assert "mkdocs" in {name.partition("==")[0] for name in theirs}
    assert theirs <= ours


def test_the_version_is_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anthology", "--version"], capture_output=True, encoding="utf-8", check=True
    )

    assert re.fullmatch(r"anthology \d+\.\d+\.\d+\n", done.stdout)
