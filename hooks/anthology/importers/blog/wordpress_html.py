"""The body of a post in WordPress as HTML: paragraphs where it has none, without blocks' comments and shortcodes."""

import re
from collections.abc import Mapping
from html import escape

from .shortcodes import IFRAME, ReportCommand

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HTML_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_NOSCRIPT = re.compile(r"(?is)<noscript\b[^<>]*>(.*?)</noscript\s*>")
_KEPT = re.compile(r"(?is)<(pre|script|style|textarea)\b.*?</\1\s*>")
_BLOCK_NAMES = (
    "address|article|aside|blockquote|canvas|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li"
    "|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|audio|script|style"
)
_BLOCK_TAG = re.compile(rf"(?i)\s*(</?(?:{_BLOCK_NAMES})\b[^<>]*>)\s*")
_CAPTION = re.compile(r"(?s)\[caption\b[^\]]*\](.*?)\[/caption\]")
_CODE_SHORTCODE = re.compile(
    r"(?is)(^[ \t]*)?\[(as3|bash|c|cc|code|coldfusion|cpp|cs|csharp|css|delphi|diff|erlang|fsharp|go|groovy|haskell"
    r"|html|java|javascript|js|jscript|json|kotlin|lua|matlab|objc|pascal|perl|php|plain|powershell|python|r|rails|ruby|rust"
    r"|scala|shell|source|sourcecode|sql|swift|text|ts|typescript|vb|vbnet|xhtml|xml|yaml)\b([^\]\n]*)\]\n?(.*?)\n?\[/\2\]",
    re.MULTILINE,
)
"""those of SyntaxHighlighter and its like"""
_NO_LANGUAGES = frozenset({"code", "plain", "source", "sourcecode", "text"})
_LANGUAGE = re.compile(r"\blang(?:uage)?\s*=\s*[\"']?([\w+#-]+)")
_EMBED = re.compile(
    r"(?s)\[(embed|youtube|vimeo|video|audio|soundcloud|playlist)\b([^\]]*)\](?:\s*(\S+?)\s*\[/\1\])?"
)
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
_SHORTCODE = re.compile(
    r"(?<![\[!\w\]])\[(/?)([a-z][a-z0-9_-]{2,30})((?:\s+[^\[\]<>]*)?)/?\](?!\(|\])", re.IGNORECASE
)
_EMBEDDED_ADDRESS = re.compile(r"https?://[^\s\"'\[\]<>]+")
_ALONE = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"]+)[ \t]*$")


def html_of_post(body: str, pictures: Mapping[str, str], report: ReportCommand) -> str:
    """HTML of a body, classic or of blocks; `pictures` leads from the number of an attachment to its address.

    `report` is called with each shortcode for which there is nothing here.
    """
    body = _NOSCRIPT.sub("" if "data-src=" in body else r"\1", body.replace("\r\n", "\n"))
    body = _HTML_TAG.sub(_whole_tag, body)
    blocks = "<!-- wp:" in body
    body = _COMMENT.sub("", _BLOCK_COMMENT.sub("\n\n", body))
    body = _CODE_SHORTCODE.sub(_code, body)
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"<hr data-kept={len(kept) - 1}>"

    body = _with_links(_KEPT.sub(keep, body), pictures, report)
    if not blocks or not re.search(r"(?i)<p\b", body):
        body = _with_paragraphs(body)
    return re.sub(r"<hr data-kept=(\d+)>", lambda match: kept[int(match[1])], body)


def _whole_tag(tag: re.Match[str]) -> str:
    """A tag on one line; Squarespace names the address of a picture in an attribute that a script reads."""
    text = tag[0].replace("\n", " ")
    is_picture = text[:5].lower() == "<img " and not re.search(r"(?i)\ssrc\s*=", text)
    return re.sub(r"(?i)\sdata-src\s*=", " src=", text) if is_picture else text


def _code(match: re.Match[str]) -> str:
    """Code on lines of its own, or within a line."""
    begins_line, name, attributes, text = match.groups()
    text = escape(text, quote=False) if "<" in text else text
    if begins_line is None and "\n" not in text:
        return f"<code>{text}</code>"
    language = ((stated := _LANGUAGE.search(attributes)) and stated[1]) or name.lower()
    kind = "" if language.lower() in _NO_LANGUAGES else f' class="language-{language}"'
    return f"<pre{kind}>{text}</pre>"


def _with_links(body: str, pictures: Mapping[str, str], report: ReportCommand) -> str:
    """The body with links in place of what is embedded, and without shortcodes; the words between these stay."""
    body = _CAPTION.sub(_figure, body)
    body = _EMBED.sub(
        lambda match: _link_paragraphs(_EMBEDDED_ADDRESS.findall(f"{match[2]} {match[3] or ''}")), body
    )
    body = _GALLERY.sub(lambda match: _link_paragraphs(_gallery(match[1], pictures)), body)

    def replaced(match: re.Match[str]) -> str:
        if not match[1]:
            report(f"the shortcode {match[2]}, for which there is nothing here")
        return ""

    body = _SHORTCODE.sub(lambda match: replaced(match) if _is_shortcode(match, body) else match[0], body)
    body = with_links_for_frames(body)
    return _ALONE.sub(lambda match: _link_paragraphs([match[1]]), body)


def with_links_for_frames(html: str) -> str:
    return IFRAME.sub(lambda match: _link_paragraphs([re.sub("^//", "https://", match[1])]), html)


def _is_shortcode(match: re.Match[str], body: str) -> bool:
    """A name in brackets is a shortcode if it has attributes or an end; else it may be words of the text."""
    return bool(match[1] or "=" in match[3] or f"[/{match[2]}]" in body or "_" in match[2] or "-" in match[2])


def _figure(match: re.Match[str]) -> str:
    image = re.match(r"(?is)\s*((?:<a\b[^<>]*>)?\s*<img\b[^<>]*>\s*(?:</a>)?)(.*)", match[1])
    return f"\n\n{image[1]}\n\n{image[2].strip()}\n\n" if image else match[1]


def _gallery(attributes: str, pictures: Mapping[str, str]) -> list[str]:
    ids = re.search(r"\bids\s*=\s*[\"']?([\d,\s]+)", attributes)
    return [pictures[number] for number in re.findall(r"\d+", ids[1] if ids else "") if pictures.get(number)]


def _link_paragraphs(addresses: list[str]) -> str:
    return "\n\n".join(f'<a href="{escape(address)}">{escape(address)}</a>' for address in addresses)


def _with_paragraphs(body: str) -> str:
    """Paragraphs at empty lines and line ends within them, as WordPress shows a classic body (wpautop)."""
    parts = re.split(r"\n\s*\n", _BLOCK_TAG.sub(r"\n\n\1\n\n", body))
    return "\n".join(
        part if _BLOCK_TAG.match(part) else f"<p>{part.strip().replace(chr(10), '<br>' + chr(10))}</p>"
        for part in parts
        if part.strip()
    )
