"use strict";
// Everything here comes from articles, questions and models: it is only ever put in as text, never as markup.
(() => {
  const STEP = 100; // rows drawn at once: thousands would make the page slow to open
  const rows = JSON.parse(document.getElementById("data").textContent);
  const names = JSON.parse(document.getElementById("names").textContent);
  const list = document.getElementById("list");
  const more = document.getElementById("more");
  const shown = document.getElementById("shown");
  const control = (id) => document.getElementById(id) || { value: "", addEventListener() {} };
  const [search, result, kind, order, group] = ["search", "result", "kind", "order", "group"].map(control);
  let found = [];
  let drawn = 0;

  const make = (tag, style, text) => {
    const element = document.createElement(tag);
    if (style) element.className = style;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const number = (value, digits) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const time = (ms) => (ms === null ? "–" : ms < 100 ? number(ms, 1) + " ms" : number(ms, 0) + " ms");
  const rank = (value) => (value === null ? "none" : value === 0 ? "" : String(value));
  const heading = (parent, text) => parent.append(make("h3", "", text));

  const words = (row) => {
    if (row.words === undefined) {
      const texts = (row.sides || [row]).flatMap((side) => [side.id, side.error, ...side.statements.map((s) => s[0])]);
      const articles = (row.articles || []).flatMap((a) => [a.title, a.about, ...a.pieces.map((p) => p[0])]);
      row.words = [row.question, ...texts, ...(row.expected || []), ...articles].join("\n").toLowerCase();
    }
    return row.words;
  };
  const fits = (row) =>
    (!result.value || (result.value === "failures" ? row.result !== "right" : row.result === result.value)) &&
    (!kind.value || row.kind === kind.value) &&
    (!group.value || row.group === group.value) &&
    (!search.value.trim() || words(row).includes(search.value.trim().toLowerCase()));

  const orders = {
    sure: (a, b) => (b.confidence ?? -1) - (a.confidence ?? -1),
    unsure: (a, b) => (a.confidence ?? 2) - (b.confidence ?? 2),
    slow: (a, b) => (b.ms ?? -1) - (a.ms ?? -1),
  };

  function drawAnswer(body, row) {
    if (row.error) {
      heading(body, "Error");
      body.append(make("p", "", row.error));
      return;
    }
    heading(body, row.perhaps ? "Perhaps" : "Answer");
    if (row.answered || row.perhaps) {
      const answer = make("p");
      for (const [text, numbers] of row.statements) {
        answer.append(text, make("span", "mark-number", numbers.map((n) => `[${n}]`).join("")), " ");
      }
      body.append(answer);
      return;
    }
    body.append(make("p", "", "The articles do not say."));
    if (row.nearest.length) {
      heading(body, "Nearest sentences shown");
      const nearest = make("ul");
      for (const [title, quote] of row.nearest) {
        const item = make("li", "", quote + " ");
        item.append(make("span", "source", title));
        nearest.append(item);
      }
      body.append(nearest);
    }
  }

  function drawArticle(body, article) {
    const line = make("h3", "", article.title);
    if (article.about) line.append(" · ", make("span", "source", article.about));
    const text = make("div", "text");
    for (const [words, gold, cited, numbers, gap] of article.pieces) {
      if (gap) text.append(make("span", "left-out", "…"));
      const style = [gold ? "gold" : "", cited ? "cited" : ""].join(" ").trim();
      text.append(style ? make("mark", style, words) : words);
      if (numbers.length) text.append(make("span", "mark-number", numbers.map((n) => `[${n}]`).join("")));
    }
    body.append(line, text);
  }

  function drawFigures(body, row) {
    const figures = make("p", "figures");
    const values = Object.entries(row.measures).map(([name, value]) => `${name} ${number(value, Number.isInteger(value) ? 0 : 3)}`);
    for (const value of [row.id, ...values]) figures.append(make("span", "", value));
    heading(body, "In figures");
    body.append(figures);
  }

  function drawQuestion(row) {
    const body = make("div", "body");
    if (row.history.length) {
      heading(body, "Asked before");
      const turns = make("ul");
      for (const [question, answer] of row.history) turns.append(make("li", "", answer ? `${question} – ${answer}` : question));
      body.append(turns);
    }
    if (row.asked_as) {
      heading(body, "Understood as");
      body.append(make("p", "", row.asked_as));
    }
    drawAnswer(body, row);
    if (row.expected.length) {
      heading(body, "Expected");
      body.append(make("p", "", row.expected.join(" / ")));
    }
    for (const article of row.articles) drawArticle(body, article);
    drawFigures(body, row);
    return body;
  }

  function drawPair(row) {
    const body = make("div", "body sides");
    row.sides.forEach((side, place) => {
      const half = make("div");
      heading(half, place ? "After" : "Before");
      half.append(make("span", "pill " + side.result, names[side.result]));
      drawAnswer(half, side);
      drawFigures(half, side);
      body.append(half);
    });
    return body;
  }

  function drawRow(row) {
    const details = make("details");
    const line = make("summary", "row");
    if (row.sides) {
      line.append(make("span", "group " + row.group, row.group), make("span", "asked", row.question));
    } else {
      line.append(
        make("span", "pill " + row.result, names[row.result]),
        make("span", "asked", row.question),
        make("span", "", row.confidence === null ? "–" : number(row.confidence, 3)),
        make("span", "", rank(row.rank)),
        make("span", "", time(row.ms)),
      );
    }
    details.append(line);
    const open = () => details.childElementCount === 1 && details.append(row.sides ? drawPair(row) : drawQuestion(row));
    details.addEventListener("toggle", open, { once: true });
    return details;
  }

  function drawMore() {
    list.append(...found.slice(drawn, drawn + STEP).map(drawRow));
    drawn = Math.min(drawn + STEP, found.length);
    more.hidden = drawn === found.length;
    more.textContent = `Show ${Math.min(STEP, found.length - drawn)} more of ${number(found.length, 0)}`;
  }

  function refresh() {
    found = rows.filter(fits);
    if (orders[order.value]) found.sort(orders[order.value]);
    shown.textContent = found.length === rows.length ? `${number(rows.length, 0)} questions` : `${number(found.length, 0)} of ${number(rows.length, 0)} questions`;
    list.replaceChildren();
    drawn = 0;
    drawMore();
  }

  if (rows.length && rows[0].sides) list.className = "changes";
  for (const one of [result, kind, order, group]) one.addEventListener("change", refresh);
  search.addEventListener("input", refresh);
  more.addEventListener("click", drawMore);
  refresh();
})();
