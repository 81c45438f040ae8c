"""The values that each page shows."""

from __future__ import annotations

from pathlib import Path

from anthology.collection import load
from anthology.crosslinks import cross_links
from anthology.pages import View, views
from builders import built, collection, episode, essay, nonempty, show


def pages(root: Path) -> dict[str, View]:
    loaded, problems = load(root)
    assert problems == []
    return {view.page: view for view in views(loaded, cross_links(loaded))}


def test_every_page_of_the_contract_is_there(root: Path) -> None:
    show(root)
    there = pages(root)

    made = (
        "",
        "essays",
        "episodes",
        "practices",
        "people",
        "topics",
        "archive",
        "subscribe",
        "help",
    )
    assert set(made) <= set(there)
    assert {"essays/first", "topics/beginnings", "people/editors", "practices/look-around"} <= set(there)


def test_a_content_note_is_skipped_to_the_next_heading_of_its_level(root: Path) -> None:
    body = "## The ward\n\nA.\n\n### A night\n\nB.\n\n## After\n\nC."
    note = '[{note: strong-language, where: ["#the-ward", "#after"]}]'
    essay(root, "ward", body, content_notes=note)

    where = pages(root)["essays/ward"].values["content_notes"][0]["where"]

    assert [(place["text"], place["after"]) for place in where] == [
        ("Skip “The ward”", "#after"),
        ("Skip “After”", "#after-text"),
    ]


def test_a_content_note_on_a_part_of_a_thread_is_skipped_to_the_next_part(root: Path) -> None:
    note = '[{note: strong-language, where: ["#1", "#2"]}]'
    essay(root, "parts", "1/ One.\n\naside/ Between.\n\n2/ Two.", format="thread", content_notes=note)

    view = pages(root)["essays/parts"].values

    assert [place["after"] for place in view["content_notes"][0]["where"]] == ["#2", "#after-text"]
    assert [part["number"] for part in view["parts"]] == ["1", "", "2"]


def test_a_content_note_on_a_recording_is_skipped_to_its_second(root: Path) -> None:
    episode(root, "pier", content_notes='[{note: strong-language, where: ["0:00-0:01"]}]')

    place = pages(root)["episodes/pier"].values["content_notes"][0]["where"][0]

    assert (place["text"], place["after"]) == ("Skip 0:00–0:01", "#t=1")


def test_the_trailer_is_the_newest_episode_only_while_there_is_no_other(root: Path) -> None:
    episode(root, "trailer", type="trailer", date="2026-05-01")
    assert pages(root)[""].values["newest_episode"]["id"] == "episodes/trailer"

    episode(root, "pier", date="2026-02-01")
    assert pages(root)[""].values["newest_episode"]["id"] == "episodes/pier"


def test_contents_are_shown_from_three_headings_on(root: Path) -> None:
    essay(root, "two", "## A\n\n## B")
    essay(root, "three", "## A\n\n## B\n\n### C")

    there = pages(root)

    assert there["essays/two"].values["contents"] == []
    assert [entry["level"] for entry in there["essays/three"].values["contents"]] == [1, 1, 2]


def test_a_heading_of_the_first_level_moves_down_with_all_others(root: Path) -> None:
    essay(root, "pasted", "# A\n\n## B")

    body = pages(root)["essays/pasted"].values["body"]

    assert '<h2 id="a">A</h2>' in body
    assert '<h3 id="b">B</h3>' in body


def test_people_are_on_the_page_of_everything_they_took_part_in(root: Path) -> None:
    episode(root, "pier", persons="[{id: editors, role: narrator}]")

    assert [post["id"] for post in pages(root)["people/editors"].values["posts"]] == [
        "episodes/pier",
        "essays/first",
    ]


def test_lines_open_at_every_hour_come_first_in_their_country_then_those_with_a_number_or_peers(
    root: Path,
) -> None:
    line = (
        "- {{name: {0}, country: {1}, who_answers: x, hours: x, languages: [x], url: 'https://example.org/', "
        "police: unknown, peer_run: {2}, {3}checked: 2026-01-01, "
        "source: {{title: x, url: 'https://example.org/', date: unknown}}}}\n"
    )
    lines = [
        ("A", "Norway", "false", ""),
        ("B", "Norway", "true", ""),
        ("C", "Chile", "false", ""),
        ("D", "Norway", "false", "phone: '116 123', text: Text 988, "),
        ("E", "Norway", "false", "all_day: true, "),
    ]
    (root / "docs" / "help.yml").write_text("".join(line.format(*each) for each in lines), encoding="utf-8")

    countries = pages(root)["help"].values["countries"]

    assert [(country["country"], [line["name"] for line in country["lines"]]) for country in countries] == [
        ("Chile", ["C"]),
        ("Norway", ["E", "D", "B", "A"]),
    ]
    assert ["tel:116123", "sms:988"] == [way["url"] for way in countries[1]["lines"][1]["numbers"]]


def test_lines_stand_before_the_second_section_of_the_help_page_and_outside_its_division(root: Path) -> None:
    (root / "docs" / "help.md").write_text(
        '---\ntitle: Help\n---\n\n## Danger\n\nGo.\n\n<div lang="es">\n\n## Ayuda\n\nVaya.\n\n</div>\n',
        encoding="utf-8",
    )

    page = pages(root)["help"].values

    assert page["body"].rstrip().endswith("<p>Go.</p>")
    assert page["rest"].startswith('<div lang="es">')


def test_a_post_of_unknown_date_comes_last(root: Path) -> None:
    essay(root, "old", date="unknown", originally_published="{name: A blog}")

    assert [post["id"] for post in pages(root)["essays"].values["posts"]] == ["essays/first", "essays/old"]


