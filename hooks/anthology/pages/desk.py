"""The writing desk at /write/: what its form offers, and the messages of `anthology check` that its script repeats."""

import re
from collections.abc import Collection as Names
from pathlib import Path
from urllib.parse import urljoin

from anthology.collection import Collection
from anthology.i18n import Language, license_name
from anthology.problems import shorten_from_the_left
from anthology.rendering import SECOND_HEADER, Target, render
from anthology.rendering.dialect_signs import SIGNS
from anthology.rendering.sanitizer import ALLOWED_TAGS, OPAQUE, REFUSED_TAGS, SCHEMES, refused_tag
from anthology.schema import Essay, Profile
from anthology.schema.validators import HTML_ENTITY, LONGEST_SUMMARY
from anthology.sources import Source, parse_yaml_text, validate
from anthology.unicode import NOT_TEXT
from anthology.urls import LATIN_LETTERS

from .components import Values, topic_link

_OFFERED_LICENSES = (
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-4.0",
    "CC0-1.0",
    "all-rights-reserved",
)


def desk_values(collection: Collection, language: Language) -> Values:
    """Return the choices of the form, with titles in this language, and `rules`: the same facts for its script."""
    settings, vocabulary = collection.site.settings, collection.vocabulary
    topics, without = collection.shown_topics, settings.without
    notes = {} if "content-notes" in without else vocabulary.content_notes
    licenses = dict.fromkeys([settings.license, *_OFFERED_LICENSES])
    codes = dict.fromkeys([collection.site.language, *sorted(collection.languages.catalogs)])
    return {
        "desk_topics": [topic_link(collection, name, language) for name in topics],
        "desk_threads": "threads" not in without,
        "desk_notes": [{"id": name, "title": term.title_in(language.code)} for name, term in notes.items()],
        "desk_licenses": [{"id": spdx, "title": license_name(spdx)[0]} for spdx in licenses],
        "desk_languages": [{"id": code, "title": _language_title(collection, code)} for code in codes],
        "rules": {
            "people": {page.fields.name: page.file.slug for page in collection.people.values()},
            "letters": LATIN_LETTERS,
            "slugs": ["index", *sorted(post.file.slug for post in collection.essays)],
            "defaults": {"license": settings.license, "language": collection.site.language},
            "new_file": _new_file_address(collection),
            "contact": settings.contact if "@" in (settings.contact or "") else "",
            "messages": desk_messages(without),
        },
    }


def desk_messages(without: Names[str] = ()) -> Values:
    """Return what `anthology check` says of what the form can get wrong, as formats of what the script finds.

    The model and the renderer are asked, with an example of each mistake; not of parts `without` which the site does.
    """
    length = LONGEST_SUMMARY + 1
    long_summary = _asked_of_fields(Essay, f"summary: {'x' * length}")["summary"]
    needed = _asked_of_fields(Essay, "language: en")
    limit_words = {str(length): "{length}", shorten_from_the_left("x" * LONGEST_SUMMARY): "{fits}"}
    return {
        "missing": {
            **{name: texts for name, texts in needed.items() if name not in without},
            **_asked_of_fields(Profile, "kind: name"),
        },
        "long_summary": {"limit": LONGEST_SUMMARY, **_as_format(long_summary, limit_words)},
        "entity": _as_format(
            _asked_of_fields(Essay, "title: a &amp; b")["title"],
            {"title ": "{field} ", "&amp;": "{entity}", "a & b": "{plain}"},
        ),
        "entities": HTML_ENTITY.pattern,
        "body": {
            name: _asked_of_body(*example, thread)
            for thread, examples in ((False, _EXAMPLES), (True, {} if "threads" in without else _THREADS))
            for name, example in examples.items()
        },
        "tags": sorted(ALLOWED_TAGS),
        "refused_tags": {
            tag: dict(zip(("message", "fix"), refused_tag(tag), strict=True))
            for tag in ("{tag}", *sorted(OPAQUE | REFUSED_TAGS.keys()))
        },
        "opaque": sorted(OPAQUE),
        "schemes": sorted(SCHEMES),
        "not_text": NOT_TEXT.pattern,
        "header": _in_javascript(SECOND_HEADER.pattern),
        "signs": [
            {
                "pattern": _in_javascript(sign.pattern),
                "message": sign.message,
                "fix": sign.fix,
                "first_only": sign.first_only,
            }
            for sign in SIGNS
            if not sign.message.startswith(_NEEDS_THE_WHOLE_TEXT)
        ],
    }


