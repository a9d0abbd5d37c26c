// One turn of the conversation: the question, what is known so far, and the finished answer with its proof.

import { attachCard } from "./card.js";
import { copyFrom, forms, isQuoted } from "./copy.js";
import { post } from "./engine.js";
import { framed } from "./frame.js";
import { motion } from "./keys.js";
import { openCitation } from "./reader.js";
import { byline, make, quoteWithPhrase, say, sayConflict, sayScope, showDay } from "./text.js";

const CLASSES = { lead: "phrase", quote: "quoted", written: "written" };
let made = 0;

/**
 * Shows all of a turn but its question. `show` takes what is known so far: `{question, standalone, step, articles,
 * statements, citations}`, with an `outcome` the whole answer, or `refused: {reason, detail, seconds}`, or `stopped`.
 * `actions` are `{ask, askUnfiltered, retry, link, suggestions}`.
 */
export class AnswerView {
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    this.limits = make("p", { class: "limits", hidden: true });
    this.asked = make("div", { class: "asked" });
    this.status = make("p", { class: "status" });
    this.body = make("div", { class: "answer" });
    this.foot = make("footer", { class: "foot" });
    root.append(this.limits, this.asked, this.status, this.body, this.foot);
  }

  /** Shows what is known of the answer; what is shown already stays where it is. */
  show(value) {
    const told = this.answer?.id === value.id && !this.answer?.outcome ? (this.answer?.statements?.length ?? 0) : 0;
    if (this.answer?.id !== value.id) this.foot.replaceChildren();
    this.answer = value;
    this.root.setAttribute("aria-busy", String(!value.outcome && !value.refused && !value.stopped));
    this.limits.hidden = !value.limits;
    this.limits.replaceChildren(...(value.limits ? [make("bdi", {}, value.limits)] : []));
    this.#showStandalone(value.standalone ?? value.question);
    if (value.refused) this.#refuse(value.refused);
    else if (value.outcome) this.#finish();
    else this.#grow(told);
    if (value.stopped) this.#stop();
  }

  #grow(told) {
    const { step, articles, statements } = this.answer;
    this.status.hidden = false;
    this.status.textContent = say(`step_${step}`, { count: articles });
    if (!told) this.body.replaceChildren();
    for (const statement of statements.slice(told)) this.#appendStatement(statement);
  }

  #finish() {
    this.status.hidden = true;
    const draw = { answered: () => this.#drawAnswered(), perhaps: () => this.#drawPerhaps(), about: () => this.#drawAbout(), briefing: () => this.#drawBriefing() };
    (draw[this.answer.outcome] ?? (() => this.#drawNotFound()))();
    this.#drawFoot();
  }

  /** Says why there is no answer, and offers to try again. */
  #refuse({ reason, detail, seconds }) {
    this.status.hidden = true;
    const key = `refused_${reason}`;
    const told = say(key, { count: seconds });
    const why = told === key ? detail || say("refused_broken") : told; // what the page has no words for the server says
    this.body.replaceChildren(make("p", { class: "problem" }, why), this.#retryButton());
  }

  /** Says that it was stopped; what had come until then stays. */
  #stop() {
    this.status.hidden = true;
    this.foot.replaceChildren(make("p", { class: "problem" }, say("stopped")), this.#retryButton());
  }

  #retryButton() {
    return make("button", { type: "button", class: "quiet", onclick: () => this.actions.retry(this.answer) }, say("retry"));
  }

  #showStandalone(standalone) {
    if (!isOtherwise(standalone, this.answer.question)) {
      this.asked.replaceChildren();
      return;
    }
    if (this.asked.querySelector("q")?.textContent === standalone || this.asked.querySelector("form")) return;
    const correct = make("button", { class: "quiet", onclick: () => this.#editStandalone(standalone) }, say("correct"));
    this.asked.replaceChildren(make("p", {}, say("asked_as") + " ", repeat(standalone), "\u00a0\u00a0\u00a0 ", correct));
  }

  #editStandalone(standalone) {
    const id = `correction-${made}`;
    const field = make("input", { id, type: "text", dir: "auto", value: standalone });
    const ask = (event) => {
      event.preventDefault();
      if (field.value.trim()) this.actions.ask(field.value.trim(), { standsAlone: true });
    };
    const label = make("label", { for: id }, say("correct_label"));
    this.asked.replaceChildren(make("form", { onsubmit: ask }, label, field, make("button", { class: "plain" }, say("ask"))));
    field.focus();
  }

  #drawAnswer() {
    const answer = this.answer;
    const differing = new Set(answer.conflicts.flatMap((conflict) => conflict.citations));
    const agreed = answer.statements.filter((one) => !one.citations.length || !one.citations.every((n) => differing.has(n)));
    this.body.replaceChildren(...answer.conflicts.map((conflict) => this.#drawConflict(conflict)));
    this.#prependScope();
    for (const statement of agreed) this.#appendStatement(statement);
    if (!isQuoted(answer) && answer.citations.length) this.body.append(this.#drawSources());
  }

  #drawAnswered() {
    this.#drawAnswer();
    this.#offerQuestions(this.answer.suggestions ?? []);
  }

  /** Shows sentences that may answer, as that: no headline, and what came next to them. */
  #drawPerhaps() {
    this.#drawAnswer();
    this.body.prepend(make("p", { class: "verdict" }, say("perhaps")), make("p", { class: "looked" }, say("perhaps_hint")));
    if (this.answer.nearest.length) this.body.append(make("h3", {}, say("nearest_others")), this.#listSentences(this.answer.nearest, "nearest"));
    this.#offerUnfiltered();
    this.#offerQuestions(this.answer.suggestions ?? []);
  }

  /** Shows what Sourceline says of itself, and what can be asked next. */
  #drawAbout() {
    this.#drawAnswer();
    if (this.answer.nearest.length) this.body.append(this.#listSentences(this.answer.nearest, "nearest"));
    this.#offerQuestions(this.answer.suggestions?.length ? this.answer.suggestions : this.actions.suggestions());
  }

  /** Shows dated sentences in their groups; a chosen name or figure shows those alone that have it. */
  #drawBriefing() {
    const { conflicts, groups, more, named, citations, statements, suggestions } = this.answer;
    const items = new Map(); // of each sentence, by number: its element and how it says where it is from
    const item = (citation) => {
      const statement = statements.find((one) => one.kind === "quote" && one.citations.includes(citation.number)) ?? { text: citation.quote, kind: "quote" };
      const origin = make("p", { class: "byline" });
      const node = make("li", { dir: "auto" }, make("time", { datetime: citation.published }, showDay(citation.published)),
        make("div", {}, this.#drawStatement(statement, [citation]), origin));
      const sayOrigin = ({ title }) => origin.replaceChildren(...byline({ ...citation, source: "", published: "" }, { title }), ...alsoIn(citation));
      items.set(citation.number, { node, article: citation.article_id, sayOrigin });
      return node;
    };
    const isUnknown = (group) => group.kind === "outlet" && !citations.some((one) => one.source && group.citations.includes(one.number));
    const title = (group) => make("h3", {}, make("bdi", {}, isUnknown(group) ? say("no_outlet") : group.title));
    const sections = () => groups.map((group) => make("section", { class: "outlet" }, title(group), list(group.citations)));
    const isDated = [...citations, ...more].some((one) => one.published);
    const list = (numbers) => make("ol", { class: isDated ? "" : "undated" }, ...numbers.map((number) => item([...citations, ...more].find((one) => one.number === number))));
    this.body.replaceChildren();
    for (const statement of statements) if (statement.kind === "written") this.#appendStatement(statement);
    const rest = make("section", { class: "outlet", hidden: true });
    const open = make("button", { type: "button", class: "plain", onclick: () => ((rest.hidden = false), open.remove()) }, say("briefing_more", { count: more.length }));
    this.body.append(
      make("p", { class: "looked" }, [sayScope(this.answer), say("briefing_hint", { count: citations.length })].filter(Boolean).join(" · ")),
      ...(named.length ? [this.#drawNames(named, items, () => open.click())] : []),
      ...conflicts.map((conflict) => this.#drawConflict(conflict)),
      ...(groups.some((group) => group.kind === "side") ? [make("div", { class: "columns" }, ...sections())] : sections()));
    if (more.length) {
      rest.append(list(more.map((one) => one.number)));
      this.body.append(rest, open);
    }
    joinArticles(items.values());
    this.#offerQuestions(suggestions ?? []);
  }

  /** Offers names and figures to choose; `openRest` shows the further sentences, where some have what is chosen. */
  #drawNames(named, items, openRest) {
    const buttons = named.map(({ name, citations }) => {
      const choose = () => {
        const chosen = button.getAttribute("aria-pressed") !== "true";
        for (const one of buttons) one.setAttribute("aria-pressed", String(chosen && one === button));
        for (const [number, { node }] of items) node.hidden = chosen && !citations.includes(number);
        joinArticles(items.values());
        if (citations.some((number) => this.answer.more.some((one) => one.number === number))) openRest();
      };
      const button = make("button", { type: "button", class: "quiet name", dir: "auto", "aria-pressed": "false", onclick: choose }, name);
      return button;
    });
    return make("div", { class: "names", role: "group", "aria-label": say("briefing_names") }, ...buttons);
  }

  #offerQuestions(questions) {
    if (questions.length) this.body.append(make("h3", {}, say("ask_next")), suggestionList(questions, (question) => this.actions.ask(question)));
  }

  #cited(statement) {
    return this.answer.citations.filter((one) => statement.citations.includes(one.number));
  }

  #drawStatement(statement, cited) {
    const quoted = statement.kind === "quote" && cited.length > 0;
    const text = quoted ? quoteWithPhrase(cited[0]) : [statement.text];
    if (quoted) text.push(make("span", { class: "aside" }, statement.text.slice(cited[0].quote.length)));
    return make("p", { class: `statement ${CLASSES[statement.kind]}`, dir: "auto" }, ...text, "\u2060", ...cited.map((one) => this.#mark(one)));
  }

  /**
   * Appends a statement: the answer phrase as a lead, a quote with where it is from, written text as a paragraph.
   * Quotes that follow each other in one article share the line that says where they are from.
   */
  #appendStatement(statement) {
    const cited = this.#cited(statement);
    const quoted = statement.kind === "quote" && cited.length > 0;
    const paragraph = this.#drawStatement(statement, cited);
    const last = this.body.lastElementChild;
    if (statement.kind === "written" && last?.classList.contains("written")) {
      last.append(" ", ...paragraph.childNodes);
    } else if (!quoted) {
      this.body.append(paragraph);
    } else if (last?.dataset.article && last.dataset.article === sharedOrigin(cited)) {
      last.lastElementChild.before(paragraph);
    } else {
      const origins = cited.map((citation) => make("p", { class: "byline" }, ...byline(citation), ...alsoIn(citation)));
      this.body.append(make("div", { class: "quote", dir: "auto", "data-article": sharedOrigin(cited) }, paragraph, ...origins));
    }
  }

  #drawSources() {
    const items = this.answer.citations.map((citation) =>
      make("li", {}, this.#mark(citation), " ", make("span", {}, ...byline(citation), ...alsoIn(citation))),
    );
    return make("ul", { class: "sources", "aria-label": say("sources") }, ...items);
  }

  #drawConflict(conflict) {
    const sides = this.answer.citations.filter((one) => conflict.citations.includes(one.number));
    const oneOutlet = sides.every((one) => one.source === sides[0].source);
    const drawSide = (citation) => {
      const head = (!oneOutlet && citation.source) || citation.title;
      const rest = { ...citation, source: head === citation.source ? "" : citation.source, title: head === citation.title ? "" : citation.title };
      return make(
        "figure", {},
        make("figcaption", {}, make("strong", {}, make("bdi", {}, head)), make("span", {}, ...byline(rest), ...alsoIn(citation))),
        make("blockquote", { dir: "auto" }, ...quoteWithPhrase(citation), "\u2060", this.#mark(citation)),
      );
    };
    return make(
      "section", { class: "conflict" },
      make("h3", {}, sayConflict(conflict)),
      make("p", {}, say("conflict_hint")),
      make("div", { class: sides.length % 2 ? "sides odd" : "sides" }, ...sides.map(drawSide)),
    );
  }

  #drawNotFound() {
    const answer = this.answer;
    this.body.replaceChildren(
      make("p", { class: "verdict" }, say("not_found")),
      make("p", { class: "looked" }, say("looked_for", { count: answer.articles }) + " ", repeat(answer.standalone)),
    );
    this.#prependScope();
    this.#offerUnfiltered();
    if (answer.nearest.length) {
      this.body.append(make("h3", {}, say("nearest")), this.#listSentences(answer.nearest, "nearest"));
    }
    const suggestions = answer.suggestions?.length ? answer.suggestions : this.actions.suggestions();
    if (suggestions.length) {
      this.body.append(make("h3", {}, say("try_instead")), suggestionList(suggestions, (question) => this.actions.ask(question)));
    }
  }

  /** Says which articles were asked, where the question limits them, and how new the newest is. */
  #prependScope() {
    const scope = sayScope(this.answer);
    if (scope) this.body.prepend(make("p", { class: "looked" }, scope));
  }

  #offerUnfiltered() {
    if (!this.answer.limits) return;
    this.body.append(make("button", { type: "button", class: "plain", onclick: () => this.actions.askUnfiltered(this.answer) }, say("ask_unfiltered")));
  }

  #listSentences(sentences, kind) {
    const cited = kind === "ranked"; // the nearest sentences carry numbers, but nothing rests on them
    const items = sentences.map((sentence, place) => {
      const open = (event) => openCitation(sentences.map((one, at) => ({ ...one, number: at + 1 })), place, event.currentTarget);
      return make(
        "li", {},
        make("blockquote", { dir: "auto" }, ...quoteWithPhrase(sentence), sentence.number && cited ? this.#mark(sentence) : null),
        make("button", { class: "byline open", onclick: open }, make("span", {}, ...byline(sentence))),
        ...alsoIn(sentence),
      );
    });
    return make("ol", { class: `sentences ${kind}` }, ...items);
  }

  #drawFoot() {
    const answer = this.answer;
    const bar = make("div", { class: "bar" });
    const answered = ["answered", "perhaps"].includes(answer.outcome);
    const facts = [say(answer.sureness), say("looked_at", { count: answer.articles })].join(" · ");
    const notes = [answered && make("p", { class: "facts" }, facts), answer.note && make("p", { class: "facts note", lang: "en", dir: "ltr" }, answer.note)];
    this.foot.replaceChildren(...notes.filter(Boolean));
    const evidence = answered && this.#listSentences(answer.evidence, "ranked");
    if (answered) bar.append(this.#evidenceButton(evidence), this.#copyMenu());
    bar.append(make("button", { class: "quiet", onclick: (event) => copyFrom(event.currentTarget, this.actions.link(this.answer)) }, say("copy_link")));
    if (framed) bar.append(make("a", { class: "quiet", href: this.actions.link(this.answer), target: "_blank", rel: "noopener" }, say("full_page")));
    bar.append(this.#drawFeedback());
    this.foot.append(bar, ...(evidence ? [evidence] : []));
  }

  /** Returns the button that shows what was read; the list opens where the question may cover it, so it is brought up. */
  #evidenceButton(evidence) {
    evidence.hidden = true;
    evidence.id = `evidence-${++made}`;
    const toggle = (event) => {
      evidence.hidden = !evidence.hidden;
      event.currentTarget.setAttribute("aria-expanded", String(!evidence.hidden));
      if (!evidence.hidden) this.foot.scrollIntoView({ block: "nearest", behavior: motion() });
    };
    return make("button", { class: "quiet opens", "aria-expanded": "false", "aria-controls": evidence.id, onclick: toggle }, say("evidence"));
  }

  #copyMenu() {
    const copies = Object.entries(forms).map(([name, form]) =>
      make("button", { class: "quiet", onclick: (event) => copyFrom(event.currentTarget, form(this.answer.question, this.answer)) }, say(`copy_${name}`)),
    );
    return make("details", { class: "menu" }, make("summary", { class: "opens" }, say("copy")), make("div", {}, ...copies));
  }

  #drawFeedback() {
    const votes = ["up", "down"].map((vote) =>
      make("button", { class: "vote", "data-vote": vote, "aria-pressed": "false", "aria-label": say(`vote_${vote}`), title: say(`vote_${vote}`),
        onclick: () => this.#vote(vote, votes, group) }));
    const group = make("div", { class: "feedback", role: "group", "aria-label": say("feedback") }, ...votes);
    return group;
  }

  async #vote(vote, votes, group) {
    for (const button of votes) button.setAttribute("aria-pressed", String(button.dataset.vote === vote));
    group.querySelector("form")?.remove();
    group.querySelector(".thanks")?.remove();
    const sent = await this.#send(vote, "");
    if (sent.refused) {
      for (const button of votes) button.setAttribute("aria-pressed", "false");
      group.append(make("span", { class: "thanks", role: "status" }, say("feedback_failed")));
      return;
    }
    const field = make("input", { type: "text", maxlength: "500", "aria-label": say("feedback_word"), placeholder: say("feedback_word") });
    const send = async (event) => {
      event.preventDefault();
      const thanked = await this.#send(vote, field.value.trim());
      form.replaceWith(make("span", { class: "thanks", role: "status" }, say(thanked.refused ? "feedback_failed" : "feedback_thanks")));
    };
    const form = make("form", { onsubmit: send }, field, make("button", { class: "quiet" }, say("send")));
    group.append(form);
    field.focus();
  }

  #send(vote, word) {
    const { id, question, standalone, outcome, generation } = this.answer;
    const citations = this.answer.citations.map(({ article_id, start, end, sha256 }) => ({ article_id, start, end, sha256 }));
    const history = this.answer.history ?? [];
    return post("api/feedback", { answer_id: id, vote, word, question, standalone, history, outcome, generation, answer: this.answer.answer, citations });
  }

  #mark(citation) {
    const named = { number: citation.number, source: citation.source || citation.title };
    const mark = make("button", { class: "cite", "data-number": String(citation.number), "aria-label": say("open_source", named) },
      String(citation.number));
    const open = (all) => openCitation(all, all.findIndex((one) => one.number === citation.number), mark);
    mark.addEventListener("click", () => open([...this.answer.citations, ...(this.answer.more ?? [])]));
    attachCard(mark, citation);
    return mark;
  }
}

