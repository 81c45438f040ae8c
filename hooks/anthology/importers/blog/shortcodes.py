"""Commands of other programs in the text of posts (shortcodes, Liquid, boxes, attributes): what does the same here.

Each command is replaced where Markdown has something for it; of the others the words between them stay, and their
names are reported.
"""

import re
from collections.abc import Callable
from textwrap import dedent

ReportCommand = Callable[[str], None]

_LANGUAGE = re.compile(r"[A-Za-z0-9+#-]+")
_BLOCK_CODE = re.compile(
    r"(?s)\{%-?\s*highlight\s+(?P<l1>\S+)[^%]*%\}\n?(?P<c1>.*?)\n?\{%-?\s*endhighlight\s*-?%\}"
    r"|\{\{[<%]\s*highlight\s+\"?(?P<l2>[\w+-]+)[^>%]*[>%]\}\}\n?(?P<c2>.*?)\n?\{\{[<%]\s*/\s*highlight\s*[>%]\}\}"
)
_POST_LINK = re.compile(
    r"\{%-?\s*(?:post_url|link)\s+(?P<p1>[^\s%]+)\s*-?%\}|\{\{[<%]\s*(?:rel)?ref\s+\"?(?P<p2>[^\s\">%]+)\"?\s*[>%]\}\}"
)
_QUOTED_PATH = re.compile(r"\{\{\s*['\"](?P<path>[^'\"{}]*)['\"]\s*\|[^{}]*\}\}")
_SITE_PREFIX = re.compile(
    r"\{\{\s*(?:site\.(?:base)?url|site\.github\.url|base(?:url)?|page\.root)\s*(?:\|[^{}]*)?\}\}"
)
_HUGO = re.compile(r"\{\{[<%]\s*(?P<end>/?)\s*(?P<name>[\w./-]+)(?P<rest>[^{}]*?)/?\s*[>%]\}\}")
_LIQUID = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>[^{}]*?)-?%\}|\{\{(?P<value>[^{}]*)\}\}")
_ATTRIBUTES = re.compile(r"(?m)[ \t]?\{:[^{}\n]*\}|[ \t]?(?<=[)\]}*`\"\w ])\{ ?[.#][\w-][^{}\n]*\}")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))|\"([^\"]*)\"|(\S+)")
_INDENTED = r"(?P<text>(?:{}(?: {{4}}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)+)"
_BOX = re.compile(
    r"(?m)^(?P<indent> {0,3})(?:!!!|\?\?\?\+?) +(?P<kind>[\w-]+)[^\n\"]*(?:\"(?P<title>[^\"\n]*)\")?[ \t]*\n"
    + _INDENTED.format("(?P=indent)")
)
_TAB = re.compile(r"(?m)^(?:===!?\+?) +\"(?P<title>[^\"\n]*)\"[ \t]*\n" + _INDENTED.format(""))
_ALERTS = {
    "tip": "TIP", "hint": "TIP", "success": "TIP", "important": "IMPORTANT", "warning": "WARNING", "caution": "CAUTION",
    "danger": "CAUTION", "failure": "CAUTION", "bug": "CAUTION", "attention": "WARNING",
}  # fmt: skip
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:")
_MORE = re.compile(
    r"<!-- *more *-->|<!--truncate-->|(?m:^\[TOC\][ \t]*$|^[*-] TOC[ \t]*\n(?=\{:toc)|^--8<--[^\n]*$)"
)
IFRAME = re.compile(r"(?is)<iframe\b[^<>]*?\bsrc\s*=\s*[\"']([^\"']+)[\"'][^<>]*>(?:.*?</iframe>)?")
_MARKDOWN_CODE = re.compile(
    r"(?ms)^([ \t>]*)(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*\2[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\3(?!`)"
)
_PLACE_OF_CODE = "\ue000"
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text, changed everywhere but in code, which a character of no meaning replaces meanwhile."""
    code: list[str] = []

    def hide(match: re.Match[str]) -> str:
        code.append(match[0])
        return f"{_PLACE_OF_CODE}{len(code) - 1}{_PLACE_OF_CODE}"

    changed = change(_MARKDOWN_CODE.sub(hide, text.replace(_PLACE_OF_CODE, "")))
    return re.sub(f"{_PLACE_OF_CODE}(\\d+){_PLACE_OF_CODE}", lambda match: code[int(match[1])], changed)


def code_as_fences(text: str) -> str:
    """Commands that set code become fences; this comes first, since nothing else is looked for in code."""
    return re.sub(r"\{%-?\s*(?:end)?raw\s*-?%\}", "", _BLOCK_CODE.sub(_fence, text))


def without_shortcodes(text: str, report: ReportCommand, liquid: bool) -> str:
    """Text outside code without the commands of Hugo, kramdown, MkDocs, Material and, where asked, Liquid.

    Only Jekyll and Eleventy carry out Liquid; elsewhere its signs are text.
    """
    text = _POST_LINK.sub(lambda match: post_address(match["p1"] or match["p2"]), text)
    text = _SITE_PREFIX.sub("", _QUOTED_PATH.sub(lambda match: match["path"], text))
    text = _HUGO.sub(lambda match: _hugo(match, report), text)
    if liquid:
        text = _LIQUID.sub(lambda match: _unknown(match["name"] or match["value"].strip(), report), text)
    text = _TAB.sub(
        lambda match: f"**{match['title']}**\n\n{dedent(match['text']).strip()}\n\n", _BOX.sub(_alert, text)
    )
    text = IFRAME.sub(lambda match: f"[{match[1]}]({_absolute(match[1])})", text)
    return _ATTRIBUTES.sub("", _ICON.sub("", _MORE.sub("", text)))


def post_address(name: str) -> str:
    """A made-up address by which a post is named in commands, from the name or the path of its file."""
    parts = name.partition("#")[0].strip("/").removesuffix(".md").removesuffix(".markdown").split("/")
    if parts[-1] in {"index", "_index"} and len(parts) > 1:
        parts.pop()
    return f"/post-file/{parts[-1].lower()}"


def _fence(match: re.Match[str]) -> str:
    language = match["l1"] or match["l2"]
    code = match["c1"] if match["c1"] is not None else match["c2"]
    return f"```{language if _LANGUAGE.fullmatch(language) else ''}\n{code}\n```"


def _hugo(match: re.Match[str], report: ReportCommand) -> str:
    name, values = match["name"].lower(), _parameters(match["rest"])
    if name in {"figure", "img", "image"} and "src" in values:
        words = " ".join((values.get("alt") or values.get("caption") or values.get("title") or "").split())
        return f"![{words}]({values['src'].replace(' ', '%20')})"
    if name in _VIDEOS and (video := values.get("id") or values.get("0")):
        return f"[{_VIDEOS[name]}{video}]({_VIDEOS[name]}{video})"
    return "" if match["end"] else _unknown(name, report)


def _parameters(text: str) -> dict[str, str]:
    values = {}
    for number, match in enumerate(_PARAMETER.finditer(text)):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        values[match[1] or str(number)] = value
    return values


def _unknown(name: str, report: ReportCommand) -> str:
    if not name.startswith(("end", "comment")):
        report(name)
    return ""


def _alert(match: re.Match[str]) -> str:
    kind = _ALERTS.get(match["kind"].lower(), "NOTE")
    title = f"**{match['title']}**\n\n" if match["title"] else ""
    text = f"{title}{dedent(match['text']).strip()}"
    lines = [f"> [!{kind}]", *(f"> {line}".rstrip() for line in text.split("\n"))]
    return "\n".join([*lines, "", ""])


def _absolute(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address
