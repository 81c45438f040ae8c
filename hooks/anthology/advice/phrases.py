"""Words and phrases that are looked for in a text."""

import re


def phrase_pattern(phrases: list[str]) -> re.Pattern[str]:
    """A pattern of any of these words or phrases as a whole, in any case; * stands for any ending."""
    alternatives = [re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases]
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE)
