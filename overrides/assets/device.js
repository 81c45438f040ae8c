// The controls of the privacy page: forget everything that is stored on this device.

import { hideNotes, setTheme } from "./preferences.js";

const device = document.querySelector("#device");
const status = device.querySelector("[role=status]");

device.querySelector("button.forget").addEventListener("click", async () => {
  setTheme("system");
  hideNotes(false);
  await forget();
  status.textContent = status.dataset.forgotten;
});

async function forget() {
  for (const storage of ["localStorage", "sessionStorage"]) {
    try {
      window[storage].clear();
    } catch {
      // Storage is disabled, so it is empty.
    }
  }
  const caches = (await window.caches?.keys()) ?? [];
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const databases = (await window.indexedDB?.databases?.()) ?? [];
  await Promise.all([
    ...caches.map((name) => window.caches.delete(name)),
    ...workers.map((worker) => worker.unregister()),
    ...databases.map(({ name }) => indexedDB.deleteDatabase(name)),
  ]);
}
