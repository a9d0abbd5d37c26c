// The conversations of this browser: kept in its storage, renamed, exported and deleted here, and known to no server.

import { forms } from "./copy.js";
import { newId } from "./engine.js";
import { offerBack } from "./back.js";
import { make, say } from "./text.js";

const MOST = 30; // conversations; the oldest goes first

let now = read(sessionStorage, "conversation") ?? newId(); // the one on the page; a reload goes on with it

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null; // closed to this page, or not ours
  }
}

function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const keyOf = (user) => `sourceline-conversations${user ? `-${user}` : ""}`;
const listOf = (user) => read(localStorage, keyOf(user)) ?? [];

function store(list, user) {
  let fits = list.slice(0, MOST);
  while (fits.length && !write(localStorage, keyOf(user), fits)) fits = fits.slice(0, -1);
  if (!fits.length) write(localStorage, keyOf(user), []);
}

/** Begins a conversation that is kept once it has an answer. */
export function begin() {
  now = newId();
  write(sessionStorage, "conversation", now);
}

/** Returns the answers of the conversation on the page. */
export const current = (user) => listOf(user).find((one) => one.id === now)?.answers ?? [];

/** Keeps the conversation on the page. */
export function keep(answers, user) {
  write(sessionStorage, "conversation", now);
  const list = listOf(user);
  const known = list.find((one) => one.id === now);
  const rest = list.filter((one) => one.id !== now);
  const whole = answers.filter((answer) => answer.outcome);
  if (whole.length) rest.unshift({ id: now, title: known?.title ?? whole[0].question, answers: whole });
  store(rest, user);
}

/**
 * Shows the conversations in `place` and returns a function that shows them anew. `open` is called when one was chosen,
 * `fresh` when the one on the page was deleted.
 */
export function mount(place, { user, open, fresh }) {
  const list = make("ul", { id: "conversations" });
  const bringBack = (one, place, wasOpen) => {
    const all = listOf(user);
    store([...all.slice(0, place), one, ...all.slice(place)], user);
    if (wasOpen) openOne(one.id);
    else show();
  };
  const openOne = (id) => {
    now = id;
    write(sessionStorage, "conversation", now);
    open();
    show();
  };
  const change = (id, edit) => {
    store(listOf(user).flatMap((one) => (one.id === id ? edit(one) : [one])), user);
    show();
  };
  const item = (one) => {
    const act = (name, what) => make("button", { type: "button", class: "quiet", onclick: what }, say(name));
    const menu = make("details", { class: "menu" }, make("summary", { "aria-label": say("conversation_menu", { title: one.title }) }, "⋯"),
      make("div", {},
        act("rename", () => rename(node, one)),
        act("export", () => download(one)),
        act("delete", () => {
          const [place, wasOpen] = [listOf(user).findIndex(({ id }) => id === one.id), one.id === now];
          change(one.id, () => []);
          if (wasOpen) fresh();
          offerBack(say("deleted"), () => bringBack(one, place, wasOpen));
        })));
    const node = make("li", {}, make("button", { type: "button", class: "title", dir: "auto", title: one.title, "aria-current": one.id === now ? "true" : null, onclick: () => openOne(one.id) }, one.title), menu);
    return node;
  };
  const rename = (node, one) => {
    const input = make("input", { type: "text", dir: "auto", maxlength: "200", value: one.title, "aria-label": say("rename") });
    const save = () => change(one.id, () => [{ ...one, title: input.value.trim() || one.title }]);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") input.removeEventListener("blur", save);
      if (event.key === "Enter") save();
      if (event.key === "Escape") show();
    });
    input.addEventListener("blur", save);
    node.replaceChildren(input);
    input.focus();
    input.select();
  };
  const show = () => {
    const all = listOf(user);
    list.replaceChildren(...all.map(item));
    empty.hidden = all.length > 0;
  };
  const empty = make("p", { class: "byline" }, say("conversations_none"));
  place.append(make("h2", {}, say("conversations_title")), empty, list, make("p", { class: "byline" }, say("conversations_hint")));
  show();
  return show;
}

function download({ title, answers }) {
  const text = `# ${title}\n\n${answers.map((answer) => forms.markdown(answer.question, answer)).join("\n\n")}`;
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "text/markdown" })), download: `${title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.md` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
