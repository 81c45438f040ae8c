"""A collection moves out, and in again without a change."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from anthology.collection import load
from anthology.commands.cli import main
from anthology.importers.blog.wxr import import_wxr
from anthology.problems import errors
from builders import collection, episode, essay
from image_bytes import picture
from import_builders import files_of, written

WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A collection with essays, a draft, a withdrawn post, an episode, a picture and a setting."""
    root = collection(tmp_path / "house")
    essay(
        root, "gulls", "One *gull*.\n\n![A gull](gull.png)\n\nSee [the pier](/episodes/pier/). ]]>",
        content_notes="[strong-language]", aliases="[/old/gulls/]  # from the old site",
    )  # fmt: skip
    essay(root, "later", "Not yet.", draft="true")
    essay(root, "gone", "No more.", withdrawn="2026-02-03", title='"Gone: \\"away\\""')
    episode(root, "pier", "Notes with a note.[^1]\n\n[^1]: The note.")
    written(root, {"languages/en.yml": "kinds: {essay: Letter}\n"})
    written(root / "docs", {"essays/gull.png": picture("PNG"), "essays/.secret": "x"})
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8").replace("license: CC-BY-4.0", "license: CC-BY-SA-4.0")
    config.write_text(text.replace("site_name:", "site_description: On a pier\nsite_name:"), "utf-8")
    assert [] == errors(load(root)[1])
    return root


def exported(root: Path, name: str) -> Path:
    """An export beside a collection."""
    assert 0 == main(["export", "--root", str(root), str(root.parent / name)])
    return root.parent / name


def content_of(root: Path) -> dict[str, bytes]:
    """Every file of a collection's content by its path."""
    return {
        path: content
        for path, content in files_of(root).items()
        if path.startswith(("docs/", "episodes/", "languages/")) and "/." not in path
    }


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_an_export_that_is_imported_is_the_same_collection(root: Path, name: str) -> None:
    again = root.parent / "again"
    assert 0 == main(["import", str(exported(root, name)), "--into", str(again)])

    assert content_of(root) == content_of(again)
    before, after = load(root)[0], load(again)[0]
    assert before.site.settings == after.site.settings
    assert (before.site.name, before.site.url) == (after.site.name, after.site.url)
    assert "On a pier" == after.site.description
    assert [] == errors(load(again)[1])


def test_out_and_in_and_out_again_changes_no_byte(root: Path) -> None:
    first = exported(root, "out")
    assert 0 == main(["import", str(first), "--into", str(root.parent / "again")])

    assert 0 == main(["export", "--root", str(root.parent / "again"), str(root.parent / "second")])
    assert files_of(first) == files_of(root.parent / "second")


def test_a_zip_has_the_files_of_the_folder_and_the_same_bytes_each_time(root: Path) -> None:
    zips = [exported(root, name).read_bytes() for name in ("1.zip", "2.zip")]

    assert zips[0] == zips[1]
    with ZipFile(root.parent / "1.zip") as archive:
        assert files_of(exported(root, "out")) == {name: archive.read(name) for name in archive.namelist()}


def test_posts_have_fields_that_other_programs_read(root: Path) -> None:
    folder = exported(root, "out") / "markdown" / "docs" / "essays"
    gulls, gone = ((folder / name).read_text("utf-8") for name in ("gulls.md", "gone.md"))

    assert (
        "aliases: [/old/gulls/]  # from the old site\n# For other programs, from the fields above:\n"
        'description: "About gulls."\ntags: ["Beginnings"]\nauthor: ["The editors"]\nlang: "en"\n'
        'permalink: "/essays/gulls/"\n---\n'
    ) in gulls
    assert "published: false\n" in gone
    assert "draft: true\n" in gone


def test_wordpress_gets_what_is_published(root: Path) -> None:
    document = exported(root, "out") / "wordpress.xml"
    items = list(ElementTree.parse(document).iter("item"))
    posts = {
        item.findtext(f"{WP}post_name"): item for item in items if item.findtext(f"{WP}post_type") == "post"
    }

    assert {"gulls", "pier", "first"} == set(posts)
    body = str(posts["gulls"].findtext(CONTENT))
    assert "<strong>Content notes:</strong> Strong language" in body
    assert 'src="https://example.org/essays/gull.png"' in body
    assert "]]&gt;" in body
    assert "2026-01-02 12:00:00" == posts["gulls"].findtext(f"{WP}post_date_gmt")
    assert "Beginnings" == posts["gulls"].findtext("category")
    assert "https://example.org/episodes/pier/pier.mp3\n" in str(
        posts["pier"].findtext(f"{WP}postmeta/{WP}meta_value")
    )
    assert ["https://example.org/essays/gull.png"] == [
        address.text for item in items for address in item.iter(f"{WP}attachment_url")
    ]


def test_our_own_importer_reads_the_wordpress_export(root: Path) -> None:
    plan = import_wxr([(exported(root, "out") / "wordpress.xml").read_bytes()])

    assert {"gulls", "pier", "first"} == {
        path.split("/")[2] for path in plan.files if path.startswith("docs/essays/")
    }
    assert "One *gull*." in plan.files["docs/essays/gulls/index.md"]


def test_feeds_and_their_list_come_along(root: Path) -> None:
    feeds = exported(root, "out") / "feeds"

    assert {"podcast.xml", "essays.xml", "feed.json", "feeds.opml"} <= set(files_of(feeds))
    assert "No more" not in (feeds / "feed.json").read_text("utf-8")


def test_nothing_is_written_where_something_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(root.parent / "out", {"mine.txt": "mine"})

    assert 2 > main(["export", "--root", str(root), str(root.parent / "out")]) > 0
    assert "is there already" in capsys.readouterr().err
    assert {"mine.txt": b"mine"} == files_of(root.parent / "out")


def test_a_collection_with_errors_is_not_exported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    essay(root, "bad", topics="[nowhere]")

    assert 1 == main(["export", "--root", str(root), str(root.parent / "out")])
    assert "docs/essays/bad.md" in capsys.readouterr().out
    assert not (root.parent / "out").exists()


def test_programs_in_an_export_stay_behind(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = exported(root, "out")
    written(out / "markdown", {"docs/evil.js": "x", "hooks/evil.py": "x", "mkdocs.yml": "hooks: [evil.py]"})

    assert 0 == main(["import", str(out), "--into", str(root.parent / "again")])
    assert "docs/evil.js: a program" in capsys.readouterr().out
    assert not [path for path in files_of(root.parent / "again") if "evil" in path]
    assert "evil" not in (root.parent / "again" / "mkdocs.yml").read_text("utf-8")
