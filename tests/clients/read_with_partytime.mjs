// Prints, as JSON, what podcast-partytime (the Podcast Index's parser) makes of the feed at the given URL.
// The names are those of published.py, so that a test can compare the two as they are.
import partytime from "podcast-partytime";

const xml = await (await fetch(process.argv[2])).text();
const feed = partytime.parseFeed(xml);

console.log(JSON.stringify({ guid: feed.guid, episodes: feed.items.map(episode) }));

function episode(item) {
  return {
    title: item.title,
    guid: item.guid,
    url: item.enclosure.url,
    length: item.enclosure.length,
    type: item.enclosure.type,
    published: item.pubDate.getTime() / 1000,
    duration: item.duration,
    season: item.podcastSeason?.number ?? null,
    episode: item.podcastEpisode?.number ?? null,
    persons: (item.podcastPeople ?? []).map(person),
    transcripts: (item.podcastTranscripts ?? []).map(transcript),
    chapters: item.podcastChapters?.url ?? null,
  };
}

// It spells roles and groups the way the taxonomy does ("Guest", "Cast"); the specification ignores case.
function person({ name, role, group, href }) {
  return { name, role: role.toLowerCase(), group: group.toLowerCase(), href: href ?? null };
}

// It knows SubRip by an older name.
function transcript({ url, type, language }) {
  return { url, type: type === "application/srt" ? "application/x-subrip" : type, language: language ?? null };
}
