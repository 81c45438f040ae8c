"""Values of a feed in the form that the fields of a collection have."""

import re
from datetime import datetime
from urllib.parse import quote, urljoin

from anthology.importers.writing import ImportPlan
from anthology.schema import feed_moment, says_yes
from anthology.schema.addresses import feed_address, web_address
from anthology.schema.validators import LONGEST_SUMMARY

_BY_SUFFIX = {".mp3": "audio/mpeg", ".m4a": "audio/x-m4a", ".mp4": "video/mp4", ".ogg": "audio/ogg"}


def first_sentences(text: str) -> str:
    """As many whole sentences as a summary may have; of a longer first sentence, its beginning."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    ends = [match.end() for match in re.finditer(r"[.!?。][”’)\"]?(?=\s)", text[:LONGEST_SUMMARY])]
    if ends and ends[-1] > 40:
        return text[: ends[-1]]
    return text[: LONGEST_SUMMARY - 1].rpartition(" ")[0].rstrip(",;:–— ") + "…"


def is_set(text: str) -> bool:
    """True for the words that feeds have for yes."""
    return says_yes(text)


def language_or_unknown(text: str, plan: ImportPlan) -> str:
    """A language code; `und`, undetermined, where the feed has none."""
    if re.fullmatch(r"(?i)[a-z]{2,3}([-_][a-z]{4})?([-_]([a-z]{2}|[0-9]{3}))?", text):
        return text
    if match := re.match(r"(?i)[a-z]{2,3}(?![a-z])", text):
        return match[0].lower()
    plan.to_decide.append("show.yml: the feed does not say its language; und (undetermined) stands there")
    return "und"


def address_in_ascii(text: str) -> str:
    """An absolute address in ASCII; empty for anything else."""
    text = re.sub(r"^(?=www\.[\w-]+\.)", "http://", text.strip())
    if not re.match(r"https?://[^/\s]", text):
        return ""
    try:
        return feed_address(quote(text, safe="!#$%&'()*+,/:;=?@[]~"))
    except ValueError:
        return ""


def page_address(text: str) -> str:
    """The address of a page as it is written, where that is one; else in ASCII, or empty."""
    try:
        return web_address(text)
    except ValueError:
        return address_in_ascii(text)


def absolute(address: str, base: str) -> str:
    """An address of a file as the page at `base` leads to it; as it is where that is no address."""
    try:
        return urljoin(base or "https:", address) if re.match(r"/|[\w.%-]+(/|$)", address) else address
    except ValueError:
        return address


def media_type(text: str, address: str) -> str:
    """The type of a recording as the feed has it; by the ending of its address where that is none."""
    if re.fullmatch(r"(audio|video|application)/[a-z0-9.+-]+", text):
        return text
    if re.fullmatch(r"(audio|video|application)/[a-z0-9.+-]+", text.strip().lower()):
        return text.strip().lower()
    suffix = re.search(r"\.\w+$", address.partition("?")[0])
    return _BY_SUFFIX.get(suffix[0].lower() if suffix else "", "audio/mpeg")


def length_of(text: str) -> int:
    """The bytes of a recording, also with marks between thousands; 0 where a feed does not say."""
    digits = re.sub(r"(?<=\d)[,. ](?=\d{3}\b)", "", text.strip())
    return int(digits) if digits.isdecimal() and len(digits) < 16 else 0


def moment_of(text: str) -> datetime | None:
    """The moment of a date in a feed; None for what is none."""
    return feed_moment(text)


def number_from_1(text: str) -> int | None:
    text = text.strip()
    return int(text) if re.fullmatch("0*[1-9][0-9]{0,8}", text) else None
