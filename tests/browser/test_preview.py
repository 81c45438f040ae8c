"""The preview as a writer sees it: an edit shows by itself, and so does what is wrong."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import essay

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PATIENCE = 60_000
"""milliseconds for a build"""

# Not `wait_for_function`: it asks again by `eval`, which the policy of the page refuses.
SCROLLED_BACK = "() => new Promise((done) => setInterval(() => scrollY === 1500 && done(), 20))"


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "anthology", "preview", "--root", str(root), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    lines = iter(process.stdout)
    yield next(match[0] for line in lines if (match := re.search(r"http://127\.0\.0\.1:\d+/", line)))
    process.send_signal(signal.SIGINT)
    process.communicate()


def test_an_edit_shows_by_itself_where_the_writer_was_and_so_does_a_mistake(
    browser: Browser, root: Path, address: str
) -> None:
    long = "\n\n".join(["A paragraph that is here to be scrolled over."] * 100)
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}essays/first/")

    essay(root, "first", body=f"{long}\n\nThe last words.")
    page.get_by_text("The last words.").wait_for(timeout=PATIENCE)
    page.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
    essay(root, "first", body=f"{long}\n\nOther last words.")
    page.get_by_text("Other last words.").wait_for(timeout=PATIENCE)
    page.evaluate(SCROLLED_BACK)
    page.evaluate("window.isSame = true")
    page.wait_for_timeout(2500)
    assert page.evaluate("window.isSame")  # the whole build has changed nothing here

    essay(root, "first", body=f"{long}\n\nOther last words.", updated="yesterday")
    page.get_by_role("alert").wait_for(timeout=PATIENCE)
    report = page.get_by_role("alert").inner_text()
    assert "docs/essays/first.md:7:10: " in report
    assert "Fix: " in report

    essay(root, "first", body=f"{long}\n\nWell again.")
    page.get_by_text("Well again.").wait_for(timeout=PATIENCE)
    assert 0 == page.get_by_role("alert").count()
    assert [] == complaints
    page.close()
