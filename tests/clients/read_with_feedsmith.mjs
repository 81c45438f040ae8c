// Prints, as JSON, what feedsmith makes of the feed at the given URL.
// The names are those of published.py, so that a test can compare the two as they are.
import { parseFeed } from "feedsmith";

const xml = await (await fetch(process.argv[2])).text();
const { feed } = parseFeed(xml);

console.log(JSON.stringify({ guid: feed.podcast?.guid, episodes: feed.items.map(episode) }));

function episode({ title, guid, enclosures: [enclosure], pubDate, itunes, podcast }) {
  return {
    title,
    guid: guid.value,
    url: enclosure.url,
    length: enclosure.length,
    type: enclosure.type,
    published: Date.parse(pubDate) / 1000,
    duration: itunes.duration,
    season: podcast?.season?.number ?? null,
    episode: podcast?.episode?.number ?? null,
    persons: (podcast?.persons ?? []).map(person),
    transcripts: (podcast?.transcripts ?? []).map(transcript),
    chapters: podcast?.chapters?.url ?? null,
  };
}

// "host" and "cast" are the specification's defaults; case means nothing in it.
function person({ display, role = "host", group = "cast", href }) {
  return { name: display, role: role.toLowerCase(), group: group.toLowerCase(), href: href ?? null };
}

function transcript({ url, type, language }) {
  return { url, type, language: language ?? null };
}
