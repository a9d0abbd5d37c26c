// A line above the question, for a while: what was just taken away, and a button that brings it back.

import { make, say } from "./text.js";

const SHOWN_MS = 12_000;
const line = make("p", { id: "gone", role: "status", hidden: true });
let ending;
document.body.append(line);

/** Says what is gone and offers to bring it back; what was offered before is gone for good. */
export function offerBack(what, bringBack) {
  const take = () => {
    line.hidden = true;
    bringBack();
  };
  line.replaceChildren(what, make("button", { type: "button", onclick: take }, say("bring_back")));
  line.hidden = false;
  clearTimeout(ending);
  ending = setTimeout(() => (line.hidden = true), SHOWN_MS);
}
