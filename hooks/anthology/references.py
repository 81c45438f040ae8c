"""What one file says of another: ids that must exist, links to headings, words that must be known."""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator
from typing import Any

from .collection import Collection, EpisodePost, EssayPost, PersonPage, PracticePage, Written
from .front_matter import Path
from .links import nearest
from .model import Episode, Post, Show, Vocabulary
from .prose import Target
from .source import Source

_FOLDERS = {"person": "docs/people", "practice": "docs/practices"}


def check_references(collection: Collection, written: list[Written], shared: dict[str, Source]) -> None:
    """Adds to each source what it refers to in vain."""
    known = _Known(collection, written)
    for item in written:
        for path, problem in _problems(item, known):
            item.source.problems.append(item.source.problem(item.source.place(path), *problem))
        _check_headings(item, known)
    _check_unique(written)
    if source := shared.get("docs/vocabulary.yml"):
        for path, problem in _vocabulary(collection.vocabulary):
            source.problems.append(source.problem(source.place(path), *problem))
    if source := shared.get("mkdocs.yml"):
        for number, way in enumerate(collection.site.settings.start_here):
            for path, problem in known.posts(
                ("extra", "anthology", "start_here", number, "posts"), way.posts, False
            ):
                source.problems.append(source.problem(source.place(path), *problem))
    if (source := shared.get("episodes/show.yml")) and collection.show:
        for path, problem in _show(collection.show, known):
            source.problems.append(source.problem(source.place(path), *problem))


Found = tuple[Path, tuple[str, str]]
"""Where in the fields, and a message with its fix."""


class _Known:
    """Every id that a field can name."""

    def __init__(self, collection: Collection, written: list[Written]) -> None:
        vocabulary = collection.vocabulary
        self.by_id = {item.id: item for item in written}
        self.drafts = {item.id for item in written if getattr(item.fields, "draft", False)}  # type: ignore[attr-defined]
        self.drafts -= collection.posts.keys() | collection.practices.keys()
        self.words: dict[str, Names[str]] = {
            "topic": vocabulary.topics,
            "content note": vocabulary.content_notes,
            "helps_with word": vocabulary.helps_with,
            "series": vocabulary.series,
            "person": {item.entry.slug for item in written if isinstance(item, PersonPage)},
            "practice": {item.entry.slug for item in written if isinstance(item, PracticePage)},
        }

    def check(self, path: Path, kind: str, names: Iterable[str]) -> Iterator[Found]:
        """Names of one kind, in a list at `path`."""
        for number, name in enumerate(names):
            if name not in self.words[kind]:
                yield (*path, number), self._unknown(kind, name)

    def posts(self, path: Path, names: Iterable[str], draft: bool) -> Iterator[Found]:
        """Ids of posts, in a list at `path`; only a draft may name a draft."""
        for number, name in enumerate(names):
            if name not in self.by_id:
                near = nearest(
                    name, [known for known in self.by_id if known.startswith(("essays/", "episodes/"))]
                )
                yield (
                    (*path, number),
                    (f"there is no post {name}", _did_you_mean(near, "check the name of its file")),
                )
            elif name in self.drafts and not draft:
                yield (
                    (*path, number),
                    (f"{name} is a draft, which readers cannot open", "publish it, or take it out here"),
                )

    def _unknown(self, kind: str, name: str) -> tuple[str, str]:
        near = nearest(name, self.words[kind])
        where = _FOLDERS.get(kind, "docs/vocabulary.yml")
        otherwise = f"add it to {where}, or use one that is there"
        return f"there is no {kind} {name}", _did_you_mean(near, otherwise)


def _did_you_mean(near: str | None, otherwise: str) -> str:
    return f"did you mean {near}?" if near else otherwise


def _problems(item: Written, known: _Known) -> Iterator[Found]:
    if isinstance(item, EssayPost | EpisodePost):
        yield from _post(item.id, item.fields, known)
        yield from _skip_links(item)
    if isinstance(item, EpisodePost):
        yield from _episode(item.fields, known)
    if isinstance(item, PracticePage):
        yield from _practice(item, known)


def _post(post_id: str, fields: Post, known: _Known) -> Iterator[Found]:
    yield from known.check(("topics",), "topic", fields.topics)
    yield from known.check(("content_notes",), "content note", [note.note for note in fields.content_notes])
    yield from known.check(("practices",), "practice", fields.practices)
    yield from known.check(("authors",), "person", getattr(fields, "authors", []))
    yield from known.check(("series",), "series", [fields.series] if fields.series else [])
    if fields.series and fields.part is None:
        yield ("series",), ("series is given without part", "add its number in the series:  part: 2")
    for name, ids in (("responds_to", fields.responds_to), ("translation_of", fields.translation_of)):
        yield from known.posts((name,), [ids] if ids else [], fields.draft)
    for name in ("pin", "exclude"):
        ids = getattr(fields.related, name)
        yield from known.posts(("related", name), ids, fields.draft or name == "exclude")
        if post_id in ids:
            yield (
                ("related", name, ids.index(post_id)),
                (f"{post_id} is this post itself", "take it out of the list"),
            )


def _episode(fields: Episode, known: _Known) -> Iterator[Found]:
    yield from known.check(("hosts",), "person", fields.hosts)
    yield from known.check(("guests",), "person", fields.guests)
    for number, person in enumerate(fields.persons):
        for _, problem in known.check(("persons",), "person", [person.id]):
            yield ("persons", number, "id"), problem


