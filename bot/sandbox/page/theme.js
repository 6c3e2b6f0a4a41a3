// Light or dark. A classic script in <head>, so that the choice is there before the first paint.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const remembered = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const remember = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* private windows may refuse: the choice lasts until reload */ }
  };

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const chosen = remembered();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const show = () => {
      const label = isDark() ? "Switch to light colours" : "Switch to dark colours";
      button.dataset.shows = isDark() ? "sun" : "moon";
      button.setAttribute("aria-label", label);
      button.title = label;
    };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      show();
    });
    system.addEventListener("change", show);
    show();
  });
})();
