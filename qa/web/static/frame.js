// What the page is inside a wiki: who frames it, the token that its requests carry, and the words spoken with the host.

const { origin } = document.body.dataset; // the one site that the browser lets frame this page
let { token } = document.body.dataset;

/** Says whether this is the compact page of the widget. */
export const framed = Boolean(origin);

/** Asks our own server, with the token where there is one; an expired one is renewed once. */
export async function request(address, options = {}) {
  const response = await fetch(address, withToken(options));
  if (!framed || response.status !== 403 || (await response.clone().json()).reason !== "token") return response;
  const renewed = await fetch(`widget/token?${new URLSearchParams({ origin })}`);
  if (!renewed.ok) return response;
  ({ token } = await renewed.json());
  return fetch(address, withToken(options));
}

function withToken(options) {
  return framed ? { ...options, headers: { ...options.headers, "X-Sourceline-Token": token } } : options;
}

/** Asks the host page to close the panel. */
export const closePanel = () => tell("close");

/** Lets the host page speak: `onHello` gets what its script tag says and which page it is, `onLook` its colours. */
export function listen(onHello, onLook) {
  addEventListener("message", ({ source, origin: from, data }) => {
    if (source !== parent || from !== origin || parent === window) return;
    if (data.sourceline === "hello") onHello(data);
    if (data.look) onLook(data.look);
  });
  tell("ready");
}

function tell(what) {
  if (parent !== window) parent.postMessage({ sourceline: what }, origin);
}
