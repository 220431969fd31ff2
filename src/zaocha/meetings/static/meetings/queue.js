// Words that have not arrived yet. Each is an entry of its own, so that two windows cannot overwrite each other.
(() => {
  "use strict";
  window.zaochaQueue = (meeting) => {
    const prefix = `zc-line:${meeting}:`;
    const memory = new Map(); // what the browser refuses to keep lives as long as the window
    let durable = true;

    const stored = () => {
      try {
        return Object.keys(localStorage).filter((name) => name.startsWith(prefix)).map((name) => localStorage.getItem(name));
      } catch {
        durable = false;
        return [];
      }
    };
    const parsed = (text) => {
      try { return JSON.parse(text); } catch { return null; }
    };

    const all = () => {
      const found = new Map(memory);
      for (const entry of stored().map(parsed)) if (entry?.key) found.set(entry.key, entry);
      return [...found.values()].sort((a, b) => (a.said_at < b.said_at ? -1 : a.said_at > b.said_at ? 1 : a.n - b.n));
    };
    const put = (entry) => {
      try {
        localStorage.setItem(prefix + entry.key, JSON.stringify(entry));
        memory.delete(entry.key);
      } catch {
        durable = false;
        memory.set(entry.key, entry);
      }
    };
    const drop = (key) => {
      memory.delete(key);
      try { localStorage.removeItem(prefix + key); } catch { durable = false; }
    };
    return { all, put, drop, isDurable: () => durable, inMemory: () => memory.size };
  };

  // An unguessable key per line; crypto.randomUUID is missing on plain http.
  window.zaochaKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
})();
