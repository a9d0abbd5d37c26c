// The widget's page: sends questions, keeps the turns, and wires the page together.

import { AnswerView } from "./answer.js";
import { ask as askEngine } from "./engine.js";
import { closePanel } from "./frame.js";
import { announce, linkToQuestion } from "./copy.js";
import { watchFull } from "./full.js";
import { aboutPage, followHost, pointToFullPage } from "./guest.js";
import { listenToKeys, motion } from "./keys.js";
import { chosenFilters, filterFold, nameFilters, openLibrary, setFilters, suggestions } from "./library.js";
import { closeReader, followAnswer, mountReader } from "./reader.js";
import { make, say } from "./text.js";

const log = document.getElementById("log");
const form = document.getElementById("ask");
const field = document.getElementById("question");
const button = document.getElementById("send");
const announcement = document.getElementById("announcement");
const KEPT = "conversation"; // so that a reload, or another language, loses nothing

let made = 0;
let turns = []; // each `{node, view, filters, history, value}`
let running = null;

const actions = { ask, retry, link: linkTo, suggestions, askUnfiltered };

async function ask(question, { standsAlone = false, filters = chosenFilters() } = {}) {
  if (running) return;
  const { asked, before, page } = standsAlone ? { asked: question, before: [] } : aboutPage(question);
  const history = standsAlone ? [] : [...before, ...earlier()];
  const turn = addTurn(question, filters);
  turn.history = history.map((one) => one.question);
  show(turn, { question, step: "asking", statements: [], citations: [] });
  running = new AbortController();
  setRunning(true);
  if (matchMedia("(hover: none)").matches) field.blur(); // a phone's keyboard would cover the answer
  if (document.activeElement !== field) turn.node.querySelector("h2").focus({ preventScroll: true });
  turn.node.scrollIntoView({ block: "start", behavior: motion() });
  try {
    await askEngine({ question: asked, history, page, ...filters }, (value) => show(turn, { ...value, question }), running.signal);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    show(turn, { ...turn.value, stopped: true });
  } finally {
    running = null;
    setRunning(false);
  }
  if (turn.value.outcome) settle(turn);
}

function show(turn, value) {
  turn.value = { ...value, history: turn.history, limits: nameFilters(turn.filters) };
  turn.view.show(turn.value);
}

function settle(turn) {
  keep();
  pointToFullPage(linkTo(turn.value));
  announcement.textContent = announce(turn.value);
  followAnswer(turn.value.citations, turn.node);
}

function addTurn(question, filters) {
  const id = `question-${++made}`;
  const node = make("article", { class: "turn", "aria-labelledby": id }, make("h2", { id, dir: "auto", tabindex: "-1" }, question));
  const turn = { node, question, filters, history: [], value: {}, view: new AnswerView(node, actions) };
  turns.push(turn);
  log.append(node);
  document.body.classList.remove("empty");
  return turn;
}

function retry({ id, question }) {
  const turn = turns.find((one) => one.value.id === id);
  turns = turns.filter((one) => one !== turn);
  turn?.node.remove();
  ask(question);
}

/** What was asked and answered before, for the server to understand a follow-up. */
function earlier() {
  return turns.filter(({ value }) => value.outcome).slice(-6).map(({ value }) => ({ question: value.standalone, answer: value.answer.slice(0, 4000) }));
}

function askUnfiltered({ question }) {
  setFilters({});
  ask(question);
}

/** Returns the address of the full page that asks a turn's question again, filters and all. */
function linkTo({ id, standalone }) {
  return linkToQuestion(standalone, turns.find((turn) => turn.value.id === id)?.filters ?? {});
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
  pointToFullPage("./");
  keep();
  field.focus();
}

function keep() {
  try {
    const kept = turns.filter(({ value }) => value.outcome).map(({ question, value, history, filters }) => ({ question, value, history, filters }));
    sessionStorage.setItem(KEPT, JSON.stringify(kept.slice(-30)));
  } catch {
    // storage is closed or full: a reload starts anew
  }
}

/** Shows the conversation as it was on the page before. */
function restore() {
  let kept = [];
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    // storage is closed
  }
  for (const { question, value, history: before, filters } of kept) {
    const turn = addTurn(question, filters);
    turn.history = before;
    show(turn, value);
  }
  if (turns.length) pointToFullPage(linkTo(turns.at(-1).value));
  log.lastElementChild?.scrollIntoView({ block: "start" });
}

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
  filterFold.open = false;
  ask(question);
});

field.addEventListener("keydown", (event) => {
  if (event.isComposing || event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  if (!running) form.requestSubmit();
});

listenToKeys({
  chat: "log",
  field: () => field,
  last: () => turns.at(-1)?.question,
  stop: () => running && document.activeElement === field && (running.abort(), true),
  leave: closePanel,
});

document.getElementById("start-over").addEventListener("click", startOver);
mountReader(document.querySelector(".desk"), ["masthead", "main"]);
form.append(watchFull(() => field), filterFold);
openLibrary(document.getElementById("discover"), (question) => ask(question));
restore();
followHost(field);
