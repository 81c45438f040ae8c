from __future__ import annotations

import pytest

from anthology.urls import SITE_PLACEHOLDER, UrlBuilder, file_url, page_id, relative, slugify


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [
        ("essays/b/", "essays/a/", "../../essays/b/"),
        ("", "essays/a/", "../../"),
        ("essays/a/", "", "essays/a/"),
        ("", "", "./"),
        ("essays/a/index.html", "essays/b/index.html", "../../essays/a/index.html"),
        ("index.html", "essays/b/index.html", "../../index.html"),
        ("episodes/x/x.mp3#t=90", "episodes/x/", "../../episodes/x/x.mp3#t=90"),
        ("episodes/x/#chapters", "essays/a/", "../../episodes/x/#chapters"),
        ("#notes", "essays/a/", "#notes"),
        ("https://example.org/a.mp3", "essays/a/", "https://example.org/a.mp3"),
    ],
)
def test_the_way_from_a_page_to_an_address(target: str, page: str, way: str) -> None:
    assert relative(target, page.count("/")) == way


def test_without_directory_urls_a_page_is_a_file() -> None:
    addresses = UrlBuilder("https://example.org/", directory_urls=False)

    assert addresses.page("essays/a") == "essays/a/index.html"
    assert addresses.page("") == "index.html"


def test_an_absolute_address_is_ascii() -> None:
    assert (
        UrlBuilder("https://example.org/repo/").absolute("essays/é x.jpg")
        == "https://example.org/repo/essays/%C3%A9%20x.jpg"
    )


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("essays/a #1.png", "essays/a%20%231.png"),
        ("essays/why?.png", "essays/why%3F.png"),
        ("essays/50%25.png", "essays/50%2525.png"),
        ("essays/back\\slash é.png", "essays/back%5Cslash%20%C3%A9.png"),
        ("https://example.com/a%20b.mp3?c#d", "https://example.com/a%20b.mp3?c#d"),
    ],
)
def test_every_sign_in_the_name_of_a_file_is_part_of_its_url(address: str, url: str) -> None:
    assert file_url(address) == url


def test_html_is_seen_from_its_page_or_from_everywhere() -> None:
    addresses = UrlBuilder("https://example.org/")
    html = f'<a href="{SITE_PLACEHOLDER}essays/b/#c">b</a> <a href="{SITE_PLACEHOLDER}">home</a>'

    assert (
        addresses.absolute_links(html)
        == '<a href="https://example.org/essays/b/#c">b</a> <a href="https://example.org/">home</a>'
    )
    assert (
        addresses.relative_links(html, "essays/a/")
        == '<a href="../../essays/b/#c">b</a> <a href="../../">home</a>'
    )
    assert addresses.relative_links(html, "") == '<a href="essays/b/#c">b</a> <a href="./">home</a>'


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("What remains", "what-remains"),
        ("L’été, déjà!", "lete-deja"),
        ("A/B & C", "a-b-c"),
        ("  --x--  ", "x"),
        ("word " * 40, "word-" * 19 + "word"),
        ("الرحيل", ""),
        ("Øl på Łódź: Straße, GROẞ", "ol-pa-lodz-strasse-gross"),
        ("Cœur, Æsop, Đorđe, Þór, eða, sınır", "coeur-aesop-dorde-thor-eda-sinir"),
    ],
)
def test_a_slug_is_made_of_a_title(title: str, slug: str) -> None:
    assert slugify(title) == slug


@pytest.mark.parametrize(
    "path",
    ["essays/x", "essays/x.md", "essays/x/index.md", "/essays/x/", "essays/x/index.html", "essays\\x.md"],
)
def test_a_page_is_named_by_its_file_or_its_address(path: str) -> None:
    assert page_id(path) == "essays/x"


@pytest.mark.parametrize("path", ["index.md", "/", "index.html", "."])
def test_the_home_page_has_an_empty_id(path: str) -> None:
    assert page_id(path) == ""


def test_an_address_of_another_site_stays_as_it_is() -> None:
    assert (
        UrlBuilder("https://example.org/").absolute("https://other.org/a b.mp3")
        == "https://other.org/a b.mp3"
    )
