// Articles from the page: files are dropped or chosen, an address is pasted, and each says what became of it.

import { readEvents, readRefusal } from "./engine.js";
import { make, say } from "./text.js";

/** Returns a panel that adds articles and lists what was added here; `changed` is called when the library has changed. */
export function makeAdding({ kinds, megabytes, changed }) {
  const report = make("ul", { id: "adding-report" });
  const added = make("ul", { id: "added" });
  const files = make("input", { type: "file", multiple: true, accept: kinds, class: "visually-hidden" });
  const drop = make("label", { id: "drop" }, files, say("add_files"), make("small", {}, say("add_kinds", { count: megabytes })));
  const address = make("input", { type: "url", placeholder: say("add_address_label"), "aria-label": say("add_address_label"), required: true });
  const form = make("form", { id: "add-address" }, address, make("button", { class: "plain" }, say("add_address")));

  files.addEventListener("change", () => take(files.files).then(() => (files.value = "")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = address.value.trim();
    address.value = "";
    add(wanted, "api/added", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ address: wanted }) }).then(show);
  });
  for (const name of ["dragover", "drop"]) drop.addEventListener(name, (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => take(event.dataTransfer.files));

  async function take(list) {
    for (const file of [...list]) await add(file.name, `api/added/${encodeURIComponent(file.name)}`, { method: "PUT", body: file });
    show();
  }

  async function add(name, url, options) {
    const line = make("li", {}, make("bdi", {}, name), ": ", make("span", {}, say("add_sending")));
    const tell = (text, problem = false) => {
      line.lastElementChild.textContent = text;
      line.classList.toggle("problem", problem);
    };
    report.prepend(line);
    if (options.body.size > megabytes * 1e6) return tell(say("add_too_large", { count: megabytes }), true);
    const response = await fetch(url, options).catch(() => null);
    if (!response?.ok) {
      const { detail } = response ? await readRefusal(response) : { detail: say("offline") };
      return tell(detail || say("refused_broken"), true);
    }
    let last = {};
    try {
      for await (const step of readEvents(response)) {
        last = step;
        if (step.of) tell(say("add_indexing", { done: step.indexed, all: step.of }));
      }
    } catch {
      return tell(say("offline"), true); // the connection broke
    }
    if (last.problem || last.skipped?.length) return tell(last.problem ?? last.skipped.map((one) => one.reason).join("; "), true);
    tell(say(last.added + last.changed ? "add_done" : "add_known", { count: last.added + last.changed }));
    if (last.added + last.changed) changed();
  }

  async function show() {
    const response = await fetch("api/added").catch(() => null);
    const list = response?.ok ? await response.json() : [];
    added.replaceChildren(...list.slice(0, 200).map((one) => {
      const remove = make("button", { type: "button", class: "step", "aria-label": say("remove_named", { title: one.title }), title: say("remove") }, "×");
      remove.addEventListener("click", async () => {
        remove.disabled = true;
        const done = await fetch(`api/added/${encodeURIComponent(one.id)}`, { method: "DELETE" }).catch(() => null);
        if (done?.ok) changed();
        await show();
      });
      return make("li", {}, make("span", { class: "title", dir: "auto", title: one.origin }, one.title), remove);
    }));
  }

  show();
  return make("section", { id: "adding" }, make("h2", {}, say("add_title")), drop, form, make("div", { role: "status" }, report), added);
}
