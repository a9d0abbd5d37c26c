// An answer as text to paste elsewhere, always with its citations.

import { nameSection, say, sayConflict, sayScope, showDay, webAddress } from "./text.js";

/** The forms an answer can be copied in: each a function from question and answer to text. */
export const forms = { plain, markdown, footnotes };

/** Puts text on the clipboard, also where the page was not opened over https. */
export async function copyText(text) {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

const copied = new WeakMap(); // buttons that say so, each with its own label and what gives it back

/** Copies text, closes the menu that the button is in, and says so for a moment on the button, or on the one of the menu. */
export async function copyFrom(pressed, text) {
  await copyText(text);
  const menu = pressed.closest("details");
  const button = menu?.querySelector("summary") ?? pressed;
  if (menu?.open) button.focus();
  menu?.removeAttribute("open");
  const { label, clock } = copied.get(button) ?? { label: button.textContent };
  clearTimeout(clock);
  button.textContent = say("copied");
  document.getElementById("announcement").textContent = say("copied");
  const restore = () => (copied.delete(button), (button.textContent = label));
  copied.set(button, { label, clock: setTimeout(restore, 1500) });
}

/** Returns the address of the full page that asks a question with its filters. */
export function linkToQuestion(question, { outlets = [], collections = [], since = "", until = "" }) {
  const query = new URLSearchParams({ q: question });
  for (const outlet of outlets) query.append("outlet", outlet);
  for (const collection of collections) query.append("collection", collection);
  if (since) query.set("since", since);
  if (until) query.set("until", until);
  return new URL(`./?${query}`, location.href).href;
}

/** Returns what is said aloud when an answer has come. */
export function announce({ outcome, citations }) {
  const [key, count] = outcome === "not_found" ? ["not_found", 0] : [outcome === "perhaps" ? "perhaps" : "announce_answer", citations.length];
  return say(key, { count });
}

function plain(question, answer) {
  const sources = answer.citations.map((one) => `[${one.number}] ${unlessSaid(answer, one, "“", "” ")}${origin(one)}`);
  return [question, said(answer, (text) => text, (number) => `[${number}]`), sources.join("\n")].join("\n\n") + "\n";
}

function markdown(question, answer) {
  const sources = answer.citations.map((one) => {
    const link = webAddress(one.url);
    const title = escape(nameSection(one));
    const place = link ? `[${title}](<${link}>)` : title;
    return `${one.number}. ${escape(unlessSaid(answer, one, "“", "” "))}${[place, ...origins(one).map(escape)].join(", ")}${also(one)}`;
  });
  return [`**${escape(question)}**`, said(answer, escape, (number) => `\\[${number}\\]`), sources.join("\n")].join("\n\n") + "\n";
}

const also = (one) => (one.also_in ?? []).map((copy) => escape(`; ${say("also_in")} ${named(copy)}`)).join("");

function footnotes(question, answer) {
  const notes = answer.citations.map(
    (one) => `[^${one.number}]: ${escape(unlessSaid(answer, one, "“", "” ") + origin(one))}`,
  );
  return [`**${escape(question)}**`, said(answer, escape, (number) => `[^${number}]`), notes.join("\n")].join("\n\n") + "\n";
}

function said(answer, write, mark) {
  const lines = answer.statements.map((one) => `${write(one.text)} ${one.citations.map(mark).join("")}`.trim());
  return [...warn(answer, write, mark), lines.join(isQuoted(answer) ? "\n\n" : " ")].filter(Boolean).join("\n\n");
}

/** Returns what the page says above an answer: that it may be none, which articles were asked, where they differ. */
function warn(answer, write, mark) {
  const outcome = { perhaps: `${say("perhaps")} ${say("perhaps_hint")}`, not_found: say("not_found") }[answer.outcome];
  const differing = answer.conflicts.map((one) => `${write(sayConflict(one))}: ${one.citations.map(mark).join(" ")}`);
  return [...[outcome, sayScope(answer), answer.note].filter(Boolean).map(write), ...differing];
}

/** Says whether the answer consists of words of the cited sentences only. */
export const isQuoted = (answer) => answer.statements.every((one) => one.kind !== "written");

function unlessSaid(answer, citation, before, after) {
  return isQuoted(answer) ? "" : before + citation.quote + after;
}

const origins = (one) => [one.source, showDay(one.published)].filter(Boolean);
const origin = (one) => [named(one), ...(one.also_in ?? []).map((copy) => `${say("also_in")} ${named(copy)}`)].join("; ");
const named = (one) => [nameSection(one), ...origins(one), one.url].filter(Boolean).join(", ");
const escape = (text) => text.replace(/[\\`*_{}[\]<>#|~!&]/g, "\\$&");