_NEEDS_THE_WHOLE_TEXT = ("there is no footnote", "there is no reference", "a comment begins here")


def _in_javascript(pattern: str) -> str:
    """A pattern of `dialect_signs`, as JavaScript writes it."""
    for ours, theirs in {"(?P<": "(?<", r"\A": "^(?<![^])", r"\Z": "(?![^])"}.items():
        pattern = pattern.replace(ours, theirs)
    return re.sub(r"\(\?P=(\w+)\)", r"\\k<\1>", pattern)


# A body with a mistake, and the parts of the message that depend on what somebody wrote.
_EXAMPLES: dict[str, tuple[str, dict[str, str]]] = {
    "scheme": ("[a](javascript:b)", {"javascript": "{scheme}"}),
    "computer": ("[a](c:/d.png)", {"d.png": "{name}"}),
    "elsewhere": ("![a](https://b.example/c.png)", {"c.png": "{name}"}),
    "double_slash": ("[a](//b.example)", {"b.example": "{rest}"}),
    "www": ("[a](www.b.example)", {"www.b.example": "{address}"}),
    "no_host": ("[a](https://)", {}),
    "no_words": ("![](b.png)", {}),
    "event": ('<p onclick="a">b</p>', {"onclick": "{attribute}"}),
    "style": ('<p style="a">b</p>', {}),
    "second_header": ("---\na: b\n---\n", {}),
}
_THREADS: dict[str, tuple[str, dict[str, str]]] = {
    "no_parts": ("a", {}),
    "part_twice": ("7/ a\n\n7/ b", {"part 7": "part {number}", "line 1": "line {line}"}),
}


def _asked_of_fields(model: type[Essay] | type[Profile], fields: str) -> dict[str, dict[str, str]]:
    """The message and the fix of each field that the model refuses, by the field's name."""
    source = parse_yaml_text(f"{fields}\n", "the desk")
    validate(model, source)
    return {
        problem.message.split()[0]: {"message": problem.message, "fix": problem.fix}
        for problem in source.problems
    }


def _asked_of_body(body: str, parts: dict[str, str], thread: bool) -> dict[str, str]:
    source = Source("the desk", Path("the desk"), body=body)
    render(source, "", lambda address, _: Target(address), thread)
    problem = source.problems[0]
    return _as_format({"message": problem.message, "fix": problem.fix}, parts)


def _as_format(texts: dict[str, str], parts: dict[str, str]) -> dict[str, str]:
    for written, placeholder in parts.items():
        texts = {key: text.replace(written, placeholder) for key, text in texts.items()}
    return texts


def _language_title(collection: Collection, code: str) -> str:
    locale = collection.languages.for_page(code).locale
    return (locale.get_language_name(locale.language) or code).capitalize()


def _new_file_address(collection: Collection) -> str:
    """The repository's page for a new file, Forgejo's if it is not on GitHub; empty without a repository."""
    site = collection.site
    if not site.repo_url:
        return ""
    branch = (site.edit_uri or "edit/main/").strip("/").partition("/")[2].split("/")[0] or "main"
    form = f"new/{branch}" if "//github.com/" in site.repo_url else f"_new/{branch}/"
    return urljoin(f"{site.repo_url.rstrip('/')}/", form)
