"""Whole sites: every feed in them, ours or others', with or without a day."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from anthology.cache import Cache
from anthology.commands.cli import main
from anthology.feeds.checks import BuiltSite, check_ahead, check_document, check_site, remember_good
from anthology.feeds.rss import rss_document
from builders import nonempty
from feed_builders import EXAMPLE, episode, show, write
from feed_builders import build as built_site


def test_a_good_feed_has_no_findings(good: Path) -> None:
    assert [] == check_site(good)


def test_a_site_without_a_show_has_no_findings(tmp_path: Path) -> None:
    assert [] == check_site(tmp_path)


def test_all_our_feeds_keep_every_rule(site: Path) -> None:
    assert check_site(site) == []
    assert check_site(site, EXAMPLE) == []


def test_a_feed_we_did_not_make_is_checked_without_its_site() -> None:
    foreign = b"""<rss version="2.0"><channel><title>Old</title><link>https://old.example</link>
    <description>From 2009</description><item><title>One</title>
    <guid>https://old.example/1</guid>
    <enclosure url="http://old.example/1.mp3" length="1" type="audio/x-mp3"/>
    <pubDate>Sun, 4 Jan 2026 12:00 GMT</pubDate><description>x</description></item></channel></rss>"""

    findings = check_document(foreign, "old.xml", BuiltSite())

    assert [
        ("", "language"),
        ("", "itunes:category"),
        ("", "itunes:explicit"),
        ("", "itunes:image"),
        ("", "podcast:guid"),
        ("", "lastBuildDate"),
        ("", "atom:link"),
        ("One", "enclosure"),
        ("One", "itunes:duration"),
    ] == [(finding.episode, finding.tag) for finding in findings]


@pytest.mark.parametrize("name", ["cover.png", "transcript.vtt", "chapters.json", "audio.mp3"])
def test_a_good_feed_is_checked_again_when_a_file_that_it_names_changes(tmp_path: Path, name: str) -> None:
    site, store = tmp_path / "site", Cache(tmp_path)
    built_site(site, show(), [episode(1)])
    file = next(file for file in site.rglob(name))
    assert check_site(site, store=store) == check_site(site, store=store) == []

    write(file, b"other")
    assert check_site(site, store=store) == check_site(site) != []

    file.unlink()
    assert check_site(site, store=store) == check_site(site) != []


def test_of_a_page_or_feed_that_a_good_feed_names_it_matters_only_that_it_is_there(
    tmp_path: Path, site: Path
) -> None:
    copy, store = Path(shutil.copytree(site, tmp_path / "site")), Cache(tmp_path)
    page, feed = next(copy.glob("essays/*/index.html")), copy / "essays.xml"
    url = json.loads((copy / "feed.json").read_bytes())["feed_url"].removesuffix("feed.json")
    assert check_site(copy, url, store=store) == []
    checked = store.table("good feeds").new
    checked.clear()

    write(page, b"other")
    write(feed, feed.read_bytes() + b"\n")
    assert check_site(copy, url, store=store) == []
    assert [name.partition(" ")[0] for name in checked] == ["essays.xml"]

    page.unlink()
    assert check_site(copy, url, store=store) == check_site(copy, url) != []


def test_a_feed_that_was_checked_ahead_is_not_checked_again_where_all_that_it_names_is_there(
    tmp_path: Path, site: Path
) -> None:
    copy, store = Path(shutil.copytree(site, tmp_path / "site")), Cache(tmp_path)
    document, page = (copy / "essays.xml").read_bytes(), next(copy.glob("essays/*/index.html"))
    url = json.loads((copy / "feed.json").read_bytes())["feed_url"].removesuffix("feed.json")
    checked = store.table("good feeds").new

    ahead = check_ahead(document, "essays.xml", tmp_path / "empty", url)
    assert ahead is not None
    remember_good(store, [ahead])
    checked.clear()
    assert check_site(copy, url, store=store) == []
    assert "essays.xml" not in [name.partition(" ")[0] for name in nonempty(checked)]

    page.unlink()
    assert check_site(copy, url, store=store) == check_site(copy, url) != []


def test_nothing_is_known_ahead_of_a_wrong_feed_of_one_that_names_files_to_read_and_of_other_files(
    tmp_path: Path, site: Path
) -> None:
    essays, podcast = (site / "essays.xml").read_bytes(), (site / "podcast.xml").read_bytes()
    documents = {
        "essays.xml": essays.replace(b"<updated>", b"<updated>yesterday"),
        "cut.xml": essays[:-20],
        "podcast.xml": podcast,
        "sitemap.xml": b"<urlset/>",
        "essays.txt": essays,
    }

    ahead = [check_ahead(document, path, tmp_path, EXAMPLE) for path, document in documents.items()]
    assert [None] * 5 == ahead


def test_of_a_site_of_which_all_files_are_known_those_alone_are_feeds(tmp_path: Path) -> None:
    built_site(tmp_path, show(), [episode(1)])
    write(tmp_path / "other.xml", b"<rss>")
    known = {"other.xml": hashlib.sha256(b"<rss>").hexdigest()}

    assert check_site(tmp_path, EXAMPLE, digests=known, has_all_digests=True) != []
    assert check_site(tmp_path, EXAMPLE, digests={}, has_all_digests=True) == []


def test_a_date_in_the_future_is_found_when_the_day_is_given(tmp_path: Path) -> None:
    built_site(tmp_path, show(), [episode(1)])

    assert check_site(tmp_path, today=date(2026, 1, 5)) == []
    findings = check_site(tmp_path, today=date(2026, 1, 4))
    assert [("pubDate", "Mon, 05 Jan 2026 12:00:00 +0000 is after 2026-01-04")] == [
        (finding.tag, finding.message) for finding in findings
    ]


def test_the_command_reads_every_feed_of_a_site(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--site", str(site)]) == 0
    assert main(["check", "--site", str(site), "--today", "2026-01-31"]) == 1
    assert "essays.xml: “Tides”: <atom:published> 2026-02-02T12:00:00Z is after 2026-01-31" in (
        capsys.readouterr().out
    )


def test_a_feed_that_we_did_not_make_is_found_under_any_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = rss_document(
        show(feed_url="https://old.example/shows/rss.xml", image_url="https://x.example/c.png"), []
    )
    write(tmp_path / "shows" / "rss.xml", foreign.replace(b">false<", b">no<"))
    write(tmp_path / "sitemap.xml", b"<urlset/>")
    write(tmp_path / "transcript.json", b'{"version": "1.0.0"}')

    assert main(["check", "--site", str(tmp_path)]) == 1
    assert capsys.readouterr().out == (
        "shows/rss.xml: <itunes:explicit> is “no” (Apple's requirements)\n   Fix: write true or false\n"
    )
