// Sets the chosen colours before the first paint; without a choice the system's are used.
(() => {
  try {
    const theme = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("theme"); // a wiki says its own
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // storage is closed to this page: the system's colours stay
  }
})();
