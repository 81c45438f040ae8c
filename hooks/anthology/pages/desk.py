"""The writing desk at /write/: what its form offers, and the messages of `anthology check` that its script repeats."""

from urllib.parse import urljoin

from anthology.collection import Collection
from anthology.i18n import Language, license_name
from anthology.schema import Essay, Profile
from anthology.schema.validators import LONGEST_SUMMARY
from anthology.sources import parse_yaml_text, validate

from .components import Values, topic_link

_LICENSES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC0-1.0", "all-rights-reserved")


def desk_values(collection: Collection, language: Language) -> Values:
    """Return the choices of the form, with titles in this language, and `rules`: the same facts for its script."""
    settings, vocabulary = collection.site.settings, collection.vocabulary
    licenses = dict.fromkeys([settings.license, *_LICENSES])
    codes = dict.fromkeys([collection.site.language, *sorted(collection.languages.catalogs)])
    return {
        "desk_topics": [topic_link(collection, name, language) for name in vocabulary.topics],
        "desk_notes": [
            {"id": name, "title": term.title_in(language.code)}
            for name, term in vocabulary.content_notes.items()
        ],
        "desk_licenses": [{"id": spdx, "title": license_name(spdx)[0]} for spdx in licenses],
        "desk_languages": [{"id": code, "title": _language_title(collection, code)} for code in codes],
        "rules": {
            "people": {page.fields.name: page.file.slug for page in collection.people.values()},
            "slugs": sorted(post.file.slug for post in collection.essays),
            "defaults": {"license": settings.license, "language": collection.site.language},
            "new_file": _new_file_address(collection),
            "contact": settings.contact if "@" in (settings.contact or "") else "",
            "messages": desk_messages(),
        },
    }


def desk_messages() -> Values:
    """Return what `anthology check` says of a field that the form leaves out, or fills with too much.

    The model itself is asked, with a file that lacks all fields and with a summary one character too long.
    """
    length = LONGEST_SUMMARY + 1
    return {
        "missing": {**_messages(Essay, "language: en"), **_messages(Profile, "kind: name")},
        "long_summary": {
            "limit": LONGEST_SUMMARY,
            **{
                key: text.replace(str(length), "{length}")
                for key, text in _messages(Essay, f"summary: {'x' * length}")["summary"].items()
            },
        },
    }


def _messages(model: type[Essay] | type[Profile], fields: str) -> dict[str, dict[str, str]]:
    """The message and the fix of each field that the model refuses, by the field's name."""
    source = parse_yaml_text(f"{fields}\n", "the desk")
    validate(model, source)
    return {
        problem.message.split()[0]: {"message": problem.message, "fix": problem.fix}
        for problem in source.problems
    }


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
