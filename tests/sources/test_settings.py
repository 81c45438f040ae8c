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
    _, problems = site(tmp_path, "plugins: {unknown: 1}", "extra:", "  anthology:", "    serch: true")

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
        ("theme: {name: material, custom_dir: gone}", "2:37 there is no folder gone"),
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


def test_plugins_for_which_nothing_is_left_to_do_are_told_with_what_does_the_same(tmp_path: Path) -> None:
    site(tmp_path, "plugins: [anthology, material/search, {redirects: {redirect_maps: {}}}, other]")

    assert [
        ("note", "the plugin material/search has nothing to do here", "extra: anthology: search: true"),
        ("note", "the plugin redirects has nothing to do here", "aliases: [/old/]"),
    ] == [
        (problem.level, problem.message, problem.fix.partition(":  ")[2] or problem.fix.partition("is  ")[2])
        for problem in read_site(tmp_path)[2]
    ]


def test_settings_of_material_without_effect_are_told_with_what_does_the_same(tmp_path: Path) -> None:
    lines = ["theme: {palette: {primary: teal}, font: false}", "extra: {social: [{link: a}]}", "nav: []"]
    site(tmp_path, *lines)

    assert [
        ("note", "theme.palette has no effect here", "below  extra: anthology: look:"),
        (
            "note",
            "extra.social has no effect here",
            "write links into docs/about.md, or into the file of a person",
        ),
    ] == [
        (problem.level, problem.message, problem.fix[-len(fix) :])
        for problem, fix in zip(
            read_site(tmp_path)[2],
            [
                "below  extra: anthology: look:",
                "write links into docs/about.md, or into the file of a person",
            ],
            strict=True,
        )
    ]
