// Prints, as JSON, all that a parser makes of the feed (or list of feeds) in a file:
// node read_whole.mjs PACKAGE FILE
import { readFileSync } from "node:fs";

const [, , name, file] = process.argv;
const xml = readFileSync(file, "utf8");
const found = await import(name);

console.log(JSON.stringify(name === "feedsmith" ? withFeedsmith() : (found.default ?? found).parseFeed(xml)));

function withFeedsmith() {
  return file.endsWith(".opml") ? found.parseOpml(xml) : found.parseFeed(xml).feed;
}