def _show(show: Show, known: _Known) -> Iterator[Found]:
    yield from known.posts(("trailer",), [show.trailer] if show.trailer else [], False)
    for number, person in enumerate(show.persons):
        for _, problem in known.check(("persons",), "person", [person.id]):
            yield ("persons", number, "id"), problem


def _practice(item: PracticePage, known: _Known) -> Iterator[Found]:
    fields = item.fields
    yield from known.check(("helps_with",), "helps_with word", fields.helps_with)
    yield from known.check(("alternatives",), "practice", fields.alternatives)
    words = {*known.words["helps_with word"], *known.words["content note"]}
    for number, word in enumerate(fields.not_for):
        if word not in words:
            yield (
                ("not_for", number),
                (
                    f"there is no helps_with word or content note {word}",
                    _did_you_mean(
                        nearest(word, words), "add it to docs/vocabulary.yml, or use one that is there"
                    ),
                ),
            )
    others = [known.by_id.get(f"practices/{name}") for name in fields.alternatives]
    anchors = [other.fields.anchor for other in others if isinstance(other, PracticePage)]
    if anchors and all(anchor == fields.anchor for anchor in anchors):
        yield (
            ("alternatives",),
            (
                f"all alternatives have the anchor {fields.anchor}, as this practice has",
                "name at least one practice of another anchor",
            ),
        )


def _skip_links(item: EssayPost | EpisodePost) -> Iterator[Found]:
    """Where a content note applies: a heading of this text, or a part of this recording."""
    length = item.recording.duration_ms if isinstance(item, EpisodePost) and item.recording else None
    for number, note in enumerate(item.fields.content_notes):
        for place, where in enumerate(note.where):
            path: Path = ("content_notes", number, "where", place)
            if isinstance(where, str):
                if where[1:] not in item.prose.ids:
                    near = nearest(where[1:], item.prose.ids)
                    yield (
                        path,
                        (
                            f"there is no heading {where}",
                            _did_you_mean(
                                near and f"#{near}",
                                "write # and the heading in small letters, words joined by hyphens",
                            ),
                        ),
                    )
            elif isinstance(item, EssayPost):
                yield path, ("an essay has no recording to skip in", 'name a heading:  "#the-heading"')
            elif length is not None and where.end > length + 1000:
                yield (
                    path,
                    ("this part lies past the end of the recording", "check the times against the recording"),
                )


def _check_headings(item: Written, known: _Known) -> None:
    """Links to headings, here and on other pages, and links to what readers cannot open."""
    for target, place in item.prose.links:
        other = item if target.page is None else known.by_id.get(target.page)
        draft = getattr(item.fields, "draft", False)  # type: ignore[attr-defined]
        if target.page in known.drafts and not draft:
            fix = "publish it too, or take the link out"
            item.source.problems.append(
                item.source.problem(place, f"/{target.page}/ is a draft, which readers cannot open", fix)
            )
        elif other and target.fragment and not _stands(target, other):
            near = nearest(target.fragment, other.prose.ids)
            fix = _did_you_mean(near and f"#{near}", "link to the page alone, or to one of its headings")
            where = "on this page" if other is item else f"on /{other.id}/"
            item.source.problems.append(
                item.source.problem(place, f"there is no heading #{target.fragment} {where}", fix)
            )


def _stands(target: Target, other: Written) -> bool:
    if isinstance(other, EpisodePost) and (
        target.fragment.startswith("t=") or target.fragment in {"transcript", "chapters"}
    ):
        return True
    return target.fragment in other.prose.ids


def _check_unique(written: list[Written]) -> None:
    """Old addresses and guids, each used once."""
    addresses: dict[str, Written] = {f"/{item.id}/": item for item in written}
    guids: dict[str, Written] = {}
    for item in written:
        for number, alias in enumerate(getattr(item.fields, "aliases", [])):  # type: ignore[attr-defined]
            _claim(addresses, f"/{alias.strip('/')}/", item, ("aliases", number), "the address")
        if isinstance(item, EpisodePost) and item.fields.guid:
            _claim(guids, item.fields.guid, item, ("guid",), "the guid")


def _claim(taken: dict[str, Written], name: str, item: Written, path: Path, what: str) -> None:
    if other := taken.get(name):
        message = f"{what} {name} is used already, by {other.entry.path}"
        item.source.problems.append(
            item.source.problem(item.source.place(path), message, "give each of them its own")
        )
    taken.setdefault(name, item)


def _vocabulary(vocabulary: Vocabulary) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for name in ("topics", "content_notes", "helps_with", "series"):
        words: dict[str, Any] = getattr(vocabulary, name)
        for word, meaning in words.items():
            if word in seen:
                yield (
                    (name, word),
                    (
                        f"{word} stands in {seen[word]} too; an id is unique in the whole file",
                        "give one of them another id",
                    ),
                )
            seen.setdefault(word, name)
            for number, helps in enumerate(getattr(meaning, "helps_with", [])):
                if helps not in vocabulary.helps_with:
                    near = nearest(helps, vocabulary.helps_with)
                    yield (
                        (name, word, "helps_with", number),
                        (
                            f"there is no helps_with word {helps}",
                            _did_you_mean(near, "add it below helps_with"),
                        ),
                    )
