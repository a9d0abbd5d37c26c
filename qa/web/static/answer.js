// One turn of the conversation: the question, what is known so far, and the finished answer with its proof.

import { attachCard } from "./card.js";
import { copyText, forms, isQuoted, kindOf } from "./copy.js";
import { post } from "./engine.js";
import { framed } from "./frame.js";
import { openCitation } from "./reader.js";
import { byline, make, quoteWithPhrase, say } from "./text.js";

let made = 0;

/**
 * Shows a question at once and then, step by step, what comes of it. `limits` are its filters in words, `actions` are
 * `{ask, askUnfiltered, retry, link, suggestions}`.
 */
export class Turn {
  constructor(question, limits, actions) {
    this.question = question;
    this.limits = limits;
    this.actions = actions;
    const id = `question-${++made}`;
    this.asked = make("div", { class: "asked" });
    this.status = make("p", { class: "status" }, say("step_asking"));
    this.body = make("div", { class: "answer" });
    this.foot = make("footer", { class: "foot" });
    this.node = make(
      "article",
      { class: "turn", "aria-labelledby": id, "aria-busy": "true" },
      make("h2", { id, dir: "auto", tabindex: "-1" }, question),
      ...(limits ? [make("p", { class: "limits" }, make("bdi", {}, limits))] : []),
      this.asked, this.status, this.body, this.foot,
    );
  }

  /** Shows one step of the answer. */
  take(step) {
    if (step.step === "understood") this.#showStandalone(step.standalone);
    else if (step.step === "searched") this.status.textContent = say("step_reading", { count: step.articles });
    else if (step.step === "statement") this.#addStatement(step);
    else if (step.step === "done") this.finish(step.answer);
    else this.refuse(step);
  }

  /** Shows the whole answer. */
  finish(answer) {
    this.answer = answer;
    this.#settle();
    if (answer.standalone !== this.question) this.#showStandalone(answer.standalone);
    const draw = { answered: () => this.#drawAnswer(), not_found: () => this.#drawNotFound(), unsupported: () => this.#drawNotFound() };
    draw[answer.outcome]();
    this.#drawFoot();
  }

  /** Says why there is no answer, and offers to try again. */
  refuse({ reason, detail, seconds }) {
    this.#settle();
    this.failed = true;
    const why = reason === "error" ? detail : say(`refused_${reason}`, { count: seconds });
    this.body.replaceChildren(
      make("p", { class: "problem" }, why),
      make("button", { class: "quiet", onclick: () => this.actions.retry(this) }, say("retry")),
    );
  }

  /** Says that it was stopped; what had come until then stays. */
  stop() {
    this.#settle();
    this.failed = true;
    this.foot.replaceChildren(
      make("p", { class: "problem" }, say("stopped")),
      make("button", { class: "quiet", onclick: () => this.actions.retry(this) }, say("retry")),
    );
  }

  #settle() {
    this.status.remove();
    this.node.removeAttribute("aria-busy");
  }

