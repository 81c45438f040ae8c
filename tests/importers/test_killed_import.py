"""An import that is killed at any moment goes on when it is begun again, and the second run changes no file."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from import_builders import files_of, imported, written

POSTS = {
    f"_posts/2020-01-02-post-{number}.md": f"---\ntags: Sea {number % 7}\nauthor: Ada\n---\n\nWords {number}.\n"
    for number in range(150)
}


@pytest.mark.parametrize("number", [0, 1, 60])
def test_a_killed_import_goes_on(tmp_path: Path, number: int) -> None:
    source = written(tmp_path / "blog", {**POSTS, "_config.yml": "url: https://old.example\n"})
    root = tmp_path / "pier"
    command = [sys.executable, "-m", "anthology", "import", str(source), "--into", str(root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and len(list(root.glob("docs/essays/*/index.md"))) < number:
            time.sleep(0.001)
        process.kill()
    assert files_of(imported(source)) == files_of(
        imported(written(tmp_path / "other" / "blog", files_of(source)))
    )
    before = files_of(root)

    assert before == files_of(imported(source))
    assert not [path for path in before if "unfinished" in path]
