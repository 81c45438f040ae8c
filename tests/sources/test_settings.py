"""The part of mkdocs.yml that this package reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.inputs import find_root
from anthology.sources import Site, read_site


def site(folder: Path, *lines: str) -> tuple[Site, list[str]]:
    (folder / "mkdocs.yml").write_text("\n".join(["site_name: A site", *lines]) + "\n", encoding="utf-8")
    site, _, problems = read_site(folder)
    return site, [f"{problem.line}:{problem.column} {problem.message}" for problem in problems]


def test_the_root_is_the_nearest_folder_upwards_with_a_configuration(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "docs" / "essays").mkdir(parents=True)

    assert find_root(tmp_path / "docs" / "essays") == tmp_path.resolve()


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("site_url: https://example.org/a", "https://example.org/a/"),
        ("site_url: https://example.org/a/", "https://example.org/a/"),
        ('site_url: !ENV [SITE_URL, "https://example.org"]', "https://example.org/"),
        ("site_url:", "http://127.0.0.1:8000/"),
    ],
)
def test_the_address_of_the_site_ends_with_a_slash(line: str, url: str, tmp_path: Path) -> None:
    assert site(tmp_path, line)[0].url == url


def test_settings_without_a_value_have_their_default(tmp_path: Path) -> None:
    read, problems = site(tmp_path)

    assert (read.language, read.directory_urls, read.settings.license) == ("en", True, "CC-BY-4.0")
    assert problems == []


def test_only_our_part_of_the_configuration_is_validated(tmp_path: Path) -> None:
    _, problems = site(
        tmp_path, "plugins: {anthology: {unknown: 1}}", "extra:", "  anthology:", "    serch: true"
    )

    assert problems == ["5:5 there is no field called serch"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("foo: bar", "2:1 there is no setting foo"),
        ("copyrigth: us", "2:1 there is no setting copyrigth"),
        ("hooks: {a: b}", "2:8 hooks is not a list"),
        ("extra_css: docs", "2:12 extra_css is not a list"),
        ("extra: [a]", "2:8 extra is not lines of the form  name: value"),
        ("strict: maybe", "2:9 strict is not true or false"),
        ("use_directory_urls: 'true'", "2:21 use_directory_urls is not true or false"),
        ("copyright: {a: b}", "2:12 copyright is not a text"),
        ("site_description: 1984", "2:19 site_description is not a text"),
        ("site_url: example.org", "2:11 site_url is no whole address"),
        ("hooks: [gone.py]", "2:9 there is no file gone.py"),
        ("theme: {name: anthology, custom_dir: gone}", "2:38 there is no folder gone"),
    ],
)
def test_what_mkdocs_would_refuse_is_told(line: str, problem: str, tmp_path: Path) -> None:
    assert site(tmp_path, line)[1] == [problem]


@pytest.mark.parametrize(
    "line",
    [
        "use_directory_urls: no",
        'site_description: "1984"',
        "copyright: !ENV [HOLDER, us]",
        "extra_css:",
        "strict: !ENV [CI, false]",
    ],
)
def test_what_mkdocs_takes_is_taken(line: str, tmp_path: Path) -> None:
    assert site(tmp_path, line)[1] == []


def test_a_site_without_a_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("nav: []\n", encoding="utf-8")

    assert [problem.message for problem in read_site(tmp_path)[2]] == ["the site has no name"]


def test_extensions_of_markdown_have_no_effect_and_are_reported(tmp_path: Path) -> None:
    assert site(tmp_path, "markdown_extensions: [toc]")[1] == ["2:1 markdown_extensions has no effect here"]


def test_settings_are_inherited_as_mkdocs_does(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.yml").write_text(
        "INHERIT: lowest.yml\nrepo_url: https://example.org/code\ntheme: {language: es, logo: a.svg}\n",
        encoding="utf-8",
    )
    (tmp_path / "shared" / "lowest.yml").write_text(
        "repo_url: https://example.org/old\nedit_uri: _edit/main\nextra: {anthology: {license: CC0-1.0}}\n",
        encoding="utf-8",
    )

    read, problems = site(tmp_path, "INHERIT: shared/base.yml", "theme: {language: de}")

    assert problems == []
    assert ("de", "a.svg", "https://example.org/code", "_edit/main", "CC0-1.0") == (
        read.language, read.logo, read.repo_url, read.edit_uri, read.settings.license,
    )  # fmt: skip


def test_a_mistake_in_inherited_settings_is_told_where_they_are_inherited(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("extra: {anthology: {serch: true}}\n", encoding="utf-8")

    assert ["2:10 there is no field called serch"] == site(tmp_path, "INHERIT: base.yml")[1]


@pytest.mark.parametrize("name", ["base.yml", "mkdocs.yml"])
def test_a_configuration_inherits_from_a_file_that_is_there(name: str, tmp_path: Path) -> None:
    assert [f"2:10 there is no file {name} to inherit from"] == site(tmp_path, f"INHERIT: {name}")[1]


def test_an_inherited_file_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("extra: [\n", encoding="utf-8")
    site(tmp_path, "INHERIT: base.yml")

    assert ["base.yml"] == [problem.path for problem in read_site(tmp_path)[2]]


def told(folder: Path) -> list[tuple[str, str, str]]:
    return [(problem.level, problem.message, problem.fix) for problem in read_site(folder)[2]]


def test_plugins_for_which_nothing_is_left_to_do_are_told_with_what_does_the_same(tmp_path: Path) -> None:
    site(tmp_path, "plugins: [anthology, material/search, {search: {lang: en}}]")

    fix = "delete it; the search is  extra: anthology: search: true"
    assert [
        ("note", "the plugin material/search has nothing to do here", fix),
        ("note", "the plugin search has nothing to do here", fix),
    ] == told(tmp_path)


def test_a_plugin_at_which_the_build_would_stop_is_an_error(tmp_path: Path) -> None:
    site(tmp_path, "plugins: {anthology: {}, redirects: {redirect_maps: {}}, other: {}, material/blog: {}}")

    assert [
        (
            "error",
            "the plugin redirects is not installed",
            "delete it; write the old addresses into the post:  aliases: [/old/]",
        ),
        ("error", "the plugin other is not installed", "install it, or delete it"),
        (
            "error",
            "the plugin material/blog adds pages that would stop the build",
            "delete it; posts are in docs/essays/, with dates, authors and topics of their own",
        ),
    ] == told(tmp_path)


def test_a_plugin_of_material_may_be_named_without_its_theme_where_that_is_the_theme(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "home.html").write_text("", encoding="utf-8")
    site(tmp_path, "theme: {name: material, custom_dir: own}", "plugins: [tags]")

    assert [("note", "the plugin tags has nothing to do here")] == [
        (level, text) for level, text, _ in told(tmp_path)
    ]


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("theme: {name: readthedocs}", "write  name: anthology"),
        ("theme: material", "write  theme: anthology"),
    ],
)
def test_a_theme_without_our_templates_is_told_before_a_build_stops_at_it(
    line: str, fix: str, tmp_path: Path
) -> None:
    site(tmp_path, line)

    ((level, message, told_fix),) = told(tmp_path)

    assert (level, told_fix) == ("error", fix)
    assert message.endswith("has no templates for these pages")


def test_settings_of_material_without_effect_are_told_with_what_does_the_same(tmp_path: Path) -> None:
    site(tmp_path, "theme: {palette: {primary: teal}, font: false}", "extra: {analytics: {provider: x}}")

    assert [
        (
            "note",
            "theme.palette has no effect here",
            "delete it, and write the colours, light and dark, below  extra: anthology: look:",
        ),
        ("note", "extra.analytics has no effect here", "delete it; nothing here counts readers"),
    ] == told(tmp_path)


NAV = """\
nav:
  - index.md
  - About us: about.md
  - Guides:
    - guides/index.md
    - One: guides/one.md
  - essays/index.md
  - Elsewhere: https://elsewhere.example/
