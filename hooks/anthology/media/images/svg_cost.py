"""The work that a drawing makes for a browser, with every reference unfolded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LOCAL = re.compile(r"url\(\s*[\"']?\s*#([^)\"']{1,200})")
_DEEPEST = 200
MOST_ELEMENTS = 250_000
"""elements that a drawing may have when every reference is unfolded"""
_SLOW = 100
"""what a filter, a dashed line or a shadow counts"""
_IN_PROGRESS = -1


class DrawingCost:
    """Counts what a browser draws when every reference is unfolded, in elements.

    Eleven nested groups of ten references each are ten thousand million elements.
    """

    def __init__(self) -> None:
        self._elements: list[_Element] = []
        self._open: list[_Element] = []
        self._by_id: dict[str, _Element] = {}
        self._styles: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = _Element(1 + sum(map(len, attributes.values())) // 200)
        element.own += _SLOW * (name.startswith("fe") + ("stroke-dasharray" in attributes))
        element.own += _SLOW * bool(re.search(r"(?:blur|drop-shadow)\(", attributes.get("style", "")))
        drawn_at_each_point = len(attributes.get("d", attributes.get("points", ""))) // 4
        for key, value in attributes.items():
            times = 1 + drawn_at_each_point * ("marker" in key or "marker" in value)
            element.references += ((target, times) for target in _LOCAL.findall(value))
            if key == "href" and value.strip().startswith("#") and name != "a":
                element.references.append((value.strip()[1:], 1))
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._elements.append(element)
        self._by_id.setdefault(attributes.get("id", ""), element)

    def end(self) -> None:
        self._open.pop()

    def style(self, text: str) -> None:
        self._styles.append(text)

    def total(self) -> int:
        """The number of elements, at most MOST_ELEMENTS + 1. Raises RecursionError for references in a circle."""
        if not self._elements:
            return 0
        number, styles = len(self._elements), "".join(self._styles)
        if re.search(r"(?:blur|drop-shadow)\(", styles):
            number *= _SLOW
        # A rule of a style sheet may be meant for every element.
        shared = sum(
            self._cost(self._by_id[name], 0) for name in set(_LOCAL.findall(styles)) if name in self._by_id
        )
        return min(MOST_ELEMENTS + 1, self._cost(self._elements[0], 0) + shared * number)

    def _cost(self, element: _Element, depth: int) -> int:
        if depth > _DEEPEST or element.cost == _IN_PROGRESS:
            raise RecursionError
        if element.cost is None:
            element.cost = _IN_PROGRESS
            cost = element.own + sum(self._cost(child, depth + 1) for child in element.children)
            for name, times in element.references:
                if target := self._by_id.get(name):
                    cost += times * self._cost(target, depth + 1)
            element.cost = min(MOST_ELEMENTS + 1, cost)
        return element.cost


@dataclass(slots=True)
class _Element:
    """One element: what it costs alone, its children, and (id, times) of what it draws as well."""

    own: int
    children: list[_Element] = field(default_factory=list)
    references: list[tuple[str, int]] = field(default_factory=list)
    cost: int | None = None
