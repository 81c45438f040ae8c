from __future__ import annotations

import pytest

from anthology.crosslinks import ANY_TIME, Offer
from anthology.crosslinks.practices import offers_of_all
from anthology.schema import Essay, Practice, Vocabulary

WORDS = Vocabulary.model_validate(
    {
        "topics": {"leaving": {"title": "Leaving", "text": "…", "helps_with": ["burnout"]}},
        "content_notes": {"suicide": {"title": "Suicide", "helps_with": ["grief"]}},
        "helps_with": {
            "grief": {"title": "Grief", "reason": "when grief is close"},
            "burnout": {"title": "Burnout", "reason": "when you have given too much"},
            "panic": {"title": "Panic", "reason": "when panic comes"},
        },
    }
)


def practice(anchor: str, *helps_with: str, **fields: object) -> Practice:
    known = {
        "title": anchor, "summary": "…", "helps_with": list(helps_with), "anchor": anchor, "minutes": "3",
        "steps": ["…"], "cautions": ["…"], "alternatives": ["other"], "sources": [{"title": "…"}],
    }  # fmt: skip
    return Practice.model_validate(known | fields)


def post(**fields: object) -> Essay:
    known = {"title": "…", "date": "2026-01-02", "summary": "…", "topics": ["leaving"], "authors": ["us"]}
    return Essay.model_validate(known | fields)


def offers(
    essay: Essay,
    practices: dict[str, Practice],
    vocabulary: Vocabulary,
    text: str = "",
    language: str = "en",
) -> list[Offer]:
    return offers_of_all({"": (essay, text)}, practices, vocabulary, language, cover_all=False)[""]


def chosen(essay: Essay, **practices: Practice) -> list[str]:
    return [offer.page for offer in offers(essay, practices, WORDS)]


def test_a_content_note_counts_for_more_than_a_topic() -> None:
    practices = {"a": practice("senses", "burnout"), "b": practice("mental", "grief")}

    assert chosen(post(content_notes=["suicide"]), **practices) == ["b", "a"]


def test_the_reason_is_the_words_own_and_names_no_content_note() -> None:
    found = offers(post(content_notes=["suicide"]), {"a": practice("senses", "grief")}, WORDS)

    assert found[0].reason == "when grief is close"


def test_two_practices_do_not_give_the_same_reason_where_another_fits() -> None:
    practices = {"a": practice("senses", "grief", "burnout"), "b": practice("mental", "burnout", "grief")}
    reasons = {offer.reason for offer in offers(post(content_notes=["suicide"]), practices, WORDS)}

    assert reasons == {"when grief is close", "when you have given too much"}


def test_every_practice_that_is_offered_has_another_anchor() -> None:
    practices = {
        "a": practice("senses", "burnout"),
        "b": practice("senses", "burnout"),
        "c": practice("mental", "panic"),
    }

    assert chosen(post(), **practices) == ["a", "c"]


def test_at_least_one_is_neither_breath_nor_body() -> None:
    practices = {
        "a": practice("breath", "burnout"),
        "b": practice("cold", "burnout"),
        "c": practice("movement", "burnout"),
        "d": practice("mental", "panic"),
    }

    assert chosen(post(), **practices) == ["a", "b", "d"]


def test_a_pin_comes_first() -> None:
    practices = {"practices/a": practice("senses", "burnout"), "practices/b": practice("mental", "panic")}

    assert chosen(post(practices=["b"]), **practices) == ["practices/b", "practices/a"]


def test_posts_that_want_the_same_have_each_its_own_pins() -> None:
    practices = {
        f"practices/{name}": practice(anchor, "burnout")
        for name, anchor in (("a", "senses"), ("b", "mental"), ("c", "breath"), ("d", "cold"))
    }
    posts = {f"essays/{name}": (post(practices=[name]), "") for name in "abcd"}

    found = offers_of_all(posts, practices, WORDS)

    assert {f"essays/{name}": f"practices/{name}" for name in "abcd"} == {
        page: offered[0].page for page, offered in found.items()
    }


def test_posts_that_want_the_same_more_or_less_strongly_have_it_in_another_order() -> None:
    about = {"rest": "burnout", "work": "burnout", "loss": "grief"}
    topics = {name: {"title": name, "text": "…", "helps_with": [word]} for name, word in about.items()}
    words = WORDS.model_copy(update={"topics": Vocabulary.model_validate({"topics": topics}).topics})
    practices = {"a": practice("senses", "grief"), "b": practice("mental", "burnout")}
    posts = {
        "essays/alike": (post(topics=["rest", "loss"]), ""),
        "essays/tired": (post(topics=["rest", "work", "loss"]), ""),
    }

    found = offers_of_all(posts, practices, words)

    assert {"essays/alike": "a", "essays/tired": "b"} == {
        page: offer[0].page for page, offer in found.items()
    }


