// The chat page: draws the parts that Gradio has no component for, and does what stays in the browser.
// Python names the functions of `sourceline` in the events of the page (see qa/web/page/blocks.py).

import { makeAdding } from "./adding.js";
import { AnswerView } from "./answer.js";
import { offerBack } from "./back.js";
import { announce, linkToQuestion } from "./copy.js";
import { newId, readRefusal } from "./engine.js";
import { watchFull } from "./full.js";
import * as kept from "./history.js";
import { listenToKeys, motion } from "./keys.js";
import { chosenFilters, filterFold, nameFilters, openLibrary, setFilters, showArticles, suggestions } from "./library.js";
import { closeReader, followAnswer, mountReader } from "./reader.js";
import { make, say } from "./text.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const announcement = document.getElementById("announcement");
const title = document.title;
const answers = new Map(); // by id: the chat itself holds ids, so that little goes up with the next question
const views = new Map();
const triggers = {};
const adding = facts.kinds && makeAdding({ kinds: facts.kinds, megabytes: facts.megabytes, changed: () => showLibrary() });
let showLibrary = () => {};
let next = {}; // what a part wants asked: the question, and whether it stands alone
let asked = {}; // what was asked last
let refused = null; // why the last request was refused
let running = false;

/** Puts the last question of a conversation into the address, which a reload asks again where nothing is kept. */
function showAddress(answers) {
  const newest = answers.at(-1);
  history.replaceState(null, "", newest ? linkToQuestion(newest.standalone, newest.filters ?? {}) : location.pathname);
}

const actions = {
  ask: (question, options = {}) => want(question, options),
  askUnfiltered: ({ question }) => {
    setFilters({});
    want(question, {});
  },
  retry: ({ id, question }) => want(question, { instead: id }),
  link: ({ id, standalone }) => linkToQuestion(standalone, answers.get(id)?.filters ?? {}),
  suggestions,
};

function want(question, options) {
  if (running) return;
  next = { question, ...options };
  triggers.ask();
}

// ---- the chat: a list of messages, a question and its answer in turns

const idOf = (message) => message.content[0]?.value?.id;
const toHtml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"); // the chat shows text as HTML
const fromHtml = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const textOf = (message) => fromHtml(message.content[0]?.text ?? "");
const fieldRests = () => ({ __type__: "update", submit_btn: say("ask"), stop_btn: false });
const fieldShows = (text) => ({ ...fieldRests(), value: text });

/** Returns the turns of a chat, each with what is known of its answer. */
function turnsOf(chat) {
  const turns = [];
  for (const message of chat ?? []) {
    if (message.role === "user") turns.push({ question: textOf(message) });
    else if (turns.length && idOf(message)) turns.at(-1).answer = know(message.content[0].value);
  }
  return turns;
}

function messagesOf(list) {
  return list.flatMap((value) => {
    answers.set(value.id, value);
    const message = (role, content) => ({ role, content: [content], metadata: null, options: null });
    return [message("user", { type: "text", text: toHtml(value.question) }), message("assistant", { ...facts.blank, value: { id: value.id, at: value.at } })];
  });
}

/** Takes what the server sent of an answer: its id, and all that is known under the number of the step. */
function know({ id, at, ...steps }) {
  const known = answers.get(id);
  const [value] = Object.values(steps);
  if (!value || known?.outcome || known?.stopped || known?.refused) return known ?? { id };
  const whole = { ...known, ...value, filters: asked.limits, limits: nameFilters(asked.limits ?? {}), history: asked.history };
  answers.set(id, whole);
  return whole;
}

const last = (chat) => turnsOf(chat).at(-1)?.answer;

// ---- what the events of the page do

