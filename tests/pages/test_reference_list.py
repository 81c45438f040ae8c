"""The one list of references of a post: its footnotes with the sources that they cite."""

from __future__ import annotations

from anthology.i18n import english
from anthology.pages.reference_list import links_elsewhere, references, without_footnotes

BACK = '&nbsp;<a class="footnote-backref" href="#fnref:1">↩</a></p>\n</li>\n'


def notes(*texts: str) -> str:
    items = "".join(f'<li id="fn:{number}">\n<p>{text}{BACK}' for number, text in enumerate(texts, start=1))
    return f"<ol>\n{items}</ol>"


def link(address: str, text: str = "") -> str:
    return f'<a href="{address}" rel="noopener noreferrer">{text or address}</a>'


def source(title: str, url: str = "", **fields: object) -> dict[str, object]:
    return {"title": title, "url": url, "authors": None, "year": None, "note": None, "also": None} | fields


def test_footnotes_are_taken_from_the_end_of_a_text() -> None:
    text, listed = without_footnotes(
        '<p>A.</p>\n<div class="footnote">\n<hr>\n<ol>\n<li>B.</li>\n</ol>\n</div>'
    )

    assert ("<p>A.</p>\n", "<ol>\n<li>B.</li>\n</ol>") == (text, listed)
    assert ("<p>A.</p>", "") == without_footnotes("<p>A.</p>")


def test_the_title_of_a_source_takes_the_place_of_its_address() -> None:
    address = "https://doi.org/10.1/x"
    known = source(
        "On <tides>", "http://www.doi.org/10.1/X/", authors="A. Sea and B. Shore", note="Summary read."
    )

    text, others = references(notes(f"Sea (2019), {link(address)}. Page 3."), [known], english())

    assert others == []
    assert ">On &lt;tides&gt;</a>. Page 3." in text
    assert address not in text
    assert f'<span class="source-note">A. Sea and B. Shore. Summary read.</span>{BACK}' in text


def test_a_source_is_cited_by_the_author_and_year_that_a_note_begins_with() -> None:
    known = source("On tides", "https://tides.example/", authors="Ann Sea, Bo Shore", year=2019)

    begins, _ = references(notes("Sea and others (2019), above."), [known], english())
    mentions, others = references(notes("After a news report. Sea (2019) disagrees."), [known], english())

    assert '<a class="source-title" href="https://tides.example/"' in begins
    assert others == [known]
    assert "On tides" not in mentions


def test_an_address_that_an_earlier_note_has_is_a_link_to_that_note() -> None:
    address = link("https://tides.example/report")

    text, _ = references(notes(f"First, {address}.", f"Again, {address}."), [], english())

    assert 1 == text.count("https://tides.example/report</a>")
    assert 'Again, <a href="#fn:1">note 1</a>.' in text


def test_what_a_note_links_to_is_not_listed_once_more() -> None:
    report, film = (
        source("Report", "https://tides.example/report"),
        source("Film", "https://tides.example/film"),
    )

    _, others = references(
        notes(link("https://tides.example/report", "The report")), [report, film], english()
    )
    links = [
        {"title": "Report", "url": "https://tides.example/report/"},
        {"title": "Song", "url": "https://x.example"},
    ]

    assert others == [film]
    assert [links[1]] == list(links_elsewhere(links, "", [report]))
