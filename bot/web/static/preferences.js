// Large type and dark colours: applied before the page is drawn, kept on this device only.
(function () {
  "use strict";

  const root = document.documentElement;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");

  function stored(name) {
    try {
      return localStorage.getItem("xinda." + name);
    } catch {
      return null;
    }
  }

  function store(name, value) {
    try {
      localStorage.setItem("xinda." + name, value);
    } catch {
      // Storage is off: the choice holds for this page.
    }
  }

  function apply(name, on) {
    root.dataset[name] = name === "theme" ? (on ? "dark" : "light") : on ? "large" : "normal";
    for (const button of document.querySelectorAll(`[data-switch="${name}"]`)) {
      button.setAttribute("aria-pressed", String(on));
    }
  }

  function applyAll() {
    const theme = stored("theme");
    apply("theme", theme ? theme === "dark" : prefersDark.matches);
    apply("size", stored("size") === "large");
  }

  applyAll();
  prefersDark.addEventListener("change", applyAll);
  document.addEventListener("DOMContentLoaded", () => {
    applyAll();
    for (const button of document.querySelectorAll("[data-switch]")) {
      button.addEventListener("click", () => {
        const name = button.dataset.switch;
        apply(name, button.getAttribute("aria-pressed") !== "true");
        store(name, root.dataset[name]);
      });
    }
  });
})();
