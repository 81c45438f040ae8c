"""The words of the site in each of its languages, and how a language writes dates, numbers and lists.

One file here is one language. Nothing else in the house holds a word that a page shows.
"""

from .catalog import FOLDER, english, read_languages
from .language import Language, Languages, Sentence, Text, Written, attributes, territory

__all__ = [
    "FOLDER",
    "Language",
    "Languages",
    "Sentence",
    "Text",
    "Written",
    "attributes",
    "english",
    "read_languages",
    "territory",
]
