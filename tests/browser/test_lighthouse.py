"""Lighthouse: accessibility, best practices, and what search engines ask of a page."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
PAGES = {
    "home": "",
    "essay": "essays/what-a-crisis-service-owes/",
    "episode": "episodes/three-ways/",
    "practice": "practices/orienting/",
    "topic": "topics/workplace/",
    "help": "help/",
    # By its own name: a page that answers "not found", as this one does at every other address, is not judged.
    "missing": "404.html",
}
ON_DESKTOP = ("home", "episode")
"""pages whose parts stand otherwise on a wide screen; what is judged differs in nothing else"""
ALL = {"accessibility": 100, "best-practices": 100, "seo": 100}


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.usefixtures("site")
def test_lighthouse_gives_100_in_each_category(program: str, address: str, screen: str) -> None:
    node = shutil.which("node")
    assert node, "node is missing; tests/browser/README.md says what these tests need"
    pages = {name: path for name, path in PAGES.items() if screen == "phone" or name in ON_DESKTOP}
    addresses = [address + path for path in pages.values()]
    script = HERE / "lighthouse.js"
    done = subprocess.run(
        [node, script, program, screen, *addresses], capture_output=True, encoding="utf-8", cwd=HERE
    )
    assert 0 == done.returncode, done.stderr
    told = dict(zip(pages, json.loads(done.stdout).values(), strict=True))
    print("\n".join(f"{screen:>7}  {name:<8}  {told[name]['scores']}" for name in pages))

    assert {name: [] for name in pages} == {name: page["findings"] for name, page in told.items()}
    assert dict.fromkeys(pages, ALL) == {name: page["scores"] for name, page in told.items()}
