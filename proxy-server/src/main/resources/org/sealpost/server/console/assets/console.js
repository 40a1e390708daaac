// Files that are dropped or chosen go up as they are; what comes back is shown in the target.
(() => {
  const send = async (zone, file) => {
    const target = document.querySelector(zone.dataset.target);
    zone.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(zone.dataset.upload + "?name=" + encodeURIComponent(file.name), {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream", "HX-Request": "true" },
        body: file,
      });
      htmx.swap(target, await answer.text(), { swapStyle: "innerHTML" });
      target.focus();
    } catch {
      const trouble = document.createElement("p");
      trouble.className = "trouble";
      trouble.setAttribute("role", "alert");
      trouble.textContent = zone.dataset.failed ?? "";
      target.replaceChildren(trouble);
    } finally {
      zone.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("dragover", (event) => {
    const zone = event.target.closest?.("[data-upload]");
    if (zone) {
      event.preventDefault();
      zone.classList.add("over");
    }
  });
  document.addEventListener("dragleave", (event) => {
    event.target.closest?.("[data-upload]")?.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    const zone = event.target.closest?.("[data-upload]");
    // A file that misses the zone must not be opened by the browser in the page's place.
    event.preventDefault();
    if (zone && event.dataTransfer.files.length > 0) {
      zone.classList.remove("over");
      send(zone, event.dataTransfer.files[0]);
    }
  });
  document.addEventListener("change", (event) => {
    const zone = event.target.closest?.("[data-upload]");
    if (zone && event.target.type === "file" && event.target.files.length > 0) {
      send(zone, event.target.files[0]);
      event.target.value = "";
    }
  });
  // What did not work is told where it was asked for, not swallowed.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
    }
  });
  // What someone did may take the button away that had the focus: it goes to what came of it.
  document.addEventListener("htmx:afterSettle", (event) => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && event.detail.requestConfig?.verb === "post") {
      event.detail.target.querySelector("[data-focus]")?.focus();
    }
  });
  // A page that hears nothing any more must not look as if all were as it says.
  let doubted = null;
  const doubt = () => {
    doubted ??= setTimeout(() => {
      const notice = document.getElementById("notice");
      const words = document.createElement("p");
      words.className = "trouble";
      words.textContent = notice.dataset.lost;
      notice.replaceChildren(words);
    }, 6000);
  };
  const trust = () => {
    clearTimeout(doubted);
    doubted = null;
    document.getElementById("notice")?.replaceChildren();
  };
  addEventListener("pagehide", () => clearTimeout(doubted));
  // What was just done is told once, not again when the page is loaded anew or gone back to.
  addEventListener("load", () => {
    const address = new URL(location.href);
    if (address.searchParams.has("done")) {
      address.searchParams.delete("done");
      history.replaceState(history.state, "", address);
    }
  });
  // A browser has six connections to a server: of all pages that are seen, one has the stream and
  // tells the others. Pages that nobody looks at look anew at everything when they are seen again.
  const kinds = ["card", "sent", "opened", "kept-back", "book", "lists", "doctor"];
  const shares = "locks" in navigator && "BroadcastChannel" in window;
  htmx.createEventSource = (url) => {
    const listeners = new Map();
    const channel = shares ? new BroadcastChannel("sealpost-live") : null;
    let source = null;
    let turn = null;
    let release = null;
    let seen = false;
    let over = false;
    const live = {
      get readyState() {
        return over ? EventSource.CLOSED : source?.readyState ?? EventSource.CONNECTING;
      },
      addEventListener(kind, listener) {
        if (!listeners.has(kind)) listeners.set(kind, new Set());
        listeners.get(kind).add(listener);
      },
      removeEventListener(kind, listener) {
        listeners.get(kind)?.delete(listener);
      },
      close() {
        over = true;
        end();
        channel?.close();
        document.removeEventListener("visibilitychange", look);
      },
      onerror: null,
      onopen: null,
    };
    const tell = (kind) => {
      const event = new MessageEvent(kind);
      listeners.get(kind)?.forEach((each) => each(event));
    };
    const others = (message) => {
      if (!over) channel?.postMessage(message);
    };
    const listen = () => {
      source = new EventSource(url);
      source.onerror = (event) => {
        doubt();
        others("down");
        // One that is closed for good does not come back: another is made in its place.
        if (source?.readyState === EventSource.CLOSED) live.close();
        live.onerror?.(event);
      };
      source.onopen = (event) => {
        trust();
        others("up");
        live.onopen?.(event);
      };
      kinds.forEach((kind) => source.addEventListener(kind, () => {
        tell(kind);
        others(kind);
      }));
    };
    const begin = () => {
      if (seen) kinds.forEach(tell);
      seen = true;
      if (!shares) {
        listen();
        return;
      }
      turn = new AbortController();
      const own = turn;
      const asked = performance.now();
      navigator.locks.request("sealpost-live", { signal: own.signal }, () => new Promise((done) => {
        if (own.signal.aborted) {
          done();
          return;
        }
        release = done;
        listen();
        // Between the one before and this one nobody listened.
        if (performance.now() - asked > 1000) kinds.forEach(tell);
        kinds.forEach(others);
      })).catch(() => {});
    };
    const end = () => {
      turn?.abort();
      turn = null;
      source?.close();
      source = null;
      release?.();
      release = null;
    };
    const look = () => {
      if (document.hidden) {
        end();
      } else if (turn === null && source === null) {
        begin();
      }
    };
    if (channel) {
      channel.onmessage = (event) => {
        if (document.hidden || source !== null) return;
        if (event.data === "up") trust();
        else if (event.data === "down") doubt();
        else if (kinds.includes(event.data)) tell(event.data);
      };
    }
    document.addEventListener("visibilitychange", look);
    // Whoever leaves has no session when the answer comes: the stream would be asked for anew, in vain.
    document.addEventListener("submit", (event) => {
      if (event.target.getAttribute("action") === "/leave") live.close();
    });
    if (!document.hidden) begin();
    return live;
  };
  // A page that is left ends its stream itself; otherwise the browser reports it as broken.
  document.addEventListener("htmx:sseOpen", (event) => {
    addEventListener("pagehide", () => event.detail.source.close(), { once: true });
  });
})();
