// A page kept on the device, with what it shows, in a store of its own; and the worker that answers from it offline.

const PREFIX = "offline ";
const NAME = PREFIX + location.pathname;
const WORKER = new URL("../offline.js", import.meta.url).href;

/** Keeps this page, or removes the copy. Rejects where the device refuses. */
export async function setKept(kept) {
  if (kept) {
    const shown = performance.getEntriesByType("resource").map((entry) => entry.name);
    const pictures = [...document.images].map((image) => image.src);
    const own = [...shown, ...pictures].filter((address) => address.startsWith(new URL("..", import.meta.url).href));
    const cache = await caches.open(NAME);
    await cache.addAll(new Set([location.pathname, ...own]));
    await navigator.serviceWorker.register(WORKER);
    return;
  }
  await caches.delete(NAME);
  if ((await caches.keys()).some((name) => name.startsWith(PREFIX))) return;
  await (await navigator.serviceWorker.getRegistration(WORKER))?.unregister();
}
