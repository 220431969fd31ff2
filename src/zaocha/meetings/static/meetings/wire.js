// Talks to the table's endpoints: JSON both ways, and three kinds of failure that the page treats differently.
(() => {
  "use strict";
  class Failure extends Error {
    // kind: "offline" (try again by itself), "signed_out" (wait for the officer), "refused" (say why)
    constructor(kind, message = "", field = "", code = "") {
      super(message);
      this.kind = kind;
      this.field = field;
      this.code = code;
    }
  }

  window.zaochaWire = (base) => {
    let token = document.querySelector("#table [name=csrfmiddlewaretoken]")?.value ?? "";

    const once = async (path, data) => {
      const options = { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10000) };
      if (data !== undefined) {
        options.method = "POST";
        options.body = JSON.stringify(data);
        options.headers["Content-Type"] = "application/json";
        options.headers["X-CSRFToken"] = token;
      }
      let response;
      let body = null;
      try {
        response = await fetch(base + path, options);
        if ((response.headers.get("Content-Type") ?? "").includes("json")) body = await response.json();
      } catch {
        throw new Failure("offline");
      }
      if (body?.csrf) token = body.csrf;
      if (response.ok && body) return body;
      if (response.status >= 500 || response.status === 429 || response.status === 408) throw new Failure("offline");
      if (response.status === 401) throw new Failure("signed_out", body?.message ?? "");
      if (response.status === 403 && !body) throw new Failure("stale_token");
      if (!body) throw new Failure("offline"); // a portal page or a proxy answers instead of us
      throw new Failure("refused", [body.message, body.remedy].filter(Boolean).join(" "), body.field, body.error);
    };

    const call = async (path, data) => {
      try {
        return await once(path, data);
      } catch (failure) {
        if (failure.kind !== "stale_token") throw failure;
        await once("newer/?since=999999999"); // brings a fresh token after a new sign-in
        return once(path, data).catch((again) => { throw again.kind === "stale_token" ? new Failure("signed_out") : again; });
      }
    };
    return { get: (path) => call(path), post: (path, data) => call(path, data) };
  };
})();
