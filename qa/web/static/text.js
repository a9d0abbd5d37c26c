// Words on the page: the interface's strings, and texts of articles, which become text nodes and never markup.

const strings = JSON.parse(document.getElementById("strings").textContent);
const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, // as the server writes the days of a scope
  { dateStyle: "long", timeZone: "UTC" });

// Characters that reorder what stands after them; they are shown as what they are instead of obeyed.
const REORDERING = /([\u202A-\u202E\u2066-\u2069])/;

/** Returns a string of the interface; `{name}` is replaced by `values.name`, and `count` chooses the plural form. */
export function say(key, values = {}) {
  const found = strings[key] ?? key;
  const text = typeof found === "string" ? found : (found[plurals.select(values.count)] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name] ?? "";
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

/** Returns which articles an answer is from, in the language of the page; empty where the question does not limit them. */
export function sayScope(answer) {
  return answer.scopes?.[language] ?? answer.scope ?? "";
}

/** Returns on what sources differ. */
export const sayConflict = ({ about }) => (about ? say("conflict_about", { about }) : say("conflict"));

/** Makes an element. `on...` attributes are listeners, null and false ones are left out, strings become text. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (typeof child === "string") addText(node, child);
    else if (child) node.append(child);
  }
  return node;
}

/** Adds text as text; a reordering character is shown as its number, which is not copied. */
export function addText(node, text) {
  for (const piece of text.split(REORDERING)) {
    if (REORDERING.test(piece)) {
      const control = document.createElement("span");
      control.className = "control";
      control.dataset.code = "U+" + piece.codePointAt(0).toString(16).toUpperCase();
      node.append(control);
    } else if (piece) {
      node.append(document.createTextNode(piece));
    }
  }
  return node;
}

/** Returns a function from offsets in Unicode characters, as citations count, to offsets in a JavaScript string. */
export function offsetsIn(text) {
  if (!/[\uD800-\uDBFF]/.test(text)) return (offset) => offset;
  const starts = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  return (offset) => starts[offset] ?? at;
}

/** Returns a day as a person writes it; what is no day stays as it is. */
export function showDay(published) {
  const day = /^\d{4}-\d\d-\d\d/.exec(published);
  const date = day && new Date(day[0] + "T00:00:00Z");
  return date && !Number.isNaN(date.valueOf()) ? days.format(date).replaceAll(" ", "\u00a0") : published;
}

/** Returns an element with outlet, speaker and day, as far as they are known. */
export function byline(source, { title = true } = {}) {
  const parts = [source.source, source.speaker && say("speaker", { name: inMidSentence(source.speaker) }), showDay(source.published)];
  if (title) parts.splice(1, 0, nameSection(source));
  const shown = parts.filter(Boolean).map((part) => make("bdi", {}, part));
  return shown.flatMap((part, place) => (place ? [make("span", { class: "dot", "aria-hidden": "true" }, "\u00a0· "), part] : [part]));
}

/** Returns the title of an article with the heading that a sentence stands below: "Tariff 2025 › Mill Lane". */
export const nameSection = (source) => [source.title, source.section].filter(Boolean).join(" › ");

/** Returns who is quoted without the capital letter of the sentence that they open: "The ministry" is "the ministry". */
const inMidSentence = (name) => name.replace(/^(?:The|A|An|His|Her|Its|Their|Our)(?= \p{Ll})/u, (first) => first.toLowerCase());

/** Returns a quote with its answer phrase set off, where one was found. */
export function quoteWithPhrase(citation) {
  if (!citation.span) return [citation.quote];
  const at = offsetsIn(citation.quote);
  const [start, end] = citation.span.map((offset) => at(offset - citation.start));
  const quote = citation.quote;
  return [quote.slice(0, start), make("strong", { class: "phrase" }, quote.slice(start, end)), quote.slice(end)];
}

/** Returns the address if it leads to a web page, and else null: a `javascript:` address is never a link. */
export function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
