// The card: the cited sentence among its neighbours, beside its mark, without leaving the chat.

import { isReturning, load } from "./reader.js";
import { byline, make, offsetsIn, quoteWithPhrase, say } from "./text.js";

const card = make("div", { id: "card", role: "tooltip", hidden: true });
const hovers = matchMedia("(hover: hover)");
const NEIGHBOURS = 140; // characters shown before and after the sentence
let timer = 0;
let rested = ""; // where the pointer moved last

/** Lets a mark show its sentence while the pointer rests on it or the focus is on it. */
export function attachCard(mark, citation) {
  mark.addEventListener("pointerenter", (event) => {
    load(citation.article_id, citation.sha256); // so that card and reader open at once
    if (hovers.matches && whereIs(event) !== rested) later(() => show(mark, citation), 250); // not below one at rest
  });
  mark.addEventListener("pointerleave", () => later(hideCard, 150));
  mark.addEventListener("focus", () => mark.matches(":focus-visible") && !isReturning() && show(mark, citation));
  mark.addEventListener("blur", hideCard);
}

/** Hides the card; returns whether there was one. */
export function hideCard() {
  clearTimeout(timer);
  const was = !card.hidden;
  card.hidden = true;
  document.querySelector("[aria-describedby=card]")?.removeAttribute("aria-describedby");
  return was;
}

const whereIs = ({ clientX, clientY }) => `${clientX} ${clientY}`;

function later(act, milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(act, milliseconds);
}

async function show(mark, citation) {
  const quote = make("blockquote", { dir: "auto" }, ...quoteWithPhrase(citation));
  const hint = make("p", { class: "hint" }, say("card_hint"));
  card.replaceChildren(quote, make("p", { class: "byline" }, ...byline(citation)), hint);
  hideCard();
  card.hidden = false;
  mark.setAttribute("aria-describedby", "card");
  place(mark);
  const article = await load(citation.article_id, citation.sha256);
  if (!quote.isConnected || article.sha256 !== citation.sha256) return;
  const at = offsetsIn(article.text);
  const before = article.text.slice(0, at(citation.start)).split("\n").at(-1);
  const after = article.text.slice(at(citation.end)).split("\n")[0];
  const shortBefore = before.length > NEIGHBOURS ? before.slice(-NEIGHBOURS).replace(/^\S*/, "…") : before;
  const shortAfter = after.length > NEIGHBOURS ? after.slice(0, NEIGHBOURS).replace(/\S*$/, "…") : after;
  quote.prepend(make("span", { class: "aside" }, shortBefore));
  quote.append(make("span", { class: "aside" }, shortAfter));
  place(mark);
}

/** Puts the card above its mark, where it hides what was read already, and below only if there is no room. */
function place(mark) {
  const at = mark.getBoundingClientRect();
  const gap = 6;
  const above = at.top - gap - card.offsetHeight;
  const left = at.left + at.width / 2 - card.offsetWidth / 2;
  card.style.top = `${above >= gap ? above : at.bottom + gap}px`;
  card.style.left = `${Math.max(gap, Math.min(left, innerWidth - card.offsetWidth - gap))}px`;
}

document.body.append(card);
card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", () => later(hideCard, 150));
addEventListener("scroll", hideCard, { capture: true, passive: true });
addEventListener("pointermove", (event) => (rested = whereIs(event)), { capture: true, passive: true });