/** Says whether a question was understood otherwise than it was put: not where only a greeting or a blank fell away. */
const isOtherwise = (standalone, question) => !question.trim().toLowerCase().endsWith(standalone.trim().toLowerCase());

/** Returns a question in quotation marks; of a long one the first lines. */
const repeat = (question) => make("q", { dir: "auto", class: question.length > 400 ? "long" : null }, question);

/** Returns in which other articles a sentence stands; each opens at it. */
function alsoIn(citation) {
  const copies = citation.also_in ?? [];
  if (!copies.length) return [];
  const buttons = copies.map((copy) => {
    const there = { ...copy, number: citation.number, quote: citation.quote, speaker: "" };
    const open = (event) => openCitation([there], 0, event.currentTarget);
    return make("button", { type: "button", class: "byline open", onclick: open }, make("span", {}, ...byline(there)));
  });
  return [make("span", { class: "also byline" }, say("also_in"), ...buttons.flatMap((button, place) => [place ? ", " : " ", button]))];
}

/** Lets the sentences of a briefing that follow each other in one article share its day and its title. */
function joinArticles(items) {
  let before = null;
  for (const item of [...items].filter(({ node }) => !node.hidden)) {
    const isSame = before?.article === item.article && before.node.parentNode === item.node.parentNode;
    item.node.classList.toggle("same", isSame);
    item.sayOrigin({ title: true });
    if (isSame) before.sayOrigin({ title: false });
    before = item;
  }
}

/** Returns what quotes that follow each other share the line of their origin by; null where each has its own. */
function sharedOrigin(cited) {
  const [{ article_id, speaker, also_in }] = cited;
  return cited.length === 1 && !speaker ? JSON.stringify([article_id, ...(also_in ?? []).map((copy) => copy.article_id)]) : null;
}

/** Returns questions as buttons that ask them. */
export function suggestionList(questions, ask) {
  const items = questions.map((question) => make("li", {}, make("button", { dir: "auto", onclick: () => ask(question) }, question)));
  return make("ul", { class: "suggestions" }, ...items);
}