def test_a_response_is_shown_on_both_posts(root: Path) -> None:
    essay(root, "answer", "See [the first](first.md).", responds_to="essays/first")

    there = pages(root)

    assert there["essays/answer"].values["responds_to"]["id"] == "essays/first"
    assert [post["id"] for post in there["essays/first"].values["responses"]] == ["essays/answer"]
    # Neither is shown once more as a related post.
    assert there["essays/first"].values["related"] == there["essays/answer"].values["related"] == []


def test_a_post_is_related_to_what_links_to_it_but_not_to_what_its_text_has_already(root: Path) -> None:
    essay(root, "other", "See [the first](first.md), and [again](first.md).")

    there = pages(root)

    assert [post["id"] for post in there["essays/first"].values["related"]] == ["essays/other"]
    assert there["essays/other"].values["related"] == []


def test_a_post_that_the_author_chose_is_related_even_if_the_text_links_to_it(root: Path) -> None:
    essay(root, "text", "See [the first](first.md).", related="{pin: [essays/first]}")
    essay(root, "note", "See.[^1]\n\n[^1]: [The first](first.md).", related="{pin: [essays/first]}")

    there = pages(root)

    assert "essays/first" in [post["id"] for post in there["essays/text"].values["related"]]
    assert "essays/first" not in [post["id"] for post in there["essays/note"].values["related"]]


def test_what_the_author_chose_comes_first_in_that_order(root: Path) -> None:
    for slug in ("a", "b", "c", "d"):
        essay(root, slug, "Tides and tides and harbours and harbours.")
    essay(root, "post", "See [d](d.md).", related="{pin: [essays/c, essays/a]}")

    related = pages(root)["essays/post"].values["related"]

    assert ["essays/c", "essays/a"] == [post["id"] for post in related][:2]


def test_at_most_three_posts_of_all_kinds_are_related_each_with_what_both_share(root: Path) -> None:
    for number in range(5):
        essay(root, f"tides-{number}", "Tides and tides and harbours and harbours.")
        episode(root, f"pier-{number}", "Tides and tides and harbours and harbours.")

    there = pages(root)

    for page in nonempty(page for name, page in there.items() if name.startswith("essays/tides-")):
        related = page.values["related"]
        assert 3 == len({post["id"] for post in related})
        assert {"essay", "episode"} == {post["kind"] for post in related}
        assert all("Beginnings" in reason for post in related for reason in post["reasons"])


def test_posts_that_share_nothing_to_name_are_not_related(root: Path) -> None:
    words = (root / "docs" / "vocabulary.yml").read_text(encoding="utf-8")
    endings = words.replace("topics:\n", "topics:\n  endings: {title: Endings, text: Ends.}\n", 1)
    (root / "docs" / "vocabulary.yml").write_text(endings, encoding="utf-8")
    essay(root, "quartz", "Quartz glimmers.", topics="[endings]")

    assert pages(root)["essays/quartz"].values["related"] == []


def test_every_post_has_two_lists_that_link_to_it(root: Path) -> None:
    essay(root, "tides")
    episode(root, "pier")

    there = pages(root)
    lists = [
        {post["id"] for post in there["essays"].values["posts"] + there["episodes"].values["posts"]},
        {post["id"] for year in there["archive"].values["years"] for post in year["posts"]},
    ]

    assert [{"essays/first", "essays/tides", "episodes/pier"}] * 2 == lists


def test_corrections_of_all_posts_are_on_one_page_the_last_corrected_first(root: Path) -> None:
    essay(root, "tides", corrections='[{date: 2026-03-02, text: "The tide turned at *six*."}]')
    essay(root, "marea", language="es", corrections='[{date: 2026-05-01, text: "Eran dos mareas."}]')
    episode(root, "pier", corrections='[{date: 2026-04-01, text: "It was a jetty."}]')

    corrected = pages(root)["corrections"].values["corrected"]

    assert [entry["post"]["id"] for entry in corrected] == ["essays/marea", "episodes/pier", "essays/tides"]
    assert [entry["corrections"][0]["text"] for entry in corrected] == [
        "Eran dos mareas.",
        "It was a jetty.",
        "The tide turned at *six*.",
    ]


def test_there_is_no_page_of_corrections_without_a_correction(root: Path) -> None:
    assert "corrections" not in pages(root)


def test_the_home_page_begins_with_an_essay_in_the_language_of_the_site(root: Path) -> None:
    essay(root, "tides", date="2026-03-01", language="en-GB")
    essay(root, "marea", date="2026-05-01", language="es")

    home = pages(root)[""].values

    assert home["newest_essay"]["id"] == "essays/tides"
    assert "essays/marea" not in [entry["id"] for entry in home["latest_essays"]]
    assert [entry["id"] for entry in home["translated_essays"]] == ["essays/marea"]


def test_the_home_page_of_a_site_with_essays_in_another_language_alone_shows_these(root: Path) -> None:
    for text in (root / "docs" / "essays").rglob("*.md"):
        text.unlink()
    essay(root, "marea", language="es")

    home = pages(root)[""].values

    assert home["newest_essay"]["id"] == "essays/marea"
    assert home["translated_essays"] == []


def test_a_recording_of_unknown_length_has_a_page(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    chapters = '[{start: "0", title: One}, {start: "30", title: Two}, {start: "60", title: Three}]'
    audio = "{url: https://media.example.net/far.mp3, length: 0, type: audio/mpeg}"
    episode(root, "far", audio=audio, chapters=chapters)

    page = (built(root) / "episodes" / "far" / "index.html").read_text(encoding="utf-8")

    assert '"@type":"AudioObject"' in page
    assert '"@type":"Clip"' in page
    assert '"duration"' not in page
    assert '"contentSize"' not in page
    assert '<time datetime=""' not in page
    assert "0 kB" not in page