const events = {
  /** Returns the question of a part, which goes into the field. */
  wanted: () => next.question,

  /** Returns what goes up with a question: the turns before it in short, and its filters. */
  asking(question, chat) {
    const { standsAlone = false, filters, instead } = next.question === question ? next : {};
    next = {};
    const turns = turnsOf(chat).filter((turn) => turn.answer && turn.answer.id !== instead);
    const told = turns.map(({ question: said, answer }) => ({
      question: said, id: answer.id, standalone: standsAlone || !answer.outcome ? "" : answer.standalone, answer: answer.outcome ? answer.answer.slice(0, 4000) : "",
    }));
    const limits = filters ?? chosenFilters();
    asked = { question, told, limits, history: told.filter((one) => one.standalone).slice(-6).map((one) => one.standalone) };
    running = true;
    refused = null;
    filterFold.open = false;
    document.body.classList.remove("empty");
    if (matchMedia("(hover: none)").matches) document.activeElement?.blur(); // a phone's keyboard would cover the answer
    return [question, { ...limits, told }, []];
  },

  /** Keeps the conversation when an answer is complete, and says so. */
  settle(chat) {
    if (!running) return; // its conversation was left
    end();
    const value = last(chat);
    if (!value?.outcome) return;
    kept.keep(turnsOf(chat).map((turn) => turn.answer), facts.user);
    triggers.conversations?.();
    history.replaceState(null, "", actions.link(value));
    document.title = `${value.question} - ${title}`;
    announcement.textContent = announce(value);
    followAnswer(value.citations, views.get(value.id)?.root);
  },

  /** Says why a question came to nothing: what the server said to it, or that it cannot be reached. */
  failed(chat) {
    if (!running) return [fieldShows(""), chat]; // it was stopped
    end();
    const why = refused ?? { reason: "broken" };
    const value = last(chat);
    const known = value && !value.outcome && !value.refused && value.question === asked.question ? value : { id: newId(), question: asked.question, filters: asked.limits };
    const failed = { ...known, refused: why, at: Date.now() };
    const before = turnsOf(chat).filter((turn) => turn.answer && turn.answer.id !== known.id).map((turn) => turn.answer);
    return [fieldShows(""), messagesOf([...before, failed])];
  },

  /** Says that the question was stopped; what had come until then stays. */
  stopped(chat) {
    end();
    const turns = turnsOf(chat).map((turn) => turn.answer);
    const { refused: why, ...value } = turns.pop();
    return [fieldShows(""), messagesOf([...turns, { ...value, stopped: true, at: Date.now() }])];
  },

  /** Takes the last turn away, to ask it again. */
  again(chat) {
    const turns = turnsOf(chat);
    const { question, answer } = turns.pop();
    next = { question, filters: answer.filters };
    return [question, messagesOf(turns.map((turn) => turn.answer))];
  },

  /** Takes the last turn back: its question returns into the field. */
  undone(chat) {
    const turns = turnsOf(chat);
    offerTurnsBack(turns);
    const { question } = turns.pop();
    const answers = turns.map((turn) => turn.answer);
    keepLater(turns);
    showAddress(answers);
    focusField();
    return [fieldShows(question), messagesOf(answers)];
  },

  /** Returns a question that was changed in the chat; the turns after it are taken away. */
  edited(chat) {
    const turns = turnsOf(chat);
    const place = turns.findIndex((turn) => turn.question !== turn.answer?.question);
    if (place < 0) return ["", chat];
    next = { question: turns[place].question, filters: turns[place].answer?.filters };
    if (place < turns.length - 1) offerTurnsBack(turns);
    return [turns[place].question, messagesOf(turns.slice(0, place).map((turn) => turn.answer))];
  },

  /** Begins a new conversation. */
  fresh() {
    end();
    kept.begin();
    closeReader();
    document.body.classList.add("empty");
    document.title = title;
    history.replaceState(null, "", location.pathname);
    triggers.conversations?.();
    focusField();
    return [fieldRests(), []];
  },

  /** Shows the conversation that was chosen among those that are kept. */
  opened() {
    end();
    closeReader();
    const conversation = kept.current(facts.user);
    document.body.classList.toggle("empty", !conversation.length);
    showAddress(conversation);
    return [fieldRests(), messagesOf(conversation)];
  },

  /** Shows the conversation as it was before a reload, or asks the question of a link. */
  begin() {
    const query = new URLSearchParams(location.search);
    const question = query.get("q")?.trim();
    const filters = { outlets: query.getAll("outlet"), collections: query.getAll("collection"), since: query.get("since") ?? "", until: query.get("until") ?? "" };
    if (!question) kept.begin();
    const conversation = kept.current(facts.user);
    if (question) setFilters(filters);
    if (question && conversation.at(-1)?.standalone !== question) {
      kept.begin();
      setTimeout(() => want(question, { standsAlone: true, filters }));
      return [];
    }
    document.body.classList.toggle("empty", !conversation.length);
    if (wantsFocus) focusField();
    return messagesOf(conversation);
  },
};

