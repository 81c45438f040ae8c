"""Episodes among each other: a slug, a guid and a number of their own, and their order in the feed."""

from collections import Counter

from anthology.importers.writing import ImportPlan

from .feed_elements import as_xml
from .feed_item import FeedItem


def make_unique(episodes: list[FeedItem], plan: ImportPlan) -> None:
    """Give each episode a slug of its own; items of one moment keep their order; a guid is used once."""
    slugs: Counter[str] = Counter()
    guids: set[str] = set()
    numbers: set[tuple[object, object]] = set()
    moments: Counter[str] = Counter()
    for episode in episodes:
        slug = episode.slug or "episode"
        slugs[slug] += 1
        while slugs[slug] > 1:
            slug = f"{episode.slug or 'episode'}-{slugs[episode.slug or 'episode']}"
            slugs[slug] += 1
        episode.slug = slug
        moment = str(episode.fields["date"])
        if moments[moment]:
            episode.fields["order"] = moments[moment]
        moments[moment] += 1
        number = (episode.fields.get("season"), episode.fields.get("episode"))
        if number[1] and number in numbers:
            del episode.fields["episode"]
            episode.fields.pop("episode_display", None)
            given = (as_xml(tag) for tag in episode.number_tags)
            episode.feed["tags"] = [*episode.feed.get("tags", []), *filter(None, given)]
            plan.to_decide.append(
                f"{episode.title}: its number is another episode's, so only the feed has it"
            )
        numbers.add(number)
        if episode.guid and episode.guid in guids:
            plan.to_decide.append(
                f"{episode.title}: its guid is used twice in the feed; apps show one of the two, so delete the other"
            )
            episode.fields["guid"] = None
            episode.feed["guid"] = episode.guid
        guids.add(episode.guid)


def keep_order(episodes: list[FeedItem]) -> None:
    """Number the episodes of a feed that is not by date; its own feed is, without places."""
    by_date = sorted(episodes, key=lambda episode: episode.moment, reverse=True)
    if [*map(id, by_date)] != [*map(id, episodes)]:
        for place, episode in enumerate(episodes, 1):
            episode.fields["place"] = place
