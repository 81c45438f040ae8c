"""Texts without the characters that XML refuses."""

import re

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text with line ends as \\n, and no control character except tab and line end.

    XML refuses most of them and discourages the others: readers take \\x80 for a euro sign.
    """
    if text.isprintable():
        return text
    return _REFUSED.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
