"""The text of a post is read again alone, where nothing else can follow from it."""

import shutil
from pathlib import Path

import pytest

from anthology.collection import Collection, load, load_texts
from builders import episode, essay, nonempty

FIRST, BODY = "essays/first", "A [link](second.md#a-part).\n\n## A part\n\nAnd more."


@pytest.fixture
def collection(root: Path) -> Collection:
    essay(root, "first", BODY)
    essay(root, "second", BODY)
    episode(root, "pier", "Notes with a [text](/essays/first/#a-part).")
    return load(root)[0]


@pytest.mark.parametrize("id_", [FIRST, "episodes/pier"])
def test_a_text_is_as_if_all_had_been_read(collection: Collection, root: Path, id_: str) -> None:
    file = collection.posts[id_].file.location
    file.write_text(f"{file.read_text('utf-8')}\nMore, with a [way](/essays/second/#a-part) on.\n", "utf-8")

    edited, whole = load_texts(collection, [id_]), load(root)[0]

    assert edited is not None
    assert edited.posts.keys() == whole.posts.keys()
    for name, post in whole.posts.items():
        assert post.prose.html == edited.posts[name].prose.html
        assert post.fields == edited.posts[name].fields
        assert post.files == edited.posts[name].files
    assert "More, with a" in edited.posts[id_].prose.html
    assert "More, with a" not in collection.posts[id_].prose.html


def test_no_other_file_is_read(collection: Collection, root: Path) -> None:
    essay(root, "first", f"{BODY} More.")
    for file in nonempty([root / "mkdocs.yml", root / "docs/essays/second.md", root / "docs/vocabulary.yml"]):
        file.write_text("[", encoding="utf-8")
    shutil.rmtree(root / "episodes")

    assert load_texts(collection, [FIRST])


@pytest.mark.parametrize(
    "body",
    ["A [link](third.md).", "A [link](second.md#no-part).", "![A pier](pier.png)", "<script>x</script>"],
)
def test_what_is_wrong_or_new_to_the_site_is_not_read_alone(
    collection: Collection, root: Path, body: str
) -> None:
    shutil.copy(root / "episodes" / "cover.jpg", root / "docs" / "essays" / "pier.png")
    essay(root, "first", body)

    assert not load_texts(collection, [FIRST])


def test_nor_are_other_fields(collection: Collection, root: Path) -> None:
    essay(root, "first", BODY, title="Another")
    assert not load_texts(collection, [FIRST])

    essay(root, "first", BODY, date="nonsense")
    assert not load_texts(collection, [FIRST])
