// Registers the worker that keeps this one page openable without network; says whether that is possible.
(() => {
  "use strict";
  window.zaochaOffline = async (worker, tell) => {
    if (!worker || !("serviceWorker" in navigator)) { tell(false); return; }
    try {
      await navigator.serviceWorker.register(worker, { scope: location.pathname });
      const ready = await navigator.serviceWorker.ready;
      const assets = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((node) => node.src || node.href);
      for (const use of document.querySelectorAll("use")) assets.push(new URL(use.getAttribute("href"), location).href.split("#")[0]);
      ready.active.postMessage({ do: "keep", page: location.pathname, assets: [...new Set(assets)] });
      tell(true);
    } catch {
      tell(false);
    }
  };
})();
