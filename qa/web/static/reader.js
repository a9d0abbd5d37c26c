// The reader pane: the whole article beside the chat, with the cited sentence marked and in view.

import { framed, request as askServer } from "./frame.js";
import { addText, byline, make, offsetsIn, say, showDay, webAddress } from "./text.js";

const pane = make("aside", { id: "reader", "aria-label": say("reader"), hidden: true });
const veil = make("div", { id: "reader-veil" });
const scroll = make("div", { id: "reader-scroll", tabindex: "0", role: "region", "aria-labelledby": "reader-title" });
const title = make("h2", { id: "reader-title", dir: "auto" });
const origin = make("p", { id: "reader-origin", class: "byline" });
const notice = make("div", { id: "reader-notice", class: "notice", role: "status", hidden: true });
const body = make("div", { id: "reader-text" });
const counter = make("span", { id: "reader-counter", role: "status" });
const steps = make("div", { id: "reader-steps" });
const [previous, next, close] = ["previous", "next", "close_reader"].map((name) =>
  make("button", { id: `reader-${name.split("_")[0]}`, type: "button", class: "step", "aria-label": say(name), title: say(name) }));

/** Puts the pane where it belongs; `names` are the ids of what a sheet on a phone covers. */
export function mountReader(place, names) {
  behind = names;
  steps.append(previous, counter, next);
  scroll.append(notice, body);
  pane.append(make("div", { class: "reader-bar" }, steps, close), make("div", { class: "reader-head" }, title, origin), scroll);
  place.append(veil, pane);
}

const narrow = matchMedia("(max-width: 899px)");
const articles = new Map(); // by id and hash: what was read once opens at once
let shown = { citations: [], place: 0, article: null };
let openedFrom = null;
let latest = 0;
let behind = [];

/**
 * Opens the article of `citations[place]`; previous and next step through all of them. Closing gives the focus back to
 * `from`; without `focus`, the pane follows along and leaves the focus where it is.
 */
export async function openCitation(citations, place, from = null, { focus = true } = {}) {
  openedFrom = from ?? openedFrom;
  const request = ++latest;
  const citation = citations[place];
  const article = await load(citation.article_id, citation.sha256);
  if (request !== latest) return; // another sentence was asked for meanwhile
  shown = { citations, place, article };
  show(article, citations, citation, focus);
}

/** Opens an article from its beginning. */
export async function openArticle(id, from = null) {
  openedFrom = from ?? openedFrom;
  const request = ++latest;
  const article = await load(id, "");
  if (request !== latest) return;
  shown = { citations: [], place: 0, article };
  show(article, [], null, true);
}

/** Lets an open pane follow to the sources of a new answer; one without sources closes what an answer had opened. */
export function followAnswer(citations, turn) {
  if (!isOpen()) return;
  if (citations.length) openCitation(citations, 0, turn?.querySelector(".cite"), { focus: false });
  else if (shown.citations.length) closeReader({ focus: false });
}

let returning = false;

/** Says whether the focus just goes back to where it was before the pane was opened. */
export const isReturning = () => returning;

/** Closes the pane and gives the focus back to what opened it. */
export function closeReader({ focus = true } = {}) {
  if (!isOpen()) return;
  latest++;
  pane.hidden = true;
  document.body.classList.remove("reading");
  cover(false);
  point(null);
  if (history.state?.reader) history.back();
  returning = true;
  if (focus && openedFrom?.isConnected) openedFrom.focus();
  returning = false;
  openedFrom = null;
}

export const isOpen = () => !pane.hidden;

/** Returns an article as the server has it; one that was read before is not asked for again. */
export function load(id, sha256) {
  const key = `${id}\n${sha256}`;
  if (!articles.has(key)) {
    if (articles.size > 50) articles.clear();
    articles.set(key, fetchArticle(id));
  }
  return articles.get(key).then((article) => {
    if (article.missing) articles.delete(key); // the next try may find it
    return article;
  });
}

async function fetchArticle(id) {
  const response = await askServer(`api/articles/${encodeURIComponent(id)}`).catch(() => null);
  if (response?.ok) return response.json();
  return { missing: true, id, title: say(response?.status === 404 ? "article_gone" : "offline") };
}

function show(article, citations, citation, focus) {
  const changed = Boolean(citation && !article.missing && article.sha256 !== citation.sha256);
  title.replaceChildren();
  addText(title, article.title || article.id);
  const link = webAddress(article.url ?? "");
  origin.replaceChildren(
    ...(article.missing ? [] : describe(article)),
    ...(link ? [make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, say("original"))] : []),
  );
  notice.replaceChildren(...(changed ? changedNotice(citation) : []));
  notice.hidden = !changed;
  const here = changed || article.missing ? [] : citations.filter((one) => one.article_id === article.id);
  body.replaceChildren(...(article.missing ? [] : layOut(article, here, citation)));
  countSteps(citations);
  open();
  point(citation);
  bringIntoView();
  if (focus) scroll.focus({ preventScroll: true });
}

