// The page as a guest in a wiki: the wiki's colours, title and greeting, and the wiki page that a question may be about.

import { listen } from "./frame.js";
import { addText, say } from "./text.js";

const line = document.getElementById("about-page");
const fullPage = document.getElementById("full-page");
const THIS_PAGE = new RegExp(say("this_page"), "giu");
const ADDRESS = /^https?:\/\/\S{1,1990}$/; // the server refuses others, and the question with them

let page = { title: "", url: "" };
let isAbout = false;

/** Follows what the host page says; `field` takes the focus when the panel was opened by hand. */
export function followHost(field) {
  fullPage.hidden = false;
  listen((hello) => {
    document.body.classList.toggle("inline", hello.inline);
    document.querySelector(".brand").replaceChildren(hello.title);
    if (hello.greeting) document.querySelector(".hero h1").replaceChildren(hello.greeting);
    if (hello.page.title !== page.title || hello.page.url !== page.url) showPage(hello.page);
    if (hello.focus) field.focus();
  }, showLook);
}

/** Lets the link to the full page ask what was asked last. */
export function pointToFullPage(address) {
  fullPage.href = address;
}

/**
 * Returns a question as the server is asked it. "This page" becomes the title of the wiki page, whose address goes with
 * it, and the title stands before the conversation, so that "it" may mean the page; the answer says what it was asked as.
 */
export function aboutPage(question) {
  if (!isAbout) return { asked: question, before: [] };
  const asked = question.replace(THIS_PAGE, () => `“${page.title}”`);
  const isNamed = asked !== question && ADDRESS.test(page.url);
  return { asked, before: [{ question: page.title }], page: isNamed ? page.url : undefined };
}

function showPage(now) {
  page = { title: now.title.replace(/\s+/g, " ").trim().slice(0, 200), url: now.url };
  isAbout = Boolean(page.title);
  line.hidden = !isAbout;
  line.title = page.url;
  const title = document.getElementById("about-page-title");
  title.replaceChildren();
  addText(title, page.title);
}

function showLook({ theme, color, on }) {
  document.documentElement.dataset.theme = theme;
  document.documentElement.style.setProperty("--accent", color);
  document.documentElement.style.setProperty("--on-accent", on);
}

document.getElementById("about-page-off").addEventListener("click", () => {
  isAbout = false;
  line.hidden = true;
  document.getElementById("question").focus();
});
