// What the library holds: facts for the first visit, the list of articles, and the filters of a question.

import { suggestionList } from "./answer.js";
import { request as askServer } from "./frame.js";
import { openArticle } from "./reader.js";
import { byline, make, say, showDay } from "./text.js";

const button = (name, text, attributes = {}) => make("button", { id: name, type: "button", ...attributes }, text);

const dialog = make("dialog", { id: "library", "aria-labelledby": "library-title" });
const list = make("ul", { id: "library-list" });
const holdings = make("p", { id: "library-facts", class: "byline" });
const found = make("p", { id: "library-found", class: "byline", role: "status" });
const search = make("input", { id: "library-search", type: "search", placeholder: say("library_search"), "aria-label": say("library_search"), dir: "auto", autocomplete: "off" });
const more = button("library-more", say("library_more"), { class: "plain", hidden: true });
const close = button("library-close", "", { class: "step", "aria-label": say("close"), title: say("close") });
dialog.append(make("div", { class: "dialog-bar" }, make("h2", { id: "library-title" }, say("library_title")), close), holdings, search, found, list, more);
document.body.append(dialog);

const filters = make("details", { id: "filters", hidden: true });
const outlets = make("fieldset", { id: "filter-outlets" });
const collections = make("fieldset", { id: "filter-collections" });
const [since, until] = ["since", "until"].map((name) => make("input", { id: `filter-${name}`, type: "date" }));
const clear = button("filter-clear", say("filter_clear"), { class: "quiet" });
const days = make("fieldset", { class: "days" }, make("legend", {}, say("filter_days")),
  make("label", {}, say("filter_since") + " ", since), make("label", {}, say("filter_until") + " ", until));
filters.append(make("summary", {}, make("span", {}, say("filter_none"))), make("div", { class: "choices" }, outlets, collections, days, clear));

/** The fold with the filters of a question; it goes below the field. */
export const filterFold = filters;

let facts = { articles: 0, outlets: [], collections: [], first: "", last: "", questions: [] };
let listed = 0;
let latest = 0;

/** Questions that the articles can answer. */
export const suggestions = () => facts.questions;

/**
 * Loads what the library holds and shows it in `discover`; `ask` asks a suggested question, `hint` says what to do where
 * nothing is there. Returns whether that is so.
 */
export async function openLibrary(discover, ask, hint = "library_closed_hint") {
  const response = await askServer("api/library").catch(() => null);
  if (!response?.ok) return false;
  facts = await response.json();
  discover.replaceChildren();
  if (!facts.articles) {
    discover.append(make("p", { class: "verdict" }, say("library_empty")), make("p", { class: "looked" }, say(hint)));
    return true;
  }
  if (facts.questions.length) {
    discover.append(make("h2", {}, say("suggested")), suggestionList(facts.questions, ask));
  }
  discover.append(
    make("p", { class: "holdings" }, describe() + " · ",
      make("button", { class: "link", onclick: showArticles }, say("browse"))),
  );
  fillFilters();
  return false;
}

/** Returns the filters as they are set: `{outlets, collections, since, until}`. */
export function chosenFilters() {
  const [names, groups] = [outlets, collections].map((set) => [...set.querySelectorAll("input:checked")].map((box) => box.value));
  return { outlets: names, collections: groups, since: since.value, until: until.value };
}

/** Sets the filters. */
export function setFilters({ outlets: names = [], collections: groups = [], since: first = "", until: last = "" }) {
  wanted = [...names, ...groups];
  for (const [set, chosen] of [[outlets, names], [collections, groups]]) for (const box of set.querySelectorAll("input")) box.checked = chosen.includes(box.value);
  since.value = first;
  until.value = last;
  showFilters();
}

let wanted = []; // filters of a link are known before the outlets are

function describe() {
  const parts = [say("articles", { count: facts.articles })];
  if (facts.outlets.length) parts.push(say("outlets", { count: facts.outlets.length }));
  if (facts.first) parts.push(facts.first === facts.last ? showDay(facts.first) : say("days", { first: showDay(facts.first), last: showDay(facts.last) }));
  return parts.join(" · ");
}

/** Opens the list of articles. */
export function showArticles() {
  holdings.textContent = describe();
  dialog.showModal();
  if (matchMedia("(hover: hover)").matches) search.focus(); // a phone's keyboard would cover the list
  search.value = "";
  searchArticles();
}

async function searchArticles(from = 0) {
  const request = ++latest;
  const query = new URLSearchParams({ find: search.value, from: String(from) });
  const response = await askServer(`api/articles?${query}`).catch(() => null);
  if (!response?.ok || request !== latest) return;
  const page = await response.json();
  const items = page.articles.map((article) =>
    make("li", {}, make("button", { onclick: (event) => openFromList(article.id, event.currentTarget) },
      make("span", { class: "title", dir: "auto" }, article.title || article.id),
      make("span", { class: "byline" }, ...byline({ ...article, speaker: "" }, { title: false })))));
  if (from === 0) list.replaceChildren(...items);
  else list.append(...items);
  listed = from + items.length;
  more.hidden = listed >= page.found;
  found.textContent = say("found", { count: page.found });
}

function openFromList(id) {
  dialog.close();
  openArticle(id, document.getElementById("open-library"));
}

function fillFilters() {
  filters.hidden = facts.outlets.length < 2 && facts.collections.length < 2 && facts.first === facts.last;
  fillChoices(outlets, facts.outlets, say("filter_outlets"));
  fillChoices(collections, facts.collections, say("filter_collections"));
  days.hidden = !facts.first; // no article has a date, and none would be left
  for (const field of [since, until]) {
    field.min = facts.first;
    field.max = facts.last;
  }
  showFilters();
}

function fillChoices(set, choices, title) {
  set.hidden = choices.length < 2;
  const boxes = choices.map(({ name, articles }) =>
    make("label", {}, make("input", { type: "checkbox", value: name, checked: wanted.includes(name) }), make("bdi", {}, name),
      make("span", { class: "count" }, say("count", { count: articles }))));
  set.replaceChildren(make("legend", {}, title), ...boxes);
}

/** Returns filters in words; empty when nothing is filtered. */
export function nameFilters({ outlets: names = [], collections: groups = [], since: first, until: last }) {
  const one = first ? say("day_since", { day: showDay(first) }) : last && say("day_until", { day: showDay(last) });
  const range = first && last ? say("days", { first: showDay(first), last: showDay(last) }) : one;
  return [names.length > 2 ? say("outlets", { count: names.length }) : names.join(", "), groups.join(", "), range].filter(Boolean).join(" · ");
}

function showFilters() {
  const words = nameFilters(chosenFilters());
  filters.querySelector("summary span").textContent = words || say("filter_none");
  filters.classList.toggle("set", Boolean(words));
}

close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
search.addEventListener("input", () => searchArticles());
more.addEventListener("click", () => searchArticles(listed));
filters.addEventListener("change", showFilters);
clear.addEventListener("click", () => {
  setFilters({});
  filters.querySelector("summary").focus();
});
