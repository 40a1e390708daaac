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
  // A browser has six connections to a server: pages that nobody looks at leave theirs to others,
  // and look anew at everything when they are seen again.
  const kinds = ["card", "sent", "opened", "kept-back", "book", "lists", "doctor"];
  htmx.createEventSource = (url) => {
    const listeners = new Map();
    let source = null;
    const live = {
      get readyState() { return source?.readyState ?? EventSource.CONNECTING; },
      addEventListener(kind, listener) {
        if (!listeners.has(kind)) listeners.set(kind, new Set());
        listeners.get(kind).add(listener);
        source?.addEventListener(kind, listener);
      },
      removeEventListener(kind, listener) {
        listeners.get(kind)?.delete(listener);
        source?.removeEventListener(kind, listener);
      },
      close() {
        source?.close();
        document.removeEventListener("visibilitychange", look);
      },
      onerror: null,
      onopen: null,
    };
    const open = () => {
      source = new EventSource(url);
      source.onerror = (event) => {
        doubt();
        live.onerror?.(event);
      };
      source.onopen = (event) => {
        trust();
        live.onopen?.(event);
      };
      listeners.forEach((all, kind) => all.forEach((each) => source.addEventListener(kind, each)));
    };
    const look = () => {
      if (document.hidden) {
        source?.close();
        source = null;
      } else if (source === null) {
        open();
        kinds.forEach((kind) => {
          const event = new MessageEvent(kind);
          listeners.get(kind)?.forEach((each) => each(event));
        });
      }
    };
    document.addEventListener("visibilitychange", look);
    if (!document.hidden) open();
    return live;
  };
  // A page that is left ends its stream itself; otherwise the browser reports it as broken.
  document.addEventListener("htmx:sseOpen", (event) => {
    addEventListener("pagehide", () => event.detail.source.close(), { once: true });
  });
})();
