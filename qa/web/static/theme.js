// Before the first paint: the chosen colours, without a choice the system's; the page's language, for Gradio's words; and
// the word to the site that frames it that it is here.
(() => {
  const language = document.documentElement.lang;
  const query = new URLSearchParams(location.search);
  Object.defineProperty(navigator, "language", { get: () => language });
  try {
    const theme = query.get("theme") ?? localStorage.getItem("theme"); // a wiki says its own
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // storage is closed to this page: the system's colours stay
  }
  const origin = query.get("origin");
  if (origin && parent !== window) parent.postMessage({ sourceline: "here" }, origin);
})();
