// Keeps the capture page of one meeting openable without network, and nothing else.
"use strict";
const CACHE = "zc-table-1";
const PAGE = /^\/meetings\/\d+\/table\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data?.do === "keep") event.waitUntil(keep(event.data.page, event.data.assets));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && PAGE.test(address.pathname)) event.respondWith(page(event.request, address.pathname));
  else if (address.pathname.startsWith("/static/")) event.respondWith(asset(event.request));
});

async function keep(path, assets) {
  const cache = await caches.open(CACHE);
  for (const kept of await cache.keys()) await cache.delete(kept); // only the last table, and only its present assets
  await store(cache, path, await fetch(path, { credentials: "same-origin" }));
  await Promise.all(assets.map(async (address) => { if (!(await cache.match(address))) await store(cache, address, await fetch(address)); }));
}

async function store(cache, address, response) {
  if (response.ok && !response.redirected) await cache.put(address, response.clone());
}

async function page(request, path) {
  const cache = await caches.open(CACHE);
  let response;
  try {
    response = await fetch(request);
  } catch {
    return (await cache.match(path)) ?? Response.error();
  }
  if (response.type === "opaqueredirect" || (response.status >= 400 && response.status < 500)) await cache.delete(path); // signed out, or no longer theirs
  else await store(cache, path, response);
  return response;
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}
