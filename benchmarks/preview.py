"""Seconds from saving the text of a post to its new page in Chromium.

    python benchmarks/preview.py POSTS [--posts 1000 5000] [--runs 5] [--chromium chromium]

POSTS holds Markdown files, as for corpus.py. `anthology preview` serves so many of them, and the page of one of middle
length is open in Chromium (Playwright drives it). Printed (medians): when the new page is written, when the browser
begins to ask for it, when it has read the whole page (DOMContentLoaded); the slowest of these.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

from corpus import collection, read
from playwright.sync_api import Page, sync_playwright

_PAGE_TIMES = """addEventListener("DOMContentLoaded", () => {
  window.pageTimes = [performance.timeOrigin, performance.timeOrigin + performance.now()];
});"""
_PATIENCE = 30
"""seconds after which an edit is taken to be lost"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="POSTS")
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--chromium", default="chromium", help="the program (default: chromium)")
    options = parser.parse_args()
    program = shutil.which(options.chromium)
    if program is None:
        sys.exit(f"{options.chromium} is missing; name the program of a Chromium or Chrome:  --chromium PATH")
    print(" posts   written     asked      read   slowest", flush=True)
    for number in options.posts:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name, "collection")
            collection(read(options.folder)[:number], root)
            times = _measured(root, options.runs, program)
        middle = [statistics.median(of_kind) for of_kind in zip(*times, strict=True)]
        cells = (f"{seconds:>8.2f} s" for seconds in (*middle, max(read for *_, read in times)))
        print(f"{number:>6}" + "".join(cells), flush=True)


def _measured(root: Path, runs: int, program: str) -> list[tuple[float, float, float]]:
    """Return for each run the seconds after which the page was written, asked for, and read."""
    command = [sys.executable, "-m", "anthology", "preview", "--root", str(root), "--port", "0"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as preview,
        sync_playwright() as playwright,
    ):
        try:
            assert preview.stdout
            address = _address(preview.stdout)
            Thread(target=_read_all, args=(preview.stdout,), daemon=True).start()
            essays = sorted((root / "docs/essays").glob("*.md"), key=lambda file: (file.stat().st_size, file))
            essay = essays[len(essays) // 2]
            # Without a sandbox: machines that test as root have none, and only this page is opened.
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page()
            page.add_init_script(_PAGE_TIMES)
            page.goto(f"{address}essays/{essay.stem}/")
            built = root / f".preview/essays/{essay.stem}/index.html"
            times = [_edited(essay, built, page) for _ in range(runs)]
            browser.close()
            return times
        finally:
            preview.send_signal(signal.SIGINT)


def _address(lines: Iterable[str]) -> str:
    """Return the address of the preview, once it has said it."""
    said = ""
    for line in lines:
        if match := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return match[0]
        said += line
        if line.startswith("The build failed"):
            break
    sys.exit(f"the preview has nothing to show:\n{said}")


def _edited(essay: Path, built: Path, page: Page) -> tuple[float, float, float]:
    """Add a sentence to an essay; return the seconds until its page was written, asked for, and read."""
    page.wait_for_timeout(5000)  # for the build after the last edit
    sentence = f"This was saved at {time.time_ns()}."
    essay.write_text(f"{essay.read_text(encoding='utf-8')}\n{sentence}\n", encoding="utf-8")
    start = time.time()
    while sentence not in built.read_text(encoding="utf-8"):
        assert time.time() < start + _PATIENCE, f"the page of {essay} was never written"
        time.sleep(0.05)
    written = built.stat().st_mtime
    page.wait_for_timeout(1000)  # not asked meanwhile: that would take the time of the browser
    while not page.evaluate("(text) => document.body.textContent.includes(text)", sentence):
        assert time.time() < start + _PATIENCE, f"the page of {essay} was never shown"
        page.wait_for_timeout(1000)
    asked, read = (moment / 1000 for moment in page.evaluate("window.pageTimes"))
    return written - start, asked - start, read - start


def _read_all(lines: Iterable[str]) -> None:
    for _ in lines:
        pass


if __name__ == "__main__":
    main()
