"""Every page of the collections of other people, with axe-core and two validators, on a phone and on a desktop."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.reader import Reader
from browser.test_accessibility import AXE, FIND
from browser.test_markup import html_validate, nu_checker
from builders import nonempty, served
from other_collections import OTHERS, other_collection, other_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=OTHERS)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder from which one of the collections is served; that of the letters is at /sea/."""
    folder = other_collection(request.param, tmp_path_factory.mktemp("other") / request.param)
    assert other_site(request.param, folder).returncode == 0
    if request.param != "two-languages":
        return folder / "site"
    (folder / "host").mkdir()
    return (folder / "site").rename(folder / "host" / "sea").parent


def test_the_validators_find_no_error(other: Path) -> None:
    pages = sorted(nonempty(other.rglob("*.html")))

    assert "" == html_validate(pages)
    assert "" == nu_checker(pages)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 360), ("light", 1280)], ids=["phone", "desktop"])
def test_axe_finds_nothing_and_no_page_is_too_wide(
    browser: "Browser", other: Path, scheme: str, width: int
) -> None:
    pages = [file.parent.relative_to(other).as_posix() for file in nonempty(other.rglob("index.html"))]
    findings = {}
    with served(other) as address:
        reader = Reader(browser, address, width, 900, color_scheme=scheme)
        for page in [*pages, "404.html" if "sea" not in pages else "sea/404.html"]:
            reader.open(page if page.endswith(".html") else f"{page}/")
            reader.run(AXE.read_text(encoding="utf-8"))
            if violations := [
                *reader.run(FIND),
                *([f"{reader.overflow} px too wide"] if reader.overflow > 0 else []),
            ]:
                findings[page] = violations
        assert reader.strangers == []
        assert reader.complaints == []
        reader.context.close()

    assert {} == findings
