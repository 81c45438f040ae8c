"""The names that fields give to entries of other files: people, topics, content notes, practices, posts.

A name that is no id may be the title of an entry, or nearly its id: the message says which id is meant.
"""

from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator, Sequence

from anthology.problems import FieldPath, Issue, shorten
from anthology.schema.validators import split_names
from anthology.sources import KIND_FOLDERS, Source
from anthology.urls import slugify

from .links import nearest
from .model import AnyPage, Collection, EpisodePost, EssayPost, PersonPage, PracticePage, is_draft

KINDS = {
    "topics": "topic",
    "content_notes": "content note",
    "helps_with": "helps_with word",
    "series": "series",
}
"""The maps of the vocabulary, and what a message calls an entry of each."""
_FOLDERS: dict[str, str] = {kind: KIND_FOLDERS[kind] for kind in ("person", "practice")}
_MOST_SUGGESTED = 24
"""ids that a message lists"""


class Ids:
    """Every id that a field can name, including ids of files that have errors.

    `of` has the ids of each kind, or None if they are unknown because the vocabulary cannot be parsed.
    """

    def __init__(self, collection: Collection, pages: list[AnyPage], vocabulary: Source | None) -> None:
        self.pages: dict[str, list[AnyPage]] = {}
        for page in pages:
            self.pages.setdefault(page.id, []).append(page)
        self.drafts = {page.id for page in pages if is_draft(page)}
        self.drafts -= collection.posts.keys() | collection.practices.keys()
        self.of: dict[str, Names[str] | None] = {
            kind: _vocabulary_ids(vocabulary, name) for name, kind in KINDS.items()
        }
        self.of["person"] = {page.file.slug for page in pages if isinstance(page, PersonPage)}
        self.of["practice"] = {page.file.slug for page in pages if isinstance(page, PracticePage)}
        self._titles = _titles(collection, pages)

    def check(self, path: FieldPath, kind: str, names: Iterable[str]) -> Iterator[Issue]:
        """Names of one kind, in a list at `path`, must exist."""
        ids = self.of[kind]
        for number, name in enumerate(names):
            if ids is not None and name not in ids:
                yield Issue(f"there is no {kind} {name}", self._fix(name, kind), (*path, number))

    def check_list(self, source: Source, field: str, kind: str, names: Sequence[str]) -> Iterator[Issue]:
        """Names of one kind in the list of a field must exist; several that do not are one mistake."""
        ids, text = self.of[kind], source.fields.values.get(field)
        unknown = [name for name in names if ids is not None and name not in ids]
        if isinstance(text, str):
            yield self._text_for_a_list(field, kind, text, names)
        elif len(unknown) < 2:
            yield from self.check((field,), kind, names)
        else:
            fixes = [
                f"write {meant} for {name}" if (meant := self._meant(name, kind)) else self._fix(name, kind)
                for name in unknown
            ]
            plural = {"person": "people", "series": "series"}.get(kind, f"{kind}s")
            message = f"there are no {plural} {', '.join(unknown[:-1])} and {unknown[-1]}"
            yield Issue(message, "; ".join(dict.fromkeys(fixes)), (field, names.index(unknown[0])))

    def check_posts(
        self, path: FieldPath, names: Iterable[str], drafts_allowed: bool = False
    ) -> Iterator[Issue]:
        """Ids of posts, in a list at `path`, must exist; only a draft may name a draft."""
        for number, name in enumerate(names):
            if name not in self.pages:
                fix = did_you_mean(self._meant(name, "post"), "check the name of its file")
                yield Issue(f"there is no post {name}", fix, (*path, number))
            elif name in self.drafts and not drafts_allowed:
                message = f"{name} is a draft, which readers cannot open"
                yield Issue(message, "publish it, or take it out here", (*path, number))

    def _text_for_a_list(self, field: str, kind: str, text: str, names: Sequence[str]) -> Issue:
        ids = self.of[kind] or ()
        meant = [self._meant(name, kind) or slugify(name) or name for name in names]
        fix = f"put it in brackets:  {field}: [{', '.join(meant)}]"
        if unknown := [name for name in meant if name not in ids]:
            fix += f"   and then {fix_of_unknown(unknown[0], kind, ids)}"
        return Issue(f"{field} is {shorten(text)}, but a list is needed", fix, (field,))

    def _meant(self, name: str, kind: str) -> str | None:
        """The id that a name means: by its title, by the same letters, by a word in it, or the nearest one."""
        titles = self._titles.get(kind, {})
        ids = titles.values() if kind == "post" else self.of[kind] or ()
        slug = slugify(name)
        if exact := titles.get(name.casefold()) or (slug in ids and slug):
            return exact
        if words := [word for word in slug.split("-") if word in ids] if " " in name else []:
            return words[0]
        near = nearest(name, ids)
        near_title = nearest(name.casefold(), titles) if not near else None
        return near or (titles[near_title] if near_title else None)

    def _fix(self, name: str, kind: str) -> str:
        meant = self._meant(name, kind)
        several = [self._meant(part, kind) for part in split_names(name)]
        if len(several) > 1 and all(several):
            return f"write a comma between them:  {', '.join(filter(None, several))}"
        if kind != "person":
            return did_you_mean(meant, fix_of_unknown(name, kind, self.of[kind] or ()))
        fix = fix_of_unknown(name, kind, self.of[kind] or ())
        same = meant and meant == self._titles[kind].get(name.casefold(), slugify(name))
        return f"did you mean {meant}?" if same else f"did you mean {meant}? If not, {fix}" if meant else fix


