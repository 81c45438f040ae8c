// What does Lighthouse say of these pages? Arguments: the browser's program, "phone" or "desktop", addresses.
// Prints one object: for each address the score of each category, and whatever fell short of it.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const CATEGORIES = ["accessibility", "best-practices", "seo"];
// Speed is not what is asked here: a page that was quiet for this long is taken to be whole (milliseconds).
const SOON = { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 500, cpuQuietThresholdMs: 500 };
const [program, screen, ...addresses] = process.argv.slice(2);
const chrome = await launch({
  chromePath: program,
  ignoreDefaultFlags: true,
  chromeFlags: [
    "--headless=new",
    "--no-sandbox", // as in conftest.py
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", // nothing leaves the machine
  ],
});
const told = {};
try {
  for (const address of addresses) told[address] = await seen(address);
} finally {
  chrome.kill();
}
process.stdout.write(JSON.stringify(told));

async function seen(address) {
  const flags = { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES, disableFullPageScreenshot: true, ...SOON };
  const { lhr } = await lighthouse(address, flags, screen === "desktop" ? desktopConfig : undefined);
  const scores = Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]);
  const short = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 1);
  return {
    scores: Object.fromEntries(scores),
    findings: [
      ...(lhr.runtimeError ? [lhr.runtimeError.message] : []),
      ...short.map(({ id, details }) => `${id} ${JSON.stringify(details?.items ?? [])}`),
    ],
  };
}
