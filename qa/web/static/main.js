// The conversation: sends questions, keeps the turns, and wires the page together.

import { Turn } from "./answer.js";
import { hideCard } from "./card.js";
import { ask as askEngine } from "./engine.js";
import { closePanel, framed } from "./frame.js";
import { aboutPage, followHost, pointToFullPage } from "./guest.js";
import { chosenFilters, nameFilters, openLibrary, setFilters, suggestions } from "./library.js";
import { closeReader, isOpen, openCitation } from "./reader.js";
import { say } from "./text.js";

const log = document.getElementById("log");
const form = document.getElementById("ask");
const field = document.getElementById("question");
const button = document.getElementById("send");
const announcement = document.getElementById("announcement");
const KEPT = "conversation"; // so that a reload, or another language, loses nothing
const name = document.title;

let turns = [];
let running = null;

const actions = { ask, retry, link: linkTo, suggestions, askUnfiltered };

async function ask(question, { standsAlone = false, filters = chosenFilters() } = {}) {
  if (running) return;
  const { asked, before, page } = standsAlone ? { asked: question, before: [] } : aboutPage(question);
  const history = standsAlone ? [] : [...before, ...earlier()];
  const turn = addTurn(question, filters);
  turn.history = history.map((one) => one.question);
  running = new AbortController();
  setRunning(true);
  if (matchMedia("(hover: none)").matches) field.blur(); // a phone's keyboard would cover the answer
  if (document.activeElement !== field) turn.node.querySelector("h2").focus({ preventScroll: true });
  turn.node.scrollIntoView({ block: "start", behavior: motion() });
  try {
    await askEngine({ question: asked, history, page, ...filters }, (step) => turn.take(step), running.signal);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    turn.stop();
  } finally {
    running = null;
    setRunning(false);
  }
  if (turn.answer) settle(turn);
}

function settle(turn) {
  keep();
  if (framed) pointToFullPage(linkTo(turn));
  else history.replaceState(null, "", linkTo(turn));
  document.title = `${turn.question} - ${name}`;
  announcement.textContent = say(turn.answer.outcome === "answered" ? "announce_answer" : "not_found", { count: turn.answer.citations.length });
  if (isOpen() && turn.answer.citations.length) openCitation(turn.answer.citations, 0, turn.node.querySelector(".cite"), { focus: false });
}

function addTurn(question, filters) {
  const turn = new Turn(question, nameFilters(filters), actions);
  turn.filters = filters;
  turns.push(turn);
  log.append(turn.node);
  document.body.classList.remove("empty");
  return turn;
}

function retry(turn) {
  turns = turns.filter((one) => one !== turn);
  turn.node.remove();
  ask(turn.question);
}

/** What was asked and answered before, for the server to understand a follow-up. */
function earlier() {
  return turns.filter((turn) => turn.answer).slice(-6).map((turn) => ({ question: turn.answer.standalone, answer: turn.answer.answer.slice(0, 4000) }));
}

function askUnfiltered(turn) {
  setFilters({});
  ask(turn.question);
}

/** Returns the address that asks a turn's question again, filters and all. */
function linkTo({ answer, filters }) {
  const query = new URLSearchParams({ q: answer.standalone });
  for (const outlet of filters.outlets) query.append("outlet", outlet);
  if (filters.since) query.set("since", filters.since);
  if (filters.until) query.set("until", filters.until);
  return new URL(`./?${query}`, location.href).href;
}

function setRunning(on) {
  form.classList.toggle("running", on);
  button.textContent = say(on ? "stop" : "ask");
  log.setAttribute("aria-busy", String(on));
}

function startOver() {
  running?.abort();
  closeReader();
  turns = [];
  log.replaceChildren();
  document.body.classList.add("empty");
  document.title = name;
  if (framed) pointToFullPage("./");
  else history.replaceState(null, "", location.pathname);
  keep();
  field.focus();
}

function keep() {
  try {
    const kept = turns.filter((turn) => turn.answer).map(({ question, answer, history, filters }) => ({ question, answer, history, filters }));
    sessionStorage.setItem(KEPT, JSON.stringify(kept.slice(-30)));
  } catch {
    // storage is closed or full: a reload starts anew
  }
}

function restore() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

/** Shows the conversation as it was before a reload, or asks the question of a link. */
function begin() {
  const query = new URLSearchParams(location.search);
  const question = query.get("q")?.trim();
  if (!question && !framed) return;
  const filters = { outlets: query.getAll("outlet"), since: query.get("since") ?? "", until: query.get("until") ?? "" };
  setFilters(filters);
  const kept = restore();
  if (question && kept.at(-1)?.answer.standalone !== question) {
    ask(question, { standsAlone: true, filters });
    return;
  }
  for (const { question: asked, answer, history: before, filters: limits } of kept) {
    const turn = addTurn(asked, limits);
    turn.history = before;
    turn.finish(answer);
  }
  if (framed && turns.length) pointToFullPage(linkTo(turns.at(-1)));
  log.lastElementChild?.scrollIntoView({ block: "start" });
}

const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) {
    running.abort();
    return;
  }
  const question = field.value.trim();
  if (!question) {
    field.focus();
    return;
  }
  field.value = "";
  document.getElementById("filters").open = false;
  ask(question);
});

field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (!running) form.requestSubmit();
  } else if (event.key === "ArrowUp" && field.value === "" && turns.length) {
    event.preventDefault();
    field.value = turns.at(-1).question;
  }
});

// In the conversation, the arrow keys go from mark to mark.
log.addEventListener("keydown", (event) => {
  if (!event.target.classList.contains("cite") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const marks = [...log.querySelectorAll(".cite")].filter((mark) => mark.checkVisibility());
  const forward = (event.key === "ArrowRight") === (getComputedStyle(log).direction === "ltr");
  const to = marks[marks.indexOf(event.target) + (forward ? 1 : -1)];
  if (to) {
    event.preventDefault();
    to.focus();
  }
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const menu = [...document.querySelectorAll("details.menu[open], #filters[open]")].at(-1);
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (hideCard()) {
    return;
  } else if (running && document.activeElement === field) {
    running.abort();
  } else if (isOpen()) {
    closeReader();
  } else if (framed) {
    closePanel();
  }
});

addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open], #filters[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.getElementById("start-over").addEventListener("click", startOver);
document.getElementById("language").addEventListener("change", (event) => {
  document.cookie = `language=${event.target.value}; path=${location.pathname}; max-age=31536000; samesite=strict`;
  location.reload();
});
document.getElementById("theme").addEventListener("click", () => {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  const theme = dark ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // storage is closed: the choice lasts until the page is left
  }
});

openLibrary((question) => ask(question));
begin();
if (framed) followHost(field);
