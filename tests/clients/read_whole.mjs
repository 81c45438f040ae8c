// Prints, as JSON, all that a parser makes of the feed in a file: node read_whole.mjs PACKAGE FILE
import { readFileSync } from "node:fs";

const [, , name, file] = process.argv;
const xml = readFileSync(file, "utf8");
const found = await import(name);
const feed = name === "feedsmith" ? found.parseFeed(xml).feed : (found.default ?? found).parseFeed(xml);

console.log(JSON.stringify(feed));
