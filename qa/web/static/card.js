// The card: the cited sentence itself, beside its mark, without leaving the chat.

import { byline, make, quoteWithPhrase, say } from "./text.js";

const card = document.getElementById("card");
const hovers = matchMedia("(hover: hover)");
let timer = 0;

/** Lets a mark show its sentence while the pointer is over it or the focus on it. */
export function attachCard(mark, citation) {
  mark.addEventListener("pointerenter", () => hovers.matches && later(() => show(mark, citation), 120));
  mark.addEventListener("pointerleave", () => later(hideCard, 200));
  mark.addEventListener("focus", () => mark.matches(":focus-visible") && show(mark, citation));
  mark.addEventListener("blur", hideCard);
}

/** Hides the card; returns whether there was one. */
export function hideCard() {
  clearTimeout(timer);
  const was = !card.hidden;
  card.hidden = true;
  return was;
}

function later(act, milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(act, milliseconds);
}

function show(mark, citation) {
  card.replaceChildren(
    make("blockquote", { dir: "auto" }, ...quoteWithPhrase(citation)),
    make("p", { class: "byline" }, ...byline(citation)),
    make("p", { class: "hint" }, say("card_hint")),
  );
  card.hidden = false;
  const at = mark.getBoundingClientRect();
  const gap = 8;
  const below = at.bottom + gap + card.offsetHeight <= innerHeight;
  const top = below ? at.bottom + gap : Math.max(gap, at.top - gap - card.offsetHeight);
  const left = Math.min(Math.max(gap, at.left + at.width / 2 - card.offsetWidth / 2), innerWidth - card.offsetWidth - gap);
  card.style.top = `${top}px`;
  card.style.left = `${left}px`;
}

card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", () => later(hideCard, 200));
addEventListener("scroll", hideCard, { capture: true, passive: true });
