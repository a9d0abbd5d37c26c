// The bubble: one script tag puts a button into the corner of any page, or a chat into one of its elements.
// It lives among a stranger's scripts and styles: all that it shows is in a closed shadow root, it leaves no global name
// behind, and it walks through lists by counting, because the page may have changed what arrays do. It is served without
// comments and indents, and has to stay below 10 kB so.

(() => {
  const script = document.currentScript;
  const WORDS = "$words"; // the server puts the words of every language here,
  const STYLE = "$style"; // and the rules of widget.css
  const server = new URL(".", script.src); // also below a path
  const given = { ...script.dataset };
  const html = document.documentElement;

  const wish = (given.language || html.lang || navigator.language).slice(0, 2).toLowerCase();
  const language = Object.hasOwn(WORDS, wish) ? wish : "en";
  const words = WORDS[language];
  const title = given.title || words.title;
  const seat = given.target ? "inline" : given.position === "left" ? "left" : "right";
  const name = `${server} ${title} ${given.target}`;
  const narrow = matchMedia("(max-width: 599px)");
  const night = matchMedia("(prefers-color-scheme: dark)");

  const host = make("sourceline-widget", { seat, "data-is": name });
  const root = host.attachShadow({ mode: "closed" });
  const panel = make("dialog", { class: "panel", "aria-label": title });
  const bubble = make("button", { class: "bubble", title, "aria-label": title, "aria-haspopup": "dialog", "aria-expanded": false });
  const close = make("button", { class: "close", title: words.close, "aria-label": words.close });
  const frame = make("iframe", {
    title,
    allow: "clipboard-write",
    referrerpolicy: "no-referrer",
  });
  let ready = false;
  let wantsFocus = false;
  let look = {};

  function make(tag, attributes, space = "http://www.w3.org/1999/xhtml") {
    const node = document.createElementNS(space, tag);
    for (const key in attributes) if (Object.hasOwn(attributes, key)) node.setAttribute(key, attributes[key]);
    return node;
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

  function readColor(text) {
    const found = /^rgba?\((\d+), (\d+), (\d+)(, 0?\.\d+)?\)$/.exec(text);
    return found && [text, found[1], found[2], found[3]];
  }

  /** Returns the relative luminance (WCAG 2) of a colour. */
  function weigh(color) {
    const linear = (part) => (part <= 10 ? part / 3295 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(color[1]) + 0.7152 * linear(color[2]) + 0.0722 * linear(color[3]);
  }

  function chooseLook() {
    const { colorScheme, backgroundColor } = getComputedStyle(html);
    const painted = readColor(getComputedStyle(document.body).backgroundColor) || readColor(backgroundColor);
    const scheme = colorScheme === "normal" ? document.querySelector("meta[name=color-scheme]")?.content || "" : colorScheme;
    const isDark = scheme.includes("dark") && (night.matches || !scheme.includes("light"));
    const paper = painted ? weigh(painted) : isDark ? 0 : 1;
    const theme = given.theme || (paper < 0.2 ? "dark" : "light");
    const link = document.querySelector(":is(main,article,#content) a[href]") ?? document.querySelector("a[href]");
    close.style.color = given.color || ""; // any notation comes back as rgb()
    const found = given.color || link ? readColor(getComputedStyle(given.color ? close : link).color) : null;
    close.style.color = "";
    const light = found && weigh(found);
    const stands = found && (given.color || (Math.max(light, paper) + 0.05) / (Math.min(light, paper) + 0.05) >= 3);
    const color = stands ? found : readColor(theme === "dark" ? "rgb(236, 231, 219)" : "rgb(28, 26, 23)");
    return { theme, color: color[0], on: weigh(color) > 0.179 ? "#000" : "#fff" };
  }

  function follow() {
    const { theme, color, on } = chooseLook();
    if (theme === look.theme && color === look.color) return;
    look = { theme, color, on };
    host.style.setProperty("--scheme", theme);
    host.style.setProperty("--accent", color);
    host.style.setProperty("--on", on);
    if (ready) tell("look", {});
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

  function load() {
    const query = new URLSearchParams({ origin: location.origin, language, theme: look.theme });
    frame.src = `${server}widget?${query}`;
    frame.onload = () => setTimeout(() => ready || refuse(), 1000); // a frame that the browser refuses loads, too
  }

  function refuse() {
    const note = make("p");
    const link = make("a", { href: server, target: "_blank", rel: "noopener" });
    note.textContent = words.refused.replace("{origin}", location.origin) + " ";
    link.textContent = server.host;
    note.append(link);
    if (root.activeElement === frame) close.focus();
    frame.replaceWith(note);
  }

  // opening and closing

  function open(focus) {
    if (!frame.src) load();
    if (narrow.matches && seat !== "inline") panel.showModal();
    else panel.setAttribute("open", ""); // not modal: the page beside it stays readable
    bubble.hidden = true; // so what it says of itself, "aria-expanded", is true whenever it is there
    wantsFocus = focus;
    if (focus) (frame.isConnected ? frame : close).focus();
    if (ready) greet();
  }

  function shut() {
    panel.close();
    bubble.hidden = false;
    bubble.focus();
  }

  /** Returns an edge of the panel: whoever steps over it comes back in at the other end. */
  function fence(to) {
    const edge = make("span", { tabindex: 0 });
    edge.onfocus = () => (to.isConnected ? to : close).focus();
    return edge;
  }

  function start() {
    const place = given.target ? document.querySelector(given.target) : html;
    if (!place) return console.warn(`Sourceline: no element fits data-target="${given.target}"`);
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
    if (given.target) panel.append(frame);
    else panel.append(fence(close), frame, close, fence(frame));
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
    if (data.sourceline === "ready") {
      ready = true;
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
  host.onkeydown = (event) => {
    event.stopPropagation(); // no shortcut of the page
    if (event.key === "Escape" && panel.open) shut();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
