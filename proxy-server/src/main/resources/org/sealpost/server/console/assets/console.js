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
  // A page that is left ends its stream itself; otherwise the browser reports it as broken.
  document.addEventListener("htmx:sseOpen", (event) => {
    addEventListener("pagehide", () => event.detail.source.close(), { once: true });
  });
})();
