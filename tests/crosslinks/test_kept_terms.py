from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from anthology.cache import Cache, digest_of_text
from anthology.crosslinks.kept_terms import KeptTerms

DIGESTS = [digest_of_text(str(number)) for number in range(300)]


def test_what_was_added_is_there_for_the_next_build(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    kept = KeptTerms(store)
    kept.add((digest, digest.encode()) for digest in DIGESTS[1:])
    kept.keep(DIGESTS[1:])
    store.save()

    again = KeptTerms(Cache(tmp_path))

    assert DIGESTS[0] not in again
    assert again.get(DIGESTS[0]) is None
    assert DIGESTS[1:] == [(again.get(digest) or b"").decode() for digest in DIGESTS[1:]]


def test_a_post_that_has_just_changed_is_kept_and_others_are_forgotten_in_time(tmp_path: Path) -> None:
    alike = [f"0000{number:060}" for number in range(100)]
    store = Cache(tmp_path)
    for before, digest in pairwise(alike):
        kept = KeptTerms(store)
        kept.add([(before, b"before"), (digest, b"after")])
        kept.keep([digest])

        assert before in KeptTerms(store)

    assert alike[0] not in KeptTerms(store)