def test_what_is_not_for_a_posts_words_is_never_offered_not_even_pinned() -> None:
    practices = {
        "practices/a": practice("breath", "burnout", not_for=["suicide"]),
        "practices/b": practice("cold", "burnout", not_for=["grief"]),
        "practices/c": practice("senses", "panic"),
    }

    assert chosen(post(content_notes=["suicide"], practices=["a"]), **practices) == ["practices/c"]


def test_where_nothing_matches_there_are_still_practices() -> None:
    found = offers(post(topics=["unknown"]), {"a": practice("orienting", "panic")}, WORDS)

    assert [(offer.page, offer.reason) for offer in found] == [("a", ANY_TIME)]


def test_practices_in_another_language_are_offered_only_where_too_few_are_in_the_posts_own() -> None:
    look, listen = practice("orienting", "panic"), practice("senses", "panic")
    lista = practice("mental", "panic", language="es")
    decir = practice("company", "panic", language="es")

    assert ["listen", "look"] == sorted(chosen(post(), look=look, listen=listen, lista=lista))
    assert ["lista", "listen", "look"] == sorted(
        chosen(post(language="es"), look=look, listen=listen, lista=lista)
    )
    assert ["decir", "lista"] == chosen(
        post(language="es"), look=look, listen=listen, lista=lista, decir=decir
    )


def test_a_draft_is_not_offered() -> None:
    assert chosen(post(), a=practice("senses", "burnout", draft="true")) == []


@pytest.mark.parametrize(
    "reason", ["when self harm is near", "when Self-Harm is near", "amid eating and body"]
)
def test_a_reason_that_names_a_content_note_is_not_given_however_it_is_written(reason: str) -> None:
    words = Vocabulary.model_validate(
        {
            "topics": {"leaving": {"title": "Leaving", "text": "…", "helps_with": ["urge"]}},
            "content_notes": {"self-harm": {"title": "Self-harm"}, "eating-and-body": {"title": "Food"}},
            "helps_with": {"urge": {"title": "Urge", "reason": reason}},
        }
    )

    assert offers(post(), {"a": practice("senses", "urge")}, words)[0].reason == ANY_TIME


SPOKEN = Vocabulary.model_validate(
    {
        "topics": {"leaving": {"title": "Leaving", "text": "…"}},
        "helps_with": {
            "fear": {"title": "Fear", "reason": "when you feel afraid", "phrases": ["i was afraid"]}
        },
    }
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I was afraid. Then I was\nafraid again.", "when you feel afraid"),
        ("I was afraid.", ANY_TIME),
        ("I was afraid. I do not say I was afraid.", ANY_TIME),
        ("I was afraid. We did not go. I was afraid.", "when you feel afraid"),
        ("I was afraid. I was afraidly.", ANY_TIME),
    ],
)
def test_a_phrase_counts_from_two_times_on_and_not_where_it_is_negated(text: str, reason: str) -> None:
    found = offers(post(), {"a": practice("senses", "fear")}, SPOKEN, text)

    assert [offer.reason for offer in found] == [reason]


def test_the_practice_for_almost_any_moment_always_has_a_place() -> None:
    practices = {
        "a": practice("senses", "burnout"),
        "b": practice("mental", "burnout"),
        "c": practice("breath", "burnout"),
        "general": practice("orienting", "panic"),
    }

    assert chosen(post(), **practices) == ["a", "b", "general"]


def test_every_practice_stands_somewhere_also_a_second_one_of_the_general_anchor() -> None:
    practices = {f"wanted-{anchor}": practice(anchor, "burnout") for anchor in ("senses", "mental", "cold")}
    practices |= {f"unwanted-{anchor}": practice(anchor, "panic") for anchor in ("senses", "mental", "cold")}
    practices |= {"general": practice("orienting", "burnout"), "second": practice("orienting", "panic")}
    posts = {f"essays/{number}": (post(), "") for number in range(9)}

    found = offers_of_all(posts, practices, WORDS)

    assert {offer.page for offers in found.values() for offer in offers} == set(practices)
    assert all("general" in [offer.page for offer in offers] for offers in found.values())
