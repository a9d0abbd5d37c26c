// Sends a question to the server and listens to what is known of the answer so far.

import { request } from "./frame.js";

/** Asks, and calls `onStep` with each value that is known of the answer. Aborting `signal` ends the work on the server. */
export async function ask(asked, onStep, signal) {
  const response = await send("widget/ask", asked, signal);
  if (response.refused) return onStep({ id: newId(), question: asked.question, refused: response.refused });
  let last = { id: newId(), question: asked.question };
  try {
    for await (const value of readEvents(response)) onStep((last = value));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    last = { ...last, refused: { reason: "offline" } }; // the connection broke
    onStep(last);
  }
  if (!last.outcome && !last.refused) onStep({ ...last, refused: { reason: "broken" } });
}

/** Yields what the events of a response tell. */
export async function* readEvents(response) {
  const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
    const events = (waiting + piece.value).split("\n\n");
    waiting = events.pop();
    for (const event of events) yield JSON.parse(event.slice("data: ".length));
  }
}

/** Returns an id as answers have them: 32 hex digits. */
export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

/** Posts JSON and returns the JSON that comes back, or `{refused: {reason, seconds}}`. */
export async function post(address, body) {
  const response = await send(address, body);
  return response.refused ? response : response.json();
}

async function send(address, body, signal) {
  let response;
  try {
    response = await request(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { refused: { reason: "offline" } };
  }
  if (response.ok) return response;
  return { refused: await readRefusal(response) };
}

/** Returns why the server refused a request: a word, and the seconds to wait where it named them. */
export async function readRefusal(response) {
  const told = await response.json().catch(() => ({}));
  return { reason: told.reason ?? (response.status === 503 ? "busy" : "broken"), detail: told.detail, seconds: Number(response.headers.get("Retry-After")) || 1 };
}