function describe(article) {
  const known = byline({ ...article, speaker: "", published: "" }, { title: false });
  const parts = [...known.filter((part) => part.localName === "bdi").map((part) => part.textContent), article.author];
  const distinct = [...new Set([...parts, showDay(article.published)].filter(Boolean))];
  return [make("span", {}, distinct.map((part, place) => [place ? " · " : "", make("bdi", {}, part)]).flat())];
}

function changedNotice(citation) {
  return [make("p", {}, say("article_changed")), make("blockquote", { dir: "auto" }, citation.quote)];
}

/** Returns the article's text as paragraphs; each cited sentence in it becomes a `mark`. */
function layOut(article, citations, current) {
  const at = offsetsIn(article.text);
  const ranges = citations
    .map((one) => ({ start: at(one.start), end: at(one.end), citation: one, span: one.span?.map(at) }))
    .filter((range, place, all) => all.findIndex((other) => other.start === range.start) === place)
    .sort((one, other) => one.start - other.start);
  const blocks = splitBlocks(article.text).map(([start, end]) => {
    const block = make("p", { dir: "auto" });
    let from = start;
    for (const range of ranges.filter((one) => one.start < end && one.end > start)) {
      addText(block, article.text.slice(from, Math.max(start, range.start)));
      from = Math.min(end, range.end);
      block.append(markRange(article.text, Math.max(start, range.start), from, range, current));
    }
    return addText(block, article.text.slice(from, end));
  });
  if (blocks.length > 1 && blocks[0].textContent.trim() === article.title.trim() && !blocks[0].querySelector("mark")) {
    blocks[0].className = "repeats-title";
  }
  return blocks;
}

function markRange(text, start, end, range, current) {
  const isCurrent = current !== null && range.citation.start === current.start;
  const mark = make("mark", { class: isCurrent ? "current" : "other" });
  const [from, to] = range.span ?? [start, start];
  addText(mark, text.slice(start, Math.max(start, from)));
  if (from < to) mark.append(make("strong", { class: "phrase" }, text.slice(Math.max(start, from), Math.min(end, to))));
  return addText(mark, text.slice(Math.max(start, Math.min(end, to)), end));
}

/** Returns the paragraphs of a text as offsets. Lines broken at a fixed width flow together; other lines stay lines. */
function splitBlocks(text) {
  const blocks = [];
  for (const found of text.matchAll(/[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*/g)) {
    const lines = found[0].split("\n");
    const longest = Math.max(...lines.map((line) => line.length));
    const wrapped = longest <= 120 && lines.slice(0, -1).every((line) => line.length >= 55);
    if (wrapped) {
      blocks.push([found.index, found.index + found[0].length]);
    } else {
      let start = found.index;
      for (const line of lines) {
        blocks.push([start, start + line.length]);
        start += line.length + 1;
      }
    }
  }
  return blocks.filter(([start, end]) => text.slice(start, end).trim());
}

function open() {
  if (isOpen()) return;
  pane.hidden = false;
  document.body.classList.add("reading");
  if (narrow.matches) {
    cover(true);
    // the phone's back button closes the sheet; in a frame, it belongs to the page around it
    if (!framed && !history.state?.reader) history.pushState({ reader: true }, "");
  }
}

function cover(on) {
  for (const part of behind.map((name) => document.getElementById(name))) part.inert = on;
}

function bringIntoView() {
  const mark = body.querySelector("mark.current");
  if (mark) {
    const top = mark.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop;
    scroll.scrollTop = Math.max(0, top - scroll.clientHeight / 3);
  } else {
    scroll.scrollTop = 0;
  }
}

function countSteps(citations) {
  steps.hidden = citations.length === 0;
  if (!citations.length) return;
  counter.textContent = say("source_of", { number: shown.place + 1, total: citations.length });
  previous.hidden = next.hidden = citations.length === 1;
  previous.disabled = shown.place === 0;
  next.disabled = shown.place === citations.length - 1;
}

function step(by) {
  const place = shown.place + by;
  if (shown.citations[place]) openCitation(shown.citations, place);
}

/** Shows in the chat which mark is being read. */
function point(citation) {
  document.querySelectorAll(".cite[aria-current]").forEach((mark) => mark.removeAttribute("aria-current"));
  if (!citation || !openedFrom) return;
  const turn = openedFrom.closest(".turn");
  const marks = turn?.querySelectorAll(`.cite[data-number="${citation.number}"]`) ?? [];
  marks.forEach((mark) => mark.setAttribute("aria-current", "true"));
  if (marks[0] && openedFrom.classList.contains("cite")) openedFrom = marks[0];
}

previous.addEventListener("click", () => step(-1));
next.addEventListener("click", () => step(1));
for (const way of [close, veil]) way.addEventListener("click", () => closeReader());
addEventListener("popstate", () => closeReader());
narrow.addEventListener("change", () => {
  cover(isOpen() && narrow.matches);
});
pane.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const rtl = getComputedStyle(pane).direction === "rtl";
  if (event.key === "ArrowLeft") step(rtl ? 1 : -1);
  else if (event.key === "ArrowRight") step(rtl ? -1 : 1);
  else return;
  event.preventDefault();
});