def fix_of_unknown(name: str, kind: str, ids: Names[str]) -> str:
    """The fix for a name that means no entry: the ids to choose from, or how an entry is made."""
    choices = f": {', '.join(sorted(ids))}" if 0 < len(ids) <= _MOST_SUGGESTED else ""
    if kind == "person":
        slug = slugify(name) or "their-name"
        shown = name if name != slug else name.replace("-", " ").title()
        first = "" if name == slug else f"write {slug}, and "
        lines = f"---   name: {shown}   kind: pen-name   ---"
        file = f"make the file docs/people/{slug}.md with these four lines:  {lines}   (or kind: name)"
        return f"{first}{file}; or name somebody who is there{choices}"
    place = _FOLDERS.get(kind, "docs/vocabulary.yml")
    return f"add it to {place}, or use one that exists{choices}"


def did_you_mean(near: str | None, otherwise: str) -> str:
    """The fix of a name that is nearly right, or another one."""
    return f"did you mean {near}?" if near else otherwise


def _titles(collection: Collection, pages: list[AnyPage]) -> dict[str, dict[str, str]]:
    """The ids of each kind by their titles in small letters; those of posts as a whole: essays/x."""
    titles: dict[str, dict[str, str]] = {
        kind: {
            term.title.casefold(): id_
            for id_, term in getattr(collection.vocabulary, name).items()
            if getattr(term, "title", None)
        }
        for name, kind in KINDS.items()
    }
    titles |= {"person": {}, "practice": {}, "post": {}}
    for page in pages:
        if isinstance(page, PersonPage) and page.fields.name:
            titles["person"][page.fields.name.casefold()] = page.file.slug
        elif isinstance(page, PracticePage) and page.fields.title:
            titles["practice"][page.fields.title.casefold()] = page.file.slug
        elif isinstance(page, EssayPost | EpisodePost):
            titles["post"][(page.fields.title or page.id).casefold()] = page.id
    return titles


def _vocabulary_ids(vocabulary: Source | None, name: str) -> Names[str] | None:
    if vocabulary is None or not vocabulary.parsed or name in vocabulary.unparsed_fields:
        return None
    terms = vocabulary.fields.values.get(name)
    return terms if isinstance(terms, dict) else {}
