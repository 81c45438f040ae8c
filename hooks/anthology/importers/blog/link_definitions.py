"""Links and pictures whose addresses stand in a definition, `[label]: address`, elsewhere in the text."""

import re
from collections.abc import Callable

_DEFINITION = re.compile(r"(?m)^ {0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*<?([^\s<>]+)>?[^\n]*\n?")
_USE = re.compile(r"(!?)\[((?:\\.|[^\[\]\\])*)\](?:\[([^\[\]\n]*)\])?(?![(:\[])")


def with_inline_pictures(text: str, leads_nowhere: Callable[[str], bool]) -> str:
    """The text with such pictures inline, and with the words alone of links that lead nowhere any more."""
    definitions = {_label(match[1]): match[2] for match in _DEFINITION.finditer(text)}
    if not definitions:
        return text
    dead = {label for label, address in definitions.items() if leads_nowhere(address)}

    def inline(match: re.Match[str]) -> str:
        mark, words, label = match.groups()
        label = _label(label or words)
        if label not in definitions:
            return match[0]
        if mark:
            return f"![{words}]({definitions[label]})"
        return words if label in dead else match[0]

    lines = _DEFINITION.sub(lambda match: "" if _label(match[1]) in dead else match[0], text)
    return _USE.sub(inline, lines)


def _label(text: str) -> str:
    return " ".join(text.split()).lower()
