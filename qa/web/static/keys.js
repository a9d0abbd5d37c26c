// The keys that page and widget share: from mark to mark, the last question again, and Escape for what is on top.

import { hideCard } from "./card.js";
import { closeReader, isOpen } from "./reader.js";

/**
 * Listens for the keys of a conversation. `chat` is its id, `field()` the field of the question, `last()` what was asked
 * last; `stop()` ends what runs and returns whether something did, `leave()` is for when nothing else is open.
 */
export function listenToKeys({ chat, field, last, stop, leave }) {
  addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.isComposing) return;
    if (at.classList?.contains("edit-textarea") && (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey))) {
      event.preventDefault();
      const [send, leaveIt] = at.closest(".message-row").querySelectorAll("button"); // Gradio's, for a past question
      (event.key === "Enter" ? send : leaveIt).click();
    } else if (at === field() && event.key === "ArrowUp" && at.value === "" && last()) {
      event.preventDefault();
      at.value = last();
      at.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (at.classList?.contains("cite") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      moveToMark(event, document.getElementById(chat));
    } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      const menu = openMenus().at(-1);
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (!stop()) {
        const hidden = hideCard();
        if (isOpen()) closeReader();
        else if (!hidden) leave();
      }
    }
  });
  addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
}

const openMenus = () => [...document.querySelectorAll("details.menu[open], #filters[open]")];

function moveToMark(event, chat) {
  const marks = [...chat.querySelectorAll(".cite")].filter((mark) => mark.checkVisibility());
  const forward = (event.key === "ArrowRight") === (getComputedStyle(chat).direction === "ltr");
  const to = marks[marks.indexOf(event.target) + (forward ? 1 : -1)];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

/** Returns how to scroll: smoothly, unless somebody wants less motion. */
export const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
