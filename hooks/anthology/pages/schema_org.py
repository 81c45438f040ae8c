"""Building blocks of schema.org data: references, citations."""

from typing import Any

from .components import Values

Data = dict[str, Any]


def reference(kind: str, url: str, name: str, identifier: str = "") -> Data:
    """Return a reference to something that has a page; `identifier` is its @id where the page has another."""
    return {"@type": kind, "@id": identifier or url, "name": name, "url": url}


def cited(entry: Values) -> Data:
    """Return a source as a citation."""
    return without_unknown(
        {
            "@type": "CreativeWork",
            "name": entry["title"],
            "creditText": entry["authors"],
            "datePublished": str(entry["year"]) if entry["year"] else None,
            "url": entry["url"],
        }
    )


def without_unknown(entry: Data) -> Data:
    """Return the entry without unknown values and empty lists."""
    empty: tuple[object, ...] = (None, "", [], {})
    values = {
        name: [item for item in value if item not in empty] if isinstance(value, list) else value
        for name, value in entry.items()
    }
    return {name: value for name, value in values.items() if value not in empty}
