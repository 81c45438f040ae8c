"""Rules for tags as rows of a table, and the checks of values that such rows use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from anthology.problems import Issue

from ..namespaces import qualified
from .built_site import BuiltSite, FeedFinding
from .document import Element, Feed, is_absolute

Check = Callable[[BuiltSite, str], Iterable[Issue]]
"""A check of a value. The message of an issue follows the tag's name in a sentence: “is …”, “has …”."""


ElementCheck = Callable[[Feed, Element], Iterable[Issue]]


class TagRule(NamedTuple):
    """A tag, the number of times that it may occur, and its contents.

    `occurs` is "1" (once), "?" (at most once), "+" (at least once) or "*". `text`: must not be empty;
    `longest`: the most characters that apps show. `attributes` have a check each, or None where any text
    will do; a name that ends in "?" is optional. `children` are rules for the tags inside. `value` checks the
    text, `element` what only the element as a whole, or the files that it names, can tell.
    """

    tag: str
    occurs: str
    source: str
    text: bool = False
    longest: int = 0
    value: Check | None = None
    element: ElementCheck | None = None
    attributes: Mapping[str, Check | None] = MappingProxyType({})
    children: tuple[TagRule, ...] = ()


def check_tags(
    feed: Feed, parent: Element, rules: Sequence[TagRule], item: Element | None = None
) -> Iterator[FeedFinding]:
    """The findings on the children of an element; `item` is the item that they belong to, if any."""
    children: dict[str, list[Element]] = {}
    for child in parent:
        children.setdefault(child.tag, []).append(child)
    for rule in rules:
        elements = children.get(qualified(rule.tag), [])
        if len(elements) != 1:
            yield from feed.findings(rule.tag, _count_issues(rule, len(elements), parent), rule.source, item)
        for element in elements:
            yield from check_element(feed, element, rule, item)


def check_element(feed: Feed, element: Element, rule: TagRule, item: Element | None) -> Iterator[FeedFinding]:
    """The findings on one element and its children."""
    yield from feed.findings(rule.tag, _content_issues(feed.site, element, rule), rule.source, item)
    if rule.attributes:
        yield from feed.findings(rule.tag, _attribute_issues(feed.site, element, rule), rule.source, item)
    if rule.element:
        yield from feed.findings(rule.tag, rule.element(feed, element), rule.source, item)
    if rule.children:
        yield from check_tags(feed, element, rule.children, item)


def check_unique(
    feed: Feed, tag: str, values: Iterable[tuple[str | None, Element]], fix: str, source: str
) -> Iterator[FeedFinding]:
    """No two items have the same value; None and "" are not compared."""
    seen: set[str] = set()
    for value, item in values:
        if value and value in seen:
            yield feed.finding(tag, f"{value} is used twice", fix, source, item)
        seen.add(value or "")


def at_most(length: int) -> Check:
    """A check that the value has no more characters than apps show."""

    def check(_: BuiltSite, value: str) -> Iterator[Issue]:
        if len(value) > length:
            yield Issue(f"has {len(value)} characters", f"apps show {length} at most")

    return check


def matches(pattern: str, fix: str, expected: str = "") -> Check:
    """A check that the whole value matches a regular expression; `expected` names what it should be."""
    fullmatch = re.compile(pattern).fullmatch

    def check(_: BuiltSite, value: str) -> Iterator[Issue]:
        if not fullmatch(value):
            yield Issue(f"is “{value}”{expected and f', not {expected}'}", fix)

    return check


def one_of(*words: str) -> Check:
    """A check that the value is one of the words."""
    *others, last = words
    return matches("|".join(map(re.escape, words)), f"write {', '.join(others)} or {last}")


def absolute_url(_: BuiltSite, value: str) -> Iterator[Issue]:
    """A URL has its scheme and host."""
    if not is_absolute(value):
        yield Issue(f"is “{value}”, not an absolute URL", "write the whole address, with https://")


def built_file_url(site: BuiltSite, value: str) -> Iterator[Issue]:
    """A URL is absolute and, within the site, that of a file."""
    yield from absolute_url(site, value)
    if site.is_local(value) and not site.has(value):
        yield Issue(f"is {value}, which is not in the site", "put the file there, or correct the address")


def size_issues(site: BuiltSite, url: str, length: str | None) -> Iterator[Issue]:
    """`length` is the size in bytes of the file at a URL of the site."""
    file = site.file(url)
    if file is not None and length is not None and length != str(size := file.stat().st_size):
        yield Issue(f"says {length} bytes", f"write {size}, the size of the file")


def _count_issues(rule: TagRule, number: int, parent: Element) -> Iterator[Issue]:
    if not number and rule.occurs in "1+":
        yield Issue("is missing", f"add <{rule.tag}> to the {parent.tag.rpartition('}')[2]}")
    if number > 1 and rule.occurs in "1?":
        yield Issue(f"is there {number} times", "keep one of them")


def _content_issues(site: BuiltSite, element: Element, rule: TagRule) -> Iterator[Issue]:
    content = (element.text or "").strip()
    if rule.text and not content:
        yield Issue("is empty", f"write the text of <{rule.tag}>")
    if rule.longest and len(content) > rule.longest:
        yield Issue(f"has {len(content)} characters", f"apps show {rule.longest} at most")
    if content and rule.value:
        yield from rule.value(site, content)


def _attribute_issues(site: BuiltSite, element: Element, rule: TagRule) -> Iterator[Issue]:
    for key, check in rule.attributes.items():
        name = key.rstrip("?")
        value = element.get(name) or ""
        if not value.strip() and name == key:
            yield Issue(f"has no {name}", f"add {name}=")
        elif value and check:
            for issue in check(site, value):
                yield Issue(f"{name} {issue.message}", issue.fix)
