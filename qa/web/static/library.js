// What the library holds: facts for the first visit, the list of articles, and the filters of a question.

import { suggestionList } from "./answer.js";
import { request as askServer } from "./frame.js";
import { openArticle } from "./reader.js";
import { byline, make, say, showDay } from "./text.js";

const dialog = document.getElementById("library");
const list = document.getElementById("library-list");
const found = document.getElementById("library-found");
const search = document.getElementById("library-search");
const more = document.getElementById("library-more");
const filters = document.getElementById("filters");
const outlets = document.getElementById("filter-outlets");
const [since, until] = ["since", "until"].map((name) => document.getElementById(`filter-${name}`));

let facts = { articles: 0, outlets: [], first: "", last: "", questions: [] };
let listed = 0;
let latest = 0;

/** Questions that the articles can answer. */
export const suggestions = () => facts.questions;

/** Loads what the library holds and shows it under the empty conversation; `ask` asks a suggested question. */
export async function openLibrary(ask) {
  const response = await askServer("api/library").catch(() => null);
  if (!response?.ok) return;
  facts = await response.json();
  const discover = document.getElementById("discover");
  discover.replaceChildren();
  if (facts.questions.length) {
    discover.append(make("h2", {}, say("suggested")), suggestionList(facts.questions, ask));
  }
  discover.append(
    make("p", { class: "holdings" }, describe() + " · ",
      make("button", { class: "link", onclick: showArticles }, say("browse"))),
  );
  fillFilters();
}

/** Returns the filters as they are set: `{outlets, since, until}`. */
export function chosenFilters() {
  const names = [...outlets.querySelectorAll("input:checked")].map((box) => box.value);
  return { outlets: names, since: since.value, until: until.value };
}

/** Sets the filters. */
export function setFilters({ outlets: names = [], since: first = "", until: last = "" }) {
  wanted = names;
  for (const box of outlets.querySelectorAll("input")) box.checked = names.includes(box.value);
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
  document.getElementById("library-facts").textContent = describe();
  dialog.showModal();
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
  filters.hidden = facts.outlets.length < 2 && facts.first === facts.last;
  outlets.hidden = facts.outlets.length < 2;
  const boxes = facts.outlets.map(({ name, articles }) =>
    make("label", {}, make("input", { type: "checkbox", value: name, checked: wanted.includes(name) }), make("bdi", {}, name),
      make("span", { class: "count" }, say("count", { count: articles }))));
  outlets.replaceChildren(make("legend", {}, say("filter_outlets")), ...boxes);
  for (const field of [since, until]) {
    field.min = facts.first;
    field.max = facts.last;
  }
  showFilters();
}

/** Returns filters in words; empty when nothing is filtered. */
export function nameFilters({ outlets: names, since: first, until: last }) {
  const one = first ? say("day_since", { day: showDay(first) }) : last && say("day_until", { day: showDay(last) });
  const range = first && last ? say("days", { first: showDay(first), last: showDay(last) }) : one;
  return [names.length > 2 ? say("outlets", { count: names.length }) : names.join(", "), range].filter(Boolean).join(" · ");
}

function showFilters() {
  const words = nameFilters(chosenFilters());
  filters.querySelector("summary span").textContent = words || say("filter_none");
  filters.classList.toggle("set", Boolean(words));
}

document.getElementById("open-library").addEventListener("click", showArticles);
document.getElementById("library-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
search.addEventListener("input", () => searchArticles());
more.addEventListener("click", () => searchArticles(listed));
filters.addEventListener("change", showFilters);
document.getElementById("filter-clear").addEventListener("click", () => {
  setFilters({});
  filters.querySelector("summary").focus();
});