function end() {
  running = false;
}

function keepLater(turns) {
  kept.keep(turns.map((turn) => turn.answer).filter((answer) => answer?.outcome), facts.user);
  triggers.conversations?.();
}

/** Says that turns are gone, and offers the conversation as it was. */
function offerTurnsBack(now) {
  const turns = [...now];
  offerBack(say("turn_removed"), () => {
    if (running) return;
    keepLater(turns);
    triggers.open();
  });
}

const field = () => document.querySelector("#field textarea");

let wantsFocus = false; // before the field is there

function focusField() {
  wantsFocus = !field();
  field()?.focus();
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  focusField();
});

// ---- the parts

const place = (element) => element.querySelector(".part");

const parts = {
  answer(element, props, watch) {
    const view = new AnswerView(element.querySelector(".turn"), actions);
    const show = () => {
      if (!props.value?.id) return;
      const value = know(props.value);
      const isNew = !views.has(value.id);
      views.set(value.id, view);
      if (value.question) view.show(value);
      if (isNew && running) bringUp(view.root);
    };
    show();
    watch("value", show);
  },

  masthead(element, props, watch, trigger) {
    document.getElementById("before")?.remove();
    const button = (name, attributes, ...children) => make("button", { id: name, type: "button", class: "quiet", ...attributes }, ...children);
    const language = make("select", { id: "language", "aria-label": say("language_label") },
      ...Object.entries(facts.languages).map(([code, name]) => make("option", { value: code, lang: code, selected: code === document.documentElement.lang }, name)));
    language.addEventListener("change", () => {
      document.cookie = `language=${language.value}; path=${location.pathname}; max-age=31536000; samesite=strict`;
      location.reload();
    });
    const account = facts.user && make("form", { id: "account", method: "post", action: "logout", title: facts.user }, make("button", { class: "quiet" }, say("logout")));
    place(element).append(
      make("a", { class: "brand", href: "./", translate: "no" }, "Sourceline", make("span", { "aria-hidden": "true" }, "1")),
      make("nav", { "aria-label": say("navigation") },
        button("open-library", { onclick: showArticles }, say("articles_button")),
        button("start-over", { onclick: () => trigger("fresh") }, say("start_over")),
        language,
        button("theme", { "aria-label": say("theme"), title: say("theme"), onclick: turnTheme }, make("span", { class: "moon", "aria-hidden": "true" })),
        account || null));
  },

  hero(element) {
    place(element).append(make("div", { class: "hero" }, make("h1", {}, say("headline")), make("p", {}, say("tagline"))));
  },

  filters(element) {
    place(element).append(watchFull(field), filterFold);
  },

  discover(element, props, watch, trigger) {
    triggers.ask = () => trigger("ask");
    const root = make("section", { id: "discover", "aria-label": say("discover") });
    place(element).append(root);
    showLibrary = async () => {
      const wasBare = document.body.classList.contains("bare");
      const isBare = await openLibrary(root, (question) => want(question, {}), adding ? "library_empty_hint" : undefined);
      document.body.classList.toggle("bare", isBare);
      placeAdding();
      if (wasBare && !isBare) focusField();
    };
    showLibrary();
  },

  reader(element) {
    mountReader(place(element), ["top", "talk", "side"]);
  },

  conversations(element, props, watch, trigger) {
    triggers.open = () => running || trigger("open");
    triggers.conversations = kept.mount(place(element), { user: facts.user, open: triggers.open, fresh: () => document.getElementById("start-over").click() });
    placeAdding();
  },
};

/** Puts the panel that adds articles into the side bar, or, while there are none, into the middle of the page. */
function placeAdding() {
  if (adding) document.querySelector(document.body.classList.contains("bare") ? "#discover" : ".part.conversations")?.append(adding);
}

