// The note in the widget's frame for someone who has not logged in: it answers the host page, and looks again after that.

const query = new URLSearchParams(location.search);

function tell(what) {
  if (parent !== window) parent.postMessage({ sourceline: what }, query.get("origin"));
}

document.documentElement.dataset.theme = query.get("theme");
addEventListener("keydown", (event) => event.key === "Escape" && tell("close"));
document.addEventListener("visibilitychange", () => document.hidden || location.reload()); // back from the login
tell("ready");
