"""Questions that the last build asked of the posts for each page and made file, and the answers.

What asks the same again, of posts of which the answers are the same, is the same. This is known of a page without
working out what it shows.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from anthology.cache import digest_of_text
from anthology.collection import Collection, answers


class LastAnswers:
    """Answers by the name of a page or file; `own` stands for all else that it is made from, `output` for its bytes."""

    def __init__(self, collection: Collection, site: Path) -> None:
        self._collection, self._row = collection, f"answers {site}"
        self._new: dict[str, tuple[str, str, list[str]]] = {}
        self._is_used = False

    def use(self) -> None:
        """Compare the answers in this build: it pays where many pages or files may have changed."""
        self._is_used = True

    def are_same(self, name: str, own: str, output: str) -> bool:
        """Return whether these bytes were made from the same, as far as the answers tell."""
        if not self._is_used or name not in self._kept:
            return False
        digest, of_output, questions = self._kept[name]
        return of_output == output and digest == self.digest(own, questions)

    def note(self, name: str, digest: str, output: str, questions: list[str]) -> None:
        """Note what was asked for bytes that are made in this build, and its `digest`."""
        self._new[name] = digest, output, questions

    def keep(self, names: set[str]) -> None:
        """Keep what is new, if what was kept is used in this build, and of all the rest what is in the site.

        What is not kept is worked out again: an entry holds for the bytes of which it has the digest.
        """
        if self._new and self._is_used:
            kept = {name: entry for name, entry in (self._kept | self._new).items() if name in names}
            places: dict[str, int] = {}
            entries = {
                name: [*digests, [places.setdefault(question, len(places)) for question in questions]]
                for name, (*digests, questions) in kept.items()
            }
            self._collection.cache.remember(self._row, [list(places), entries])
        else:
            self._collection.cache.still_needed(self._row)

    @cached_property
    def _kept(self) -> dict[str, tuple[str, str, list[str]]]:
        questions, entries = self._collection.cache.recall(self._row) or ([], {})
        return {
            name: (digest, output, [questions[place] for place in asked])
            for name, (digest, output, asked) in entries.items()
        }

    def digest(self, own: str, questions: Iterable[str]) -> str:
        """A digest of the answers to these questions, and of `own`."""
        return digest_of_text("\n".join([own, *answers(self._collection, questions)]))