window.sourceline = { ...parts, ...events };
dispatchEvent(new Event("sourceline"));

/** Puts the newest question at the top, where its answer can grow below it. */
function bringUp(root) {
  const talk = document.getElementById("talk");
  const row = root.closest(".message-row")?.previousElementSibling;
  if (row) requestAnimationFrame(() => talk.scrollBy({ top: row.getBoundingClientRect().top - talk.getBoundingClientRect().top, behavior: motion() }));
}

function turnTheme() {
  const now = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const theme = now === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // storage is closed: the choice lasts until the page is left
  }
}

// Gradio tells an event only that it failed; what the server said stands in its answer. Where a connection breaks, Gradio
// asks nothing more and reloads the page once the server is back: so it is told of an error instead.
const plainFetch = window.fetch;
window.fetch = async (input, options) => {
  const address = String(input?.url ?? input);
  const [joins, listens] = ["/queue/join", "/queue/data"].map((path) => address.includes(path));
  if (!joins && !listens) return plainFetch(input, options);
  const response = await plainFetch(input, options).catch((error) => {
    if (error.name === "AbortError") throw error;
    return Response.json({ reason: "offline" }, { status: 503 });
  });
  if (response.ok) return listens ? new Response(tellBreak(response.body), response) : ((refused = null), response);
  refused = await readRefusal(response.clone());
  return listens ? new Response(BROKEN_OFF) : response;
};

const BROKEN_OFF = ["unexpected_error", "close_stream"].map((msg) => `data: ${JSON.stringify({ msg, message: "offline" })}\n\n`).join("");

/** Passes on what the server tells; where it ends before Gradio closes it, or an event ends, an error is its end. */
function tellBreak(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let told = ""; // the end of what was told so far, in which the last message stands
  return new ReadableStream({
    async pull(stream) {
      const { value } = await reader.read().catch((error) => {
        if (error.name === "AbortError") throw error;
        return {};
      });
      if (value) {
        told = (told + decoder.decode(value, { stream: true })).slice(-2000);
        return stream.enqueue(value);
      }
      if (!/"(?:close_stream|process_completed)"/.test(told.slice(told.lastIndexOf('"msg"')))) {
        refused = { reason: "offline" };
        stream.enqueue(new TextEncoder().encode(BROKEN_OFF));
      }
      stream.close();
    },
    cancel: (why) => reader.cancel(why),
  });
}

listenToKeys({
  chat: "chat",
  field,
  last: () => asked.question,
  stop: () => running && (document.querySelector("#field .stop-button")?.click(), true),
  leave: () => document.querySelector("#side.open .toggle-button")?.click(),
});

// ---- what Gradio's components leave out: headings, names of buttons, whether a fold is open

function mend() {
  for (const message of document.querySelectorAll("#chat .user-row .message:not([role])")) {
    message.setAttribute("role", "heading");
    message.setAttribute("aria-level", "2");
    message.tabIndex = -1;
  }
  for (const bubble of document.querySelectorAll('[aria-label^="user\'s message"], [aria-label^="bot\'s message"]')) bubble.removeAttribute("aria-label");
  for (const edited of document.querySelectorAll("#chat textarea:not([data-plain])")) {
    edited.dataset.plain = "";
    edited.setAttribute("aria-label", say("correct_label"));
    edited.value = fromHtml(edited.value);
    edited.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field()?.setAttribute("aria-label", say("question_label")); // its label holds the button, too
  const toggle = document.querySelector("#side .toggle-button");
  const open = String(Boolean(toggle?.closest("#side, .sidebar")?.classList.contains("open")));
  if (toggle && toggle.getAttribute("aria-expanded") !== open) {
    toggle.setAttribute("aria-expanded", open);
    toggle.setAttribute("aria-label", say("conversations_title"));
  }
  document.body.classList.toggle("empty", !document.querySelector("#chat .message-row"));
}

let soon = 0;
new MutationObserver(() => {
  cancelAnimationFrame(soon);
  soon = requestAnimationFrame(mend);
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
