// Sends a question to the server's queue and listens to what is known of the answer so far.

import { request } from "./frame.js";

const ASK = "gradio/gradio_api/call/ask";

/**
 * Asks, and calls `onStep` with each step; resolves after the last one. Aborting `signal` ends the work on the server.
 * A refusal by the server comes as a step, too: `{step: "refused", reason, detail}`.
 */
export async function ask(asked, onStep, signal) {
  const opened = await post(ASK, { data: [asked] }, signal);
  if (opened.refused) return onStep({ step: "refused", ...opened.refused });
  return listen(`${ASK}/${opened.event_id}`, onStep, signal);
}

/** Posts JSON and returns the JSON that comes back, or `{refused: {reason, detail}}`. */
export async function post(address, body, signal) {
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
  if (response.ok) return response.json();
  if (response.status === 503) return { refused: { reason: "busy" } };
  const told = await response.json().catch(() => ({}));
  return { refused: { reason: told.reason ?? "broken", seconds: Number(response.headers.get("Retry-After")) } };
}

function listen(address, onStep, signal) {
  return new Promise((resolve, reject) => {
    const events = new EventSource(address);
    let ended = false;
    const end = () => {
      events.close();
      resolve();
    };
    signal.addEventListener("abort", () => {
      events.close(); // the server notices, and stops before the next stage
      reject(new DOMException("stopped", "AbortError"));
    });
    events.addEventListener("generating", (event) => {
      const [step] = JSON.parse(event.data);
      ended = step.step === "done" || step.step === "refused";
      onStep(step);
      if (ended) end();
    });
    events.addEventListener("complete", end);
    events.addEventListener("error", () => {
      if (!ended) onStep({ step: "refused", reason: "broken" });
      end();
    });
  });
}
