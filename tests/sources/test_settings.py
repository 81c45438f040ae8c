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


def test_extensions_of_markdown_have_no_effect_and_are_reported(tmp_path: Path) -> None:
    assert site(tmp_path, "markdown_extensions: [toc]")[1] == ["2:1 markdown_extensions has no effect here"]