  #showStandalone(standalone) {
    if (standalone === this.question) return;
    const correct = make("button", { class: "quiet", onclick: () => this.#editStandalone(standalone) }, say("correct"));
    this.asked.replaceChildren(make("p", {}, say("asked_as") + " ", make("q", { dir: "auto" }, standalone), " ", correct));
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

  #addStatement({ statement, citations }) {
    this.status.textContent = say("step_writing");
    this.streamed = (this.streamed ?? []).concat(citations);
    this.#appendStatement(statement, { citations: this.streamed });
  }

  #drawAnswer() {
    const answer = this.answer;
    const differing = new Set(answer.conflicts.flatMap((conflict) => conflict.citations));
    const agreed = answer.statements.filter((one) => !one.citations.length || !one.citations.every((n) => differing.has(n)));
    this.body.replaceChildren(...answer.conflicts.map((conflict) => this.#drawConflict(conflict)));
    for (const statement of agreed) this.#appendStatement(statement, answer);
    if (!isQuoted(answer)) this.body.append(this.#drawSources());
  }

  /**
   * Appends a statement: the answer phrase as a lead, a quote with where it is from, written text as a paragraph.
   * Quotes that follow each other in one article share the line that says where they are from.
   */
  #appendStatement(statement, answer) {
    const cited = answer.citations.filter((one) => statement.citations.includes(one.number));
    const kind = kindOf(statement, cited);
    const marks = cited.map((citation) => this.#mark(citation));
    const text = kind === "quoted" ? quoteWithPhrase(cited[0]) : [statement.text];
    if (kind === "quoted") text.push(make("span", { class: "aside" }, statement.text.slice(cited[0].quote.length)));
    const paragraph = make("p", { class: `statement ${kind}`, dir: "auto" }, ...text, "\u2060", ...marks);
    const last = this.body.lastElementChild;
    if (kind === "written" && last?.classList.contains("written")) {
      last.append(" ", ...paragraph.childNodes);
    } else if (kind !== "quoted") {
      this.body.append(paragraph);
    } else if (last?.dataset.article === cited[0].article_id && cited.length === 1 && !cited[0].speaker) {
      last.lastElementChild.before(paragraph);
    } else {
      const origins = cited.map((citation) => make("p", { class: "byline" }, ...byline(citation)));
      const article = cited.length === 1 && !cited[0].speaker ? cited[0].article_id : null;
      this.body.append(make("div", { class: "quote", dir: "auto", "data-article": article }, paragraph, ...origins));
    }
  }

  #drawSources() {
    const items = this.answer.citations.map((citation) =>
      make("li", {}, this.#mark(citation), " ", make("span", {}, ...byline(citation))),
    );
    return make("ul", { class: "sources", "aria-label": say("sources") }, ...items);
  }

  #drawConflict(conflict) {
    const sides = this.answer.citations.filter((one) => conflict.citations.includes(one.number));
    const oneOutlet = sides.every((one) => one.source === sides[0].source);
    const drawSide = (citation) => {
      const head = citation.speaker || (!oneOutlet && citation.source) || citation.title;
      const rest = { ...citation, speaker: "", source: head === citation.source ? "" : citation.source, title: head === citation.title ? "" : citation.title };
      return make(
        "figure", {},
        make("figcaption", {}, make("strong", {}, make("bdi", {}, head)), make("span", {}, ...byline(rest))),
        make("blockquote", { dir: "auto" }, ...quoteWithPhrase(citation), "\u2060", this.#mark(citation)),
      );
    };
    const title = conflict.about ? say("conflict_about", { about: conflict.about }) : say("conflict");
    return make(
      "section", { class: "conflict" },
      make("h3", {}, title),
      make("p", {}, say("conflict_hint")),
      make("div", { class: "sides" }, ...sides.map(drawSide)),
    );
  }

  #drawNotFound() {
    const answer = this.answer;
    const unsupported = answer.outcome === "unsupported";
    this.body.replaceChildren(
      make("p", { class: "verdict" }, say(unsupported ? "unsupported" : "not_found")),
      make("p", { class: "looked" }, say("looked_for", { count: answer.articles }) + " ", make("q", { dir: "auto" }, answer.standalone)),
    );
    if (this.limits) {
      this.body.append(make("button", { class: "plain", onclick: () => this.actions.askUnfiltered(this) }, say("ask_unfiltered")));
    }
    if (answer.nearest.length) {
      this.body.append(make("h3", {}, say("nearest")), this.#listSentences(answer.nearest, "nearest"));
    }
    const suggestions = this.actions.suggestions();
    if (suggestions.length) {
      this.body.append(make("h3", {}, say("try_instead")), suggestionList(suggestions, (question) => this.actions.ask(question)));
    }
  }

  #listSentences(sentences, kind) {
    const cited = kind === "ranked"; // the nearest sentences carry numbers, but nothing rests on them
    const items = sentences.map((sentence, place) => {
      const open = (event) => openCitation(sentences.map((one, at) => ({ ...one, number: at + 1 })), place, event.currentTarget);
      return make(
        "li", {},
        make("blockquote", { dir: "auto" }, ...quoteWithPhrase(sentence), sentence.number && cited ? this.#mark(sentence) : null),
        make("button", { class: "byline open", onclick: open }, make("span", {}, ...byline(sentence))),
      );
    });
    return make("ol", { class: `sentences ${kind}` }, ...items);
  }

  #drawFoot() {
    const answer = this.answer;
    const bar = make("div", { class: "bar" });
    const answered = answer.outcome === "answered";
    const facts = [say(answer.sureness), say("looked_at", { count: answer.articles })].join(" · ");
    this.foot.replaceChildren(...(answered ? [make("p", { class: "facts" }, facts)] : []));
    const evidence = answered && this.#listSentences(answer.evidence, "ranked");
    if (answered) bar.append(this.#evidenceButton(evidence), this.#copyMenu());
    bar.append(make("button", { class: "quiet", onclick: (event) => confirm(event, this.actions.link(this)) }, say("copy_link")));
    if (framed) bar.append(make("a", { class: "quiet", href: this.actions.link(this), target: "_blank", rel: "noopener" }, say("full_page")));
    bar.append(this.#drawFeedback());
    this.foot.append(bar, ...(evidence ? [evidence] : []));
  }

  #evidenceButton(evidence) {
    evidence.hidden = true;
    evidence.id = `evidence-${++made}`;
    const toggle = (event) => {
      evidence.hidden = !evidence.hidden;
      event.currentTarget.setAttribute("aria-expanded", String(!evidence.hidden));
    };
    return make("button", { class: "quiet opens", "aria-expanded": "false", "aria-controls": evidence.id, onclick: toggle }, say("evidence"));
  }

  #copyMenu() {
    const copies = Object.entries(forms).map(([name, form]) =>
      make("button", { class: "quiet", onclick: (event) => confirm(event, form(this.question, this.answer)) }, say(`copy_${name}`)),
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
    const history = this.history ?? [];
    return post("api/feedback", { answer_id: id, vote, word, question, standalone, history, outcome, generation, answer: this.answer.answer, citations });
  }

  #mark(citation) {
    const named = { number: citation.number, source: citation.source || citation.title };
    const mark = make("button", { class: "cite", "data-number": String(citation.number), "aria-label": say("open_source", named) },
      String(citation.number));
    const all = () => this.answer?.citations ?? this.streamed;
    mark.addEventListener("click", () => openCitation(all(), all().findIndex((one) => one.number === citation.number), mark));
    attachCard(mark, citation);
    return mark;
  }
}

/** Returns questions as buttons that ask them. */
export function suggestionList(questions, ask) {
  const items = questions.map((question) => make("li", {}, make("button", { dir: "auto", onclick: () => ask(question) }, question)));
  return make("ul", { class: "suggestions" }, ...items);
}

async function confirm(event, text) {
  const button = event.currentTarget;
  const label = button.textContent;
  await copyText(text);
  button.closest("details")?.removeAttribute("open");
  button.textContent = say("copied");
  document.getElementById("announcement").textContent = say("copied");
  setTimeout(() => (button.textContent = label), 1500);
}
