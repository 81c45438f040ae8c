from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.reader import Reader
from builders import built, collection, essay

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small site with what the real collection lacks: a post that was withdrawn, essays/gone/."""
    root = collection(tmp_path_factory.mktemp("withdrawn") / "collection")
    essay(root, "gone", withdrawn="2026-02-01")
    return built(root, "--strict")


@pytest.fixture(scope="session")
def pages(site: Path, moved: list[str]) -> list[str]:
    """The address of every page within the site; the last one does not exist."""
    return [*sorted({*_folders(site)} - {*moved}), "nothing-is-here/"]


@pytest.fixture(scope="session")
def moved(site: Path) -> list[str]:
    """Old addresses: of pages that only lead on to another."""
    return [
        page
        for page in sorted(_folders(site))
        if 'http-equiv="refresh"' in (site / page / "index.html").read_text("utf-8")
    ]


@pytest.fixture(scope="session")
def feeds(site: Path) -> list[str]:
    """Other addresses that people open by mistake or out of curiosity: feeds, their list, the sitemap."""
    return sorted(
        file.relative_to(site).as_posix()
        for pattern in ("*.xml", "*.opml", "feed.json")
        for file in site.rglob(pattern)
    )


def _folders(site: Path) -> list[str]:
    return [file.relative_to(site).as_posix().removesuffix("index.html") for file in site.rglob("index.html")]


@pytest.fixture(scope="session")
def program() -> str:
    """Chromium or Chrome, by its path; where there is one without windows, that one, which takes half of the time."""
    known = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, known)), None)
    assert found, "chromium is missing; tests/browser/README.md says what these tests need"
    return found


@pytest.fixture(scope="session")
def browser(program: str) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # here: the other tests are collected without it

    # Without a sandbox: machines that test as root have none, and only our own pages are opened.
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


Arrive = Callable[..., Reader]


@pytest.fixture
def arrive(browser: Browser, site: Path, address: str) -> Iterator[Arrive]:
    """Somebody new opens a page: `arrive("essays/x/", width=360, color_scheme="dark", …)`."""
    contexts: list[BrowserContext] = []

    def opened(path: str = "", width: int = 1280, height: int = 900, **options: object) -> Reader:
        reader = Reader(browser, address, width, height, **options)
        contexts.append(reader.context)
        reader.open(path)
        return reader

    yield opened
    for context in contexts:
        context.close()
