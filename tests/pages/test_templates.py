"""Rules for every page of any collection, read from one real build of a small, hostile one."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from builders import HOUSE, built, collection, episode, essay, nonempty, searchable

SITE = "https://example.org/"
HOSTILE = 'A <script>alert("x")</script> & <b>bold</b>'
ENDINGS = """\
  endings:
    title: Endings
    text: How they end.
    helps_with: [unease]
"""
HEIGHTS = """\
  heights:
    title: Heights
    helps_with: [unease]
"""
SERIES = """\
series:
  beginnings-in-order:
    title: Beginnings in order
"""
TRANSCRIPT = """\
WEBVTT

00:00:00.000 --> 00:00:00.400
<v A host>Fish &amp; chips, and a &lt; b.

00:00:00.400 --> 00:00:00.900
<v A guest>An answer.
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = searchable(collection(tmp_path_factory.mktemp("templates") / "collection"))
    words = root / "docs" / "vocabulary.yml"
    known = words.read_text(encoding="utf-8")
    known = known.replace("topics:\n", f"topics:\n{ENDINGS}", 1)
    known = known.replace("content_notes:\n", f"content_notes:\n{HEIGHTS}", 1)
    words.write_text(f"{known}\n{SERIES}", encoding="utf-8")
    for practice in (root / "docs" / "practices").glob("*.md"):
        text = practice.read_text(encoding="utf-8")
        practice.write_text(text.replace("anchor:", "not_for: [heights]\nanchor:"), encoding="utf-8")
    essay(
        root,
        "hostile",
        "## One\n\nText.\n\n## Two\n\nText.[^1]\n\n## Three\n\nText.\n\n[^1]: A note.",
        title=f"'{HOSTILE}'",
        summary=f"'{HOSTILE}'",
        standpoint=f"'{HOSTILE}'",
        content_notes=f"[{{note: strong-language, detail: '{HOSTILE}', where: ['#two']}}]",
        research=f"[{{title: '{HOSTILE}', authors: '{HOSTILE}', note: '{HOSTILE}'}}]",
        corrections=f"[{{date: 2026-05-06, text: '{HOSTILE}'}}]",
    )
    essay(root, "lonely", "Quartz glimmers.", title="Granite", summary="Basalt.", topics="[endings]")
    essay(root, "thread", "1/ One.[^a]\n\naside/ Beside.\n\n2/ Two.\n\n[^a]: A note.", format="thread")
    essay(root, "steep", "A cliff.", content_notes="[heights]")
    essay(root, "gone", "A secret.", withdrawn="2026-02-03")
    pictured(root)
    add_cards(root)
    essay(
        root,
        "second",
        "One.",
        series="beginnings-in-order",
        part="2",
        date="2026-03-02",
        updated="2026-03-03",
    )
    essay(
        root, "third", "Two.", series="beginnings-in-order", part="3", date="2026-03-02", updated="2026-03-02"
    )
    recording = episode(
        root,
        "talk",
        "## What we said\n\nA note.\n\n### More\n\nAnother.",
        transcript="transcript.vtt",
        chapters='[{start: "00:00:00", title: "Opening"}]',
        content_notes='[{note: strong-language, where: ["00:00-00:01"]}]',
    )
    (recording.parent / "transcript.vtt").write_text(TRANSCRIPT, encoding="utf-8")
    return built(root, "--strict")


def pictured(root: Path) -> None:
    """An essay with a picture at its head and three in its text."""
    card = (HOUSE / "docs" / "assets" / "cards" / "essay.png").read_bytes()
    for name in ("card.png", "card-2.png"):
        (root / "docs" / "essays" / name).write_bytes(card)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"{} viewBox="0 0 {}"/>'
    for name, own, box in (
        ("dots.svg", ' width="1000" height="640px"', "10 6.4"),
        ("filling.svg", ' width="100%"', "40 10"),
    ):
        (root / "docs" / "essays" / name).write_text(drawing.format(own, box), encoding="utf-8")
    text = '![Hills](filling.svg)\n\n![A card](card.png)\n\n<img src="card-2.png" alt="A card" width="600">'
    essay(root, "pictured", text, image="dots.svg", image_alt="Dots", image_caption="A thousand dots.")


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, LexborHTMLParser]:
    """Every page by its address within the site."""
    files = [*site.rglob("index.html"), site / "404.html"]
    addresses = [file.relative_to(site).as_posix().removesuffix("index.html") for file in files]
    return {
        address: LexborHTMLParser(file.read_text(encoding="utf-8"))
        for address, file in zip(addresses, files, strict=True)
    }


