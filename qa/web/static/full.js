// A line that says when the question field is full: what is typed or pasted beyond is left out by the browser.

import { make, say } from "./text.js";

/** Returns the line; `field()` is the field. The style sheet hides it again where the field is empty. */
export function watchFull(field) {
  const line = make("p", { id: "question-full", role: "status" });
  addEventListener("input", ({ target }) => {
    if (target === field()) line.textContent = target.value.length < target.maxLength ? "" : say("question_full", { count: target.maxLength });
  });
  return line;
}
