"""Pages that a browser saved become essays: their text alone, with the facts that they state."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.importers import imported as imported_plan
from image_bytes import picture
from import_builders import written

SENTENCE = "The tide comes in over the flats, and the gulls follow it to the pier. "
AROUND = "<nav><a href='/'>Home</a></nav><div class='sidebar'><p>Our other words.</p></div>"
DATA = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Pier"}, {"@type": "BlogPosting",
 "headline": "Gulls", "datePublished": "2019-03-04T05:06:07Z", "author": [{"@type": "Person", "name": "Ada L."}]}]}
</script>"""


def page(body: str, head: str = "") -> str:
    """A page with a menu, a list beside the text and a footer."""
    head = f"<head><title>Gulls | Pier</title>{head}</head>"
    return f"<html>{head}<body>{AROUND}{body}<footer>2020</footer></body></html>"


def essay_of(folder: Path, text: str, **files: bytes) -> str:
    written(
        folder,
        {"page.html": text, **{name.replace("_png", ".png"): content for name, content in files.items()}},
    )
    with imported_plan(str(folder / "page.html")) as plan:
        return next(text for path, text in plan.files.items() if "/essays/" in path)


@pytest.mark.parametrize(
    "body",
    [
        "<div class='x'><h1>Gulls</h1><div class='entry-content'>{}</div><div class='related'><p>More</p></div></div>",
        "<section data-hook='post-description'>{}</section><div class='comments'><p>Nice</p></div>",
        "<div itemprop='articleBody'>{}<div class='sharedaddy'>Share this</div></div>",
        "<article>{}<ul><li><a href=/1>One</a><li><a href=/2>Two</a><li><a href=/3>Six</a><li><a href=/4>T</a></ul>",
        "<form><div><div>{}</div></div></form>",
        "<div><div class='col'>{}</div><div><p>Short</p></div></div>",
    ],
)
def test_the_text_alone_is_taken(tmp_path: Path, body: str) -> None:
    text = essay_of(tmp_path, page(body.format(f"<p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p>"), DATA))

    assert text.endswith(f"---\n\n{(SENTENCE * 4).strip()}\n\n{(SENTENCE * 3).strip()}\n")
    assert "title: Gulls\n" in text
    assert "date: '2019-03-04T05:06:07+00:00'" in text
    assert "- ada-l\n" in text


def test_a_list_of_links_in_the_text_of_a_post_stays(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='https://x.example/{n}'>A place {n}</a></li>" for n in range(5))
    text = essay_of(tmp_path, page(f"<div class='post-content'><p>{SENTENCE * 4}</p><ul>{links}</ul></div>"))

    assert 5 == text.count("](https://x.example/")


def test_links_and_pictures_of_a_page_have_its_address(tmp_path: Path) -> None:
    head = "<link rel='canonical' href='https://old.example/a/gulls/'>"
    head += "<link rel='license' href='https://creativecommons.org/licenses/by/4.0/'>"
    body = f"<article><p>{SENTENCE * 4} <a href='../b/'>b</a> <img src='gull.png' alt='A gull'>"
    body += "<img src='data:image/gif;base64,R0' data-src='/w.jpg' alt='A wave'></p></article>"
    text = essay_of(tmp_path, page(body, head), gull_png=picture("PNG"))

    assert "[b](https://old.example/a/b/) ![A gull](gull.png)[A wave](https://old.example/w.jpg)" in text
    assert "license: CC-BY-4.0\n" in text


@pytest.mark.parametrize(
    ("mark", "date"),
    [
        ("<time datetime='2019-03-04'>4 March</time>", "'2019-03-04"),
        ("<meta name='parsely-pub-date' content='2019-03-04T05:06:07Z'>", "'2019-03-04T05:06:07"),
        ("<abbr class='published' title='2019-03-04T05:06:07+01:00'>4 March</abbr>", "'2019-03-04T"),
    ],
)
def test_dates_are_those_that_a_page_states(tmp_path: Path, mark: str, date: str) -> None:
    assert f"date: {date}" in essay_of(tmp_path, page(f"<article>{mark}<p>{SENTENCE * 4}</p></article>"))
