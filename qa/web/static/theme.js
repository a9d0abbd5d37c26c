// Before the first paint: the chosen colours, without a choice the system's; and the page's language, for Gradio's words.
(() => {
  const language = document.documentElement.lang;
  Object.defineProperty(navigator, "language", { get: () => language });
  try {
    const theme = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("theme"); // a wiki says its own
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // storage is closed to this page: the system's colours stay
  }
})();
