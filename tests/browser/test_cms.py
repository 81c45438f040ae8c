"""Decap CMS with the configuration that is derived from the models: what its form saves passes the check.

It runs with the CMS's own backend for tests, which keeps files in the page. The CMS is 5 MB and depends on 390 MB that
are in its bundle, so it is fetched alone: README.md says how.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anthology.collection import load
from anthology.exporters.editor_config import editor_config
from builders import collection, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CMS = Path(__file__).with_name("decap-cms.js")
PAGE = """<!doctype html><meta charset="utf-8"><title>CMS</title><link rel="icon" href="data:,"><body>
<script>window.CMS_MANUAL_INIT = true; window.repoFiles = FILES</script>
<script src="decap-cms.js"></script><script>CMS.init({config: CONFIG})</script>"""
FOLDERS: dict[str, dict[str, object]] = {
    "docs": {"essays": {}, "people": {}, "practices": {}},
    "episodes": {},
}

pytestmark = pytest.mark.browser


def test_an_essay_that_is_written_in_the_cms_passes_the_check(browser: Browser, tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    config = {
        **editor_config(load(root, drafts=True)[0], "test-repo"), "publish_mode": "simple", "load_config_file": False,
    }  # fmt: skip
    folder = tmp_path / "cms"
    folder.mkdir()
    shutil.copy(CMS, folder)
    (folder / "index.html").write_text(
        PAGE.replace("FILES", json.dumps(FOLDERS)).replace("CONFIG", json.dumps(config)), encoding="utf-8"
    )
    with served(folder) as address:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})

        page.goto(address)
        page.get_by_role("button", name="Login").click()
        page.get_by_text("Contents").first.wait_for()
        page.goto(f"{address}#/collections/essay/new")
        page.get_by_label("Title", exact=True).first.fill("The night desk")
        page.get_by_label("Summary").first.fill("How a desk is kept: at night.")
        for field in ("topics", "authors"):
            page.locator(f"[id^={field}-field]").first.click()
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
        page.locator("[contenteditable=true]").last.click()
        page.keyboard.type("We write by hand.")
        page.get_by_role("button", name=re.compile("^Publish")).first.click()
        page.get_by_text("Publish now").first.click()
        page.wait_for_function("Object.keys(window.repoFiles.docs.essays).length > 0")
        saved = page.evaluate("window.repoFiles.docs.essays")
        page.close()

    [(name, file)] = saved.items()
    assert name == "the-night-desk.md"
    (root / "docs" / "essays" / name).write_text(file["content"], encoding="utf-8")
    assert load(root)[1] == []
