// The worker of pages that a reader keeps for reading offline (assets/keep.js): registered by that act alone, at the
// root of the site, since a worker serves its own folder only. It answers from the kept copies where the network fails.

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range") || !request.url.startsWith(self.location.origin)) return;
  event.respondWith(
    fetch(request).catch(async (error) => {
      const copy = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
      if (copy) return copy;
      throw error;
    }),
  );
});