"""


def test_the_navigation_of_mkdocs_is_the_menu_with_a_link_for_each_section(tmp_path: Path) -> None:
    read, problems = site(tmp_path, NAV)

    assert [
        ("", ""),
        ("about", "About us"),
        ("guides", "Guides"),
        ("essays", ""),
        ("https://elsewhere.example/", "Elsewhere"),
    ] == list(read.nav)
    assert problems == []


@pytest.mark.parametrize(
    "entry",
    ["[about.md]", "{A: {B: about.md}}", "{A: about.md, B: about.md}", "{A: null}", "{A: []}", "null", "{}",
     "{A: [about.md, null]}"],
)  # fmt: skip
def test_an_entry_of_the_navigation_at_which_mkdocs_stops_is_told(tmp_path: Path, entry: str) -> None:
    assert site(tmp_path, f"nav: [about.md, {entry}]")[1] == [
        "2:17 entry 2 of nav is neither a page nor a title with pages"
    ]


def test_a_navigation_that_is_no_list_is_told(tmp_path: Path) -> None:
    assert site(tmp_path, "nav: {A: about.md}")[1] == ["2:6 nav is not a list"]


def test_a_menu_goes_before_the_navigation_which_is_told(tmp_path: Path) -> None:
    read, problems = site(tmp_path, "nav: [about.md]", "extra: {anthology: {menu: [essays]}}")

    assert read.nav == ()
    assert problems == ["2:6 nav has no effect beside the menu"]


def test_links_to_the_makers_elsewhere_are_those_of_material(tmp_path: Path) -> None:
    links = "[{icon: a/b, link: 'https://social.example/@ed'}, {link: 'mailto:ed@ed.example', name: Write}]"
    read, problems = site(tmp_path, f"extra: {{social: {links}}}")

    assert [("social.example", "https://social.example/@ed"), ("Write", "mailto:ed@ed.example")] == [
        (link.title, link.link) for link in read.social
    ]
    assert problems == []
    assert ["2:25 extra social 1 link is x, not an address on the web"] == site(
        tmp_path, "extra: {social: [{link: x}]}"
    )[1]
