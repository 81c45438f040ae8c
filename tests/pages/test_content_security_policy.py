"""The content security policy, and its presence on every page."""

import re
from pathlib import Path

import pytest

from anthology.pages import policy
from builders import built, collection, episode, essay

ELSEWHERE = (
    '{url: "https://media.example.net:8443/talks/pier.mp3?x=1", '
    'length: 12345, type: audio/mpeg, duration: "00:10:00"}'
)


def test_no_script_or_style_may_stand_in_the_page_or_be_made_from_text() -> None:
    assert "'unsafe-inline'" not in policy()
    assert "'unsafe-eval'" not in policy()
    assert policy().startswith("default-src 'none'; ")
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy()
    assert "worker-src 'self';" in policy()


def test_a_recording_elsewhere_may_be_played_from_where_its_host_redirects_to() -> None:
    opened = policy("https://media.example.net:8443/talks/pier.mp3?x=1")

    assert "media-src 'self' https:;" in opened
    assert policy() == opened.replace(" https:", "")
    assert policy() == policy("episodes/pier/pier.mp3") == policy("")


@pytest.mark.parametrize(
    "host",
    ["a.b;script-src *", "a.b; style-src 'unsafe-inline'", "x@a.b,script-src", "[::1];img-src *", "a.b'\""],
)
def test_no_address_brings_a_directive_of_its_own(host: str) -> None:
    assert policy(f"https://{host}/pier.mp3") == policy("https://media.example.net/pier.mp3")


def test_every_built_page_carries_it_before_anything_it_rules(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    essay(root, "tides", aliases="[/old/tides/]")
    episode(root, "near")
    episode(root, "far", audio=ELSEWHERE)
    site = built(root, "--strict")

    pages = {file.relative_to(site).as_posix(): file.read_text("utf-8") for file in site.rglob("*.html")}

    assert {"404.html", "old/tides/index.html", "episodes/far/index.html"} <= set(pages)
    for address, page in pages.items():
        (found,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
        expected = (
            policy("https://media.example.net:8443/") if address == "episodes/far/index.html" else policy()
        )
        assert found.replace("&#39;", "'") == expected, address
        assert page.index("Content-Security-Policy") < min(
            page.index(tag) for tag in ("<script", "<link", "<title") if tag in page
        )