Pages = dict[str, LexborHTMLParser]


def add_cards(root: Path) -> None:
    """Give the site two pictures beside shared links."""
    config = root / "mkdocs.yml"
    look = (
        "look: {cards: {page: cards/page.png, essay: cards/essay.png}, topics: {beginnings: cards/page.png}}"
    )
    config.write_text(
        config.read_text("utf-8").replace("search: true", f"search: true\n    {look}\n    #"), "utf-8"
    )
    (root / "docs" / "cards").mkdir()
    for name in ("page", "essay"):
        Image.new("RGB", (1200, 630), "teal").save(root / "docs" / "cards" / f"{name}.png")


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    found = page.css(selector)
    assert len(found) == 1, f"{len(found)} × {selector}"
    return found[0]


def said(node: LexborNode) -> str:
    return " ".join(node.text().split())


def attributes(page: LexborHTMLParser, selector: str, name: str) -> Iterator[str]:
    return (node.attributes.get(name) or "" for node in page.css(f"{selector}[{name}]"))


def test_every_page_says_what_it_is(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        assert said(one(page, "h1")), address
        assert said(one(page, "title")), address
        assert one(page, "meta[name=description]").attributes["content"], address
        assert one(page, "html").attributes["lang"] == "en", address
        assert one(page, "html").attributes["dir"] == "ltr", address
        assert one(page, "main#main"), address
        assert one(page, "a.skip-link").attributes["href"] == "#main", address


def test_every_page_names_its_one_address(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        if address != "404.html":  # it stands at every address that does not exist
            assert one(page, "link[rel=canonical]").attributes["href"] == SITE + address


def test_what_was_withdrawn_is_not_for_search_engines(pages: Pages) -> None:
    # Nor is what was not found; its status says so.
    hidden = {address for address, page in pages.items() if page.css("meta[name=robots][content=noindex]")}

    assert {"essays/gone/"} == hidden


def test_no_page_holds_a_script_or_a_style_of_its_own(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        assert not page.css("style, iframe, object, embed"), address
        running = page.css("script:not([type='application/ld+json'])")
        assert all(node.attributes.get("src") and not said(node) for node in running), address
        assert not page.css("[style]"), address
        handlers = [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
        assert not handlers, address


def test_no_form_makes_what_is_written_part_of_an_address(pages: Pages) -> None:
    assert {"search/", "404.html"} == {address for address, page in pages.items() if page.css("form")}
    for address in ("search/", "404.html"):
        for field in nonempty(pages[address].css("form input, form select, form button")):
            assert "name" not in field.attributes
    assert one(pages["search/"], "form").attributes["action"] == "../archive/"
    assert one(pages["404.html"], "form").attributes["action"] == "/archive/"


def test_every_page_has_the_picture_of_its_kind(site: Path, pages: Pages) -> None:
    cards = {
        address: one(page, "meta[property='og:image']").attributes["content"]
        for address, page in pages.items()
    }

    assert all((site / (card or "").removeprefix(SITE)).is_file() for card in cards.values())
    kinds = {
        "essays/first/": "essay",
        "essays/thread/": "essay",
        "episodes/talk/": "page",  # it has no picture of its own kind
        "archive/": "page",
    }
    assert {address: cards[address] for address in kinds} == {
        address: f"{SITE}assets/own/cards/{kind}.png" for address, kind in kinds.items()
    }


def test_search_is_one_link_away_from_everywhere(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        assert said(one(page, ".site-header-search a")) == "Search", address


def test_no_page_loads_anything_from_elsewhere(pages: Pages) -> None:
    loading = "link:not([rel=canonical]):not([rel=alternate])"
    for address, page in nonempty(pages.items()):
        wanted = [*attributes(page, loading, "href"), *attributes(page, "*", "src")]
        assert not page.css("[srcset]"), address
        assert wanted, address
        assert not [url for url in wanted if urlsplit(url).netloc not in {"", "example.org"}], address


def test_no_style_sheet_loads_anything_from_elsewhere(site: Path) -> None:
    for sheet in nonempty(HOUSE.glob("overrides/assets/**/*.css")):
        text = sheet.read_text(encoding="utf-8")
        assert "@import" not in text
        for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            assert not urlsplit(url).scheme, url
            assert (site / "assets" / url).is_file(), url


def test_every_link_within_the_site_leads_to_a_page_and_to_a_place_on_it(site: Path, pages: Pages) -> None:
    ids = {address: set(attributes(page, "*", "id")) for address, page in pages.items()}
    for address, page in nonempty(pages.items()):
        for href in [*attributes(page, "a, link", "href"), *attributes(page, "img, audio", "src")]:
            target = urlsplit(urljoin(SITE + address, href))
            if target.netloc != "example.org":
                continue
            path = unquote(target.path.removeprefix("/"))
            assert path in pages or (site / path).is_file(), f"{address}: {href}"
            if target.fragment and path in pages:
                assert unquote(target.fragment) in ids[path], f"{address}: {href}"


def test_links_lead_from_the_home_page_to_every_page(pages: Pages) -> None:
    reached, waiting = {""}, [""]
    while waiting:
        address = waiting.pop()
        for href in attributes(pages[address], "body a", "href"):
            target = unquote(urlsplit(urljoin(SITE + address, href)).path.removeprefix("/"))
            if target in pages and target not in reached:
                reached.add(target)
                waiting.append(target)

    assert {"404.html", "essays/gone/"} == pages.keys() - reached
    assert "series/beginnings-in-order/" in reached


def test_an_id_stands_once_on_a_page(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        ids = list(attributes(page, "*", "id"))
        assert len(ids) == len(set(ids)), address


def test_headings_never_skip_a_level_downwards(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        levels = [int((node.tag or "")[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), address


def test_no_list_is_empty_and_no_heading_stands_alone(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        for node in page.css("ul, ol, dl"):
            assert node.css_first("li, dt"), f"{address}: empty {node.tag}"
        for section in page.css("section, nav"):
            heading = section.css_first("h2, h3")
            assert not heading or said(section) != said(heading), f"{address}: {said(section)}"


def test_a_post_without_relations_shows_no_place_for_them(pages: Pages) -> None:
    page = pages["essays/lonely/"]

    headings = [said(heading) for heading in page.css("h2")]

    assert not page.css("#related li, #responses, #sources, #links, #notes, #corrections, #contents")
    assert "More on Endings" == said(one(page, "#related"))[len("Related") :].strip()
    assert ["Take a moment", "Related", "About the author", "Cite this"] == headings


def test_a_title_with_markup_stays_text_wherever_it_is_shown(site: Path, pages: Pages) -> None:
    page = pages["essays/hostile/"]

    assert said(one(page, "h1")) == HOSTILE
    assert said(one(page, "title")).startswith(HOSTILE)
    assert one(page, "meta[name=description]").attributes["content"] == HOSTILE
    assert said(one(page, ".standpoint")) == HOSTILE
    assert HOSTILE in said(one(page, "#notes"))
    for address in ("", "essays/", "archive/", "topics/beginnings/", "people/editors/"):
        assert HOSTILE in one(pages[address], "main").text(), address
        assert "<b>bold" not in (site / address / "index.html").read_text(encoding="utf-8"), address


def test_nothing_is_escaped_twice(pages: Pages) -> None:
    for address, page in nonempty(pages.items()):
        shown = [
            one(page, "html").text(),
            *(value or "" for node in page.css("*") for value in node.attributes.values()),
        ]
        assert not [text for text in shown if re.search(r"&(amp|lt|gt|quot|#3[49]);", text)], address


def test_a_content_note_stands_before_the_text_and_skips_to_the_next_heading(pages: Pages) -> None:
    page = pages["essays/hostile/"]

    assert one(page, ".content-notes a").attributes["href"] == "#three"
    order = ["notes", "content", "sources", "after-text", "practices", "related"]
    assert order == [identity for identity in attributes(page, "*", "id") if identity in order]


def test_practices_come_with_reasons_and_then_the_way_to_help(pages: Pages) -> None:
    moment = one(pages["essays/lonely/"], "#practices")

    assert len(moment.css("li")) == len(moment.css("li .reason")) == 2
    assert one(pages["essays/lonely/"], "#practices .help-note a").attributes["href"] == "../../help/"


def test_the_way_to_help_is_there_where_no_practice_may_be_offered(pages: Pages) -> None:
    page = pages["essays/steep/"]

    assert [] == page.css("#practices")
    assert one(page, "article .help-note a").attributes["href"] == "../../help/"
    assert said(one(page, ".practices h2")) == "Help"


def test_a_series_counts_its_own_parts(pages: Pages) -> None:
    shown = [said(node) for node in pages["series/beginnings-in-order/"].css("main .kind-number")]

    assert ["Part 2", "Part 3"] == shown
    assert ["2", "3"] == list(attributes(pages["essays/second/"], ".series-parts li", "value"))


def test_each_step_of_a_practice_has_its_number(pages: Pages) -> None:
    steps = pages["practices/look-around/"].css(".steps li")

    assert [str(number) for number in range(1, len(steps) + 1)] == [
        step.attributes["value"] for step in steps
    ]


def test_a_change_on_the_day_of_publication_is_not_shown(pages: Pages) -> None:
    assert "Updated 3 March 2026" in said(one(pages["essays/second/"], ".byline-facts"))
    assert "Updated" not in said(one(pages["essays/third/"], ".byline-facts"))


def test_headings_of_show_notes_are_below_the_heading_of_the_notes(pages: Pages) -> None:
    notes = one(pages["episodes/talk/"], "#content")

    assert ["h3", "h4"] == [node.tag for node in notes.css("h2, h3, h4")]


def test_a_picture_shows_its_caption(pages: Pages) -> None:
    assert "A thousand dots." == said(one(pages["essays/pictured/"], ".lead-image figcaption"))


def test_the_address_of_a_citation_is_a_link(pages: Pages) -> None:
    address = f"{SITE}essays/first/"

    assert address == one(pages["essays/first/"], ".citation a").attributes["href"]


def test_the_parts_of_a_thread_are_numbered_and_link_to_themselves(pages: Pages) -> None:
    page = pages["essays/thread/"]

    assert ["1", "2"] == list(attributes(page, "section.thread-part", "id"))
    assert ["#1", "#2"] == list(attributes(page, "a.thread-part-number", "href"))
    assert "Beside." in said(one(page, ".thread-aside"))
    assert not page.css(".thread-part .footnote, .thread-aside .footnote")
    assert page.css("#sources .footnote")


def test_an_episode_can_be_heard_read_and_entered_anywhere_without_a_script(pages: Pages) -> None:
    page = pages["episodes/talk/"]
    player = one(page, "audio")

    assert "controls" in player.attributes
    assert player.attributes["preload"] == "none"
    assert "autoplay" not in player.attributes
    assert one(page, "#download").attributes["href"] == player.attributes["src"]
    assert [f"{player.attributes['src']}#t=0"] == list(attributes(page, ".chapters a", "href"))
    assert len(page.css(".transcript-paragraph a[href*='#t=']")) == 2
    assert ["A host", "A guest"] == [said(node) for node in page.css(".speaker")]
    assert "Fish & chips, and a < b." in said(page.css(".cue")[0])
    assert one(page, ".content-notes a").attributes["href"] == f"{player.attributes['src']}#t=1"


def test_a_picture_keeps_its_place_before_it_comes(pages: Pages) -> None:
    sizes = {
        node.attributes["src"]: (node.attributes["width"], node.attributes.get("height"))
        for node in pages["essays/pictured/"].css("main img")
    }

    assert {
        "../../essays/dots.svg": ("1000", "640"),
        "../../essays/filling.svg": ("1000", "250"),  # it has no width of its own
        "../../essays/card.png": ("1200", "630"),
        "../../essays/card-2.png": ("1200", "630"),  # the width that its writer gave is dropped
    } == sizes


def test_a_topic_shows_its_feed_and_all_feeds_stand_with_their_explanation(pages: Pages) -> None:
    own = one(pages["topics/beginnings/"], "main a[type='application/atom+xml']")
    explained = [said(node) for node in pages["subscribe/"].css("main h2")]

    assert "../../topics/beginnings/feed.xml" == own.attributes["href"]
    assert ["In an app", "Addresses of our feeds", "One feed for each topic"] == explained


def test_common_apps_open_the_show_by_one_press(pages: Pages) -> None:
    buttons = {said(node): node.attributes["href"] for node in pages["subscribe/"].css("main a.button")}

    assert {
        "AntennaPod": "antennapod-subscribe://example.org/podcast.xml",
        "Apple Podcasts": "podcast://example.org/podcast.xml",
        "Overcast": "overcast://x-callback-url/add?url=https%3A%2F%2Fexample.org%2Fpodcast.xml",
        "Pocket Casts": "pktc://subscribe/example.org/podcast.xml",
    } == buttons


def test_corrections_stand_on_their_page_under_the_title_of_the_post(site: Path, pages: Pages) -> None:
    html = (site / "corrections" / "index.html").read_text(encoding="utf-8")

    start, end = html.index('<section class="columns" aria-labelledby="corrected-'), html.rindex("</section>")
    assert html[start:end].split("\n") == [
        '<section class="columns" aria-labelledby="corrected-1">',
        '    <h2 id="corrected-1"><a href="../essays/hostile/">'
        "A &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;</a></h2>",
        '    <ul class="corrections">',
        '      <li><time datetime="2026-05-06">6 May 2026</time>: '
        "A &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;</li>",
        "    </ul>",
        "  ",
    ]
    links = [link.attributes["href"] for link in pages["essays/hostile/"].css("#corrections a")]
    assert links == ["../../corrections/"]


def test_a_withdrawn_post_leaves_its_title_and_the_day(pages: Pages) -> None:
    text = said(one(pages["essays/gone/"], "main"))

    assert "3 February 2026" in text
    assert "secret" not in text
    assert "About gone." not in text


def test_the_page_for_missing_pages_works_at_every_depth(pages: Pages) -> None:
    for link in nonempty(attributes(pages["404.html"], "a, link", "href")):
        assert link.startswith(("/", "#", "https:", "mailto:")), link


def test_the_sitemap_lists_the_pages_that_are_to_be_found(site: Path, pages: Pages) -> None:
    listed = re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))

    assert {SITE + address for address in pages} - {f"{SITE}404.html", f"{SITE}essays/gone/"} == set(listed)


def test_an_essay_moves_at_most_75_kb_in_at_most_10_requests(site: Path, pages: Pages) -> None:
    faces = [f"fonts/literata-latin-{face}.woff2" for face in ("400-normal", "400-italic", "600-normal")]
    assets = [site / "assets" / name for name in (*faces, "style.css", "icon.svg")]
    files = [site / "essays" / "hostile" / "index.html", *assets]

    # 10 kB are left for a long text.
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 65_000
    assert len(files) <= 10
    assert (site / "assets" / "fonts" / "LICENSE.txt").is_file()


def test_no_template_switches_escaping_off() -> None:
    for file in nonempty(HOUSE.glob("overrides/**/*.html")):
        text = file.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", ""), file.name
        assert "autoescape" not in text, file.name


def test_style_sheets_are_asked_for_before_any_script(pages: Pages) -> None:
    essay = pages["essays/hostile/"].html or ""

    assert 0 < essay.index('rel="stylesheet"') < essay.index("<script src=")


def test_the_podcasts_page_and_that_of_feeds_say_what_the_show_is(pages: Pages) -> None:
    for address in ("episodes/", "subscribe/"):
        assert one(pages[address], ".about-show img").attributes["alt"]
        assert pages[address].css(".about-show p")
    assert len(pages["episodes/"].css(".about-show .button")) == 4


def test_lists_have_words_above_them_and_say_of_no_card_what_holds_for_all(pages: Pages) -> None:
    for address in ("essays/", "practices/", "topics/", "people/", "series/", "archive/"):
        assert one(pages[address], ".page-header .summary").text().strip()
    assert "Essay" not in {kind.text().strip() for kind in pages["essays/"].css(".card .kind")}
    assert pages["essays/"].css(".card-title")


def test_a_topic_has_its_drawing_on_its_page_in_the_list_and_on_the_newest_essay(pages: Pages) -> None:
    for address in ("topics/beginnings/", "topics/", ""):
        drawing = one(pages[address], "img.drawing").attributes
        assert (drawing["src"] or "").endswith("assets/own/cards/page.png"), address
        assert drawing["alt"] in ("", None), address
