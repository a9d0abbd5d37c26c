// The bubble: one script tag puts a button into the corner of any page, or a chat into one of its elements.
// It lives among a stranger's scripts and styles: all that it shows is in a closed shadow root, it leaves no global name
// behind, and it walks through lists by counting, because the page may have changed what arrays do. It is served without
// comments and indents, and has to stay below 13 kB so, 6 as it is sent.

(() => {
  const script = document.currentScript;
  const WORDS = "$words"; // the server puts the words of every language here,
  const STYLE = "$style"; // and the rules of widget.css
  const server = new URL(".", script.src); // also below a path
  const given = { ...script.dataset };
  const html = document.documentElement;

  const SLOW = 5000; // milliseconds: somebody who waits begins to doubt
  const LATE = 3000; // from the end of the frame's loading to its first word, which one that the browser refuses never says

  check("language", Object.hasOwn(WORDS, `${given.language}`.slice(0, 2).toLowerCase()), "en, de or uk");
  check("position", given.position === "left" || given.position === "right", "left or right");
  check("theme", given.theme === "light" || given.theme === "dark", "light or dark");
  check("color", CSS.supports("color", given.color), "a colour as CSS has them, such as #0a5f38");
  const wish = (given.language || html.lang || navigator.language).slice(0, 2).toLowerCase();
  const language = Object.hasOwn(WORDS, wish) ? wish : "en";
  const words = WORDS[language];
  const title = given.title || words.title;
  const name = `${server} ${title} ${given.target}`;
  const narrow = matchMedia("(max-width: 599px)");
  const night = matchMedia("(prefers-color-scheme: dark)");

  const host = make("sourceline-widget", { "data-is": name });
  const root = host.attachShadow({ mode: "closed" });
  const panel = make("dialog", { class: "panel", "aria-label": title, tabindex: -1 }); // so that a click into it leads Esc there
  const bubble = make("button", { class: "bubble", title, "aria-label": title, "aria-haspopup": "dialog", "aria-expanded": false });
  const close = make("button", { class: "close", title: words.close, "aria-label": words.close });
  const frame = make("iframe", {
    title,
    allow: "clipboard-write",
    referrerpolicy: "no-referrer",
  });
  const note = make("p", { role: "status" });
  let seat = given.position || "right";
  let state = ""; // of the frame: none yet, "loading", "failed" or "ready"
  let isHere = false; // its page has begun: it is not refused
  let timer = 0;
  let wantsFocus = false;
  let look = {};

  function make(tag, attributes, space = "http://www.w3.org/1999/xhtml") {
    const node = document.createElementNS(space, tag);
    for (const key in attributes) if (Object.hasOwn(attributes, key)) node.setAttribute(key, attributes[key]);
    return node;
  }

  function warn(line) {
    console.warn(`Sourceline: ${line}`);
    return line;
  }

  /** Goes without an attribute that cannot be used, and says what to write. */
  function check(key, isGood, wanted) {
    if (!given[key] || isGood) return;
    warn(`data-${key}="${given[key]}" cannot be used: write ${wanted}`);
    given[key] = "";
  }

  /** Returns a speech bubble with lines of text and a marked number. */
  function drawIcon() {
    const space = "http://www.w3.org/2000/svg";
    const draw = (fill, d) => make("path", { fill, d }, space);
    const icon = make("svg", { viewBox: "0 0 28 28", "aria-hidden": true }, space);
    icon.append(
      draw("currentColor", "M4 3h20a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3h-9l-6 5v-5H4a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z"),
      draw("var(--accent)", "M5 8h9v2H5zM5 13h9v2H5z"),
      draw("#ffdf6b", "M17 6h7v11h-7z"),
      draw("#1c1a17", "M19 9.5L20.5 8h1v7H20v-5l-1 .8z"),
    );
    return icon;
  }

  // colours follow the page

  /** Returns a colour in any notation as `{r, g, b}`, 0 to 1, as the browser reads it; null for one that nobody sees. */
  function readColor(text) {
    panel.style.color = `color-mix(in srgb, ${text}, ${text})`; // this comes back in one notation
    const found = /^color\(srgb (\S+) (\S+) (\S+?)( \/ 0?\.\d+)?\)$/.exec(getComputedStyle(panel).color);
    panel.style.color = "";
    const clip = (part) => Math.min(Math.max(part, 0), 1) || 0; // it may lie outside of what a screen shows, or be "none"
    return found && { r: clip(found[1]), g: clip(found[2]), b: clip(found[3]) };
  }

  /** Returns the relative luminance (WCAG 2) of a colour. */
  function weigh({ r, g, b }) {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  }

  function chooseLook() {
    const { colorScheme, backgroundColor } = getComputedStyle(html);
    const painted = readColor(getComputedStyle(document.body).backgroundColor) || readColor(backgroundColor);
    const scheme = colorScheme === "normal" ? document.querySelector("meta[name=color-scheme]")?.content || "" : colorScheme;
    const isDark = scheme.includes("dark") && (night.matches || !scheme.includes("light"));
    const paper = painted ? weigh(painted) : isDark ? 0 : 1;
    const theme = given.theme || (paper < 0.2 ? "dark" : "light");
    const link = document.querySelector(":is(main,article,#content) a[href]") ?? document.querySelector("a[href]");
    const found = given.color ? readColor(given.color) : link && readColor(getComputedStyle(link).color);
    const light = found && weigh(found);
    const stands = found && (given.color || (Math.max(light, paper) + 0.05) / (Math.min(light, paper) + 0.05) >= 3);
    if (!stands) return theme === "dark" ? { theme, color: "#ece7db", on: "#000" } : { theme, color: "#1c1a17", on: "#fff" };
    return { theme, color: `rgb(${found.r * 255} ${found.g * 255} ${found.b * 255})`, on: light > 0.179 ? "#000" : "#fff" };
  }

  function follow() {
    const { theme, color, on } = chooseLook();
    if (theme === look.theme && color === look.color) return;
    look = { theme, color, on };
    host.style.setProperty("--scheme", theme);
    host.style.setProperty("--accent", color);
    host.style.setProperty("--on", on);
    if (state === "ready") tell("look", {});
  }

  // the page inside

  function tell(what, more) {
    frame.contentWindow.postMessage({ sourceline: what, look, ...more }, server.origin);
  }

  function greet() {
    const heading = document.querySelector("h1")?.textContent.trim();
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    const page = {
      title: given.pageTitle || (document.title.includes(heading) && heading) || document.title,
      url: given.pageUrl || canonical || location.href.split("#")[0],
    };
    tell("hello", { title, greeting: given.greeting, page, inline: seat === "inline", focus: wantsFocus });
    wantsFocus = false;
  }

  /** Shows how far the frame is: before it is ready, a note in its place. */
  function put(now, text) {
    clearTimeout(timer);
    state = now;
    panel.className = `panel ${now}`;
    note.textContent = text;
  }

  function load() {
    isHere = false;
    wait();
    const query = new URLSearchParams({ origin: location.origin, language, theme: look.theme });
    frame.src = `${server}widget?${query}`;
    frame.onload = () => { // a frame that the browser refuses loads, too
      if (isHere) return;
      clearTimeout(timer);
      timer = setTimeout(() => fail(words.refused), LATE);
    };
  }

  function wait() {
    put("loading", words.loading);
    timer = setTimeout(() => fail(words.slow), SLOW); // it may still come
  }

  function fail(why) {
    const link = make("a", { href: server, target: "_blank", rel: "noopener" });
    const again = make("button", { type: "button" });
    put("failed", why.replace("{origin}", location.origin) + " ");
    link.textContent = server.host;
    again.textContent = words.again;
    again.onclick = () => {
      load();
      close.focus();
    };
    note.append(link, again);
  }

  // opening and closing

  function open(focus) {
    if (!state || state === "failed") load();
    if (narrow.matches && seat !== "inline") panel.showModal();
    else panel.setAttribute("open", ""); // not modal: the page beside it stays readable
    bubble.hidden = true; // so what it says of itself, "aria-expanded", is true whenever it is there
    wantsFocus = focus;
    if (focus) (state === "ready" ? frame : close).focus(); // Esc in a frame that is still empty is heard by nobody
    if (state === "ready") greet();
  }

  function shut() {
    panel.close();
    bubble.hidden = false;
    bubble.focus();
  }

  /** Returns an edge of the panel: whoever steps over it comes back in at the other end. */
  function fence(to) {
    const edge = make("span", { tabindex: 0 });
    edge.onfocus = () => (state === "ready" ? to : close).focus();
    return edge;
  }

  function findPlace() {
    let found = null;
    try {
      found = given.target && document.querySelector(given.target);
    } catch {} // no selector
    check("target", found, "a CSS selector that an element of this page fits");
    return found || html;
  }

  function start() {
    const place = findPlace();
    if (given.target) seat = "inline";
    host.setAttribute("seat", seat);
    const others = document.querySelectorAll(`sourceline-widget[seat=${seat}]`);
    for (let number = 0; number < others.length; number++) {
      if (others[number].dataset.is === name) return; // the same line a second time
    }
    const sheet = new CSSStyleSheet(); // needs no leave of the page's Content-Security-Policy
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets[0] = sheet; // and no array of the page
    host.style.setProperty("--row", others.length);
    close.textContent = "×";
    bubble.append(drawIcon());
    if (given.target) panel.append(frame, note);
    else panel.append(fence(close), frame, close, note, fence(frame));
    root.append(given.target ? "" : bubble, panel);
    place.append(host);
    if (!given.target) {
      host.popover = "manual"; // in the top layer, no transform of the page moves it
      host.showPopover?.();
    }
    follow();
    if (given.target || ((given.open ?? "false") !== "false" && !narrow.matches)) open(false);
    const watcher = new MutationObserver(follow);
    watcher.observe(html, { attributes: true });
    watcher.observe(document.body, { attributes: true });
    night.addEventListener("change", follow);
  }

  addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== server.origin) return;
    isHere = true;
    if (data.sourceline === "here" && state !== "ready") {
      wait();
    } else if (data.sourceline === "ready") {
      put("ready", "");
      wantsFocus &&= root.activeElement === close;
      if (wantsFocus) frame.focus();
      greet();
    } else if (data.sourceline === "close" && seat !== "inline") {
      shut();
    }
  });
  bubble.onclick = () => open(true);
  close.onclick = shut;
  panel.oncancel = (event) => {
    event.preventDefault();
    shut();
  };
  const leave = ({ key }) => key === "Escape" && panel.open && seat !== "inline" && shut();
  host.onkeydown = (event) => {
    event.stopPropagation(); // no shortcut of the page
    leave(event);
  };
  addEventListener("keydown", (event) => event.target === document.body && !event.defaultPrevented && leave(event));
  document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective: rule, disposition }) => {
    if (rule !== "frame-src" || disposition !== "enforce" || !blockedURI.startsWith(server.origin)) return;
    fail(warn(`this page's Content-Security-Policy forbids the frame: add ${server.origin} to its frame-src`));
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
