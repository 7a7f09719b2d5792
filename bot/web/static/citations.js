// Citations of a reply: the quote, its status, and the clause in its place in the notice.

import { notice } from "./client.js";
import { el } from "./dom.js";

let panels = 0;

/** Draw one citation as an element that unfolds. */
export function citationItem(citation, id, badges) {
  const { n, doc_no: docNo, clause, title, issued_on: issuedOn, quote, status, status_note: note } = citation;
  const url = ownPage(citation.url);
  return el(
    "li",
    {},
    el(
      "details",
      { class: "citation", id },
      el(
        "summary",
        {},
        el("span", { class: "citation-n" }, `[${n}]`),
        el(
          "span",
          { class: "citation-name" },
          `${docNo} `,
          el("span", { class: "citation-clause" }, clauseName(clause)),
          " ",
          el("span", { class: `badge badge--${status}` }, badges.words(docNo, status)),
          el("span", { class: "citation-title" }, `${title} `, issuedOn ? dateElement(issuedOn) : null),
        ),
      ),
      el(
        "div",
        { class: "citation-body" },
        el("blockquote", { class: "quote" }, quote),
        note ? el("p", { class: "status-note" }, el("strong", {}, "时效："), note) : null,
        url ? actions(citation, url) : null,
      ),
    ),
  );
}

/** Name a clause as a person would: `6` is 第6条, `附件-9` is 附件 第9项. */
export function clauseName(clause) {
  if (/^\d+$/.test(clause)) {
    return `第${clause}条`;
  }
  return clause.replace(/^(.+)-(\d+)$/, "$1 第$2项");
}

function dateElement(isoDate) {
  const [year, month, day] = isoDate.split("-").map(Number);
  return el("time", { datetime: isoDate }, `${year}年${month}月${day}日`);
}

function ownPage(url) {
  return typeof url === "string" && url.startsWith("/notices/") ? url : null;
}

function actions(citation, url) {
  const id = `in-place-${++panels}`;
  const panel = el("div", { id, class: "in-place", hidden: true });
  const toggle = el("button", { type: "button", class: "tool", "aria-expanded": "false", "aria-controls": id });
  toggle.textContent = "在原文中查看";
  toggle.addEventListener("click", async () => {
    const opens = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(opens));
    toggle.textContent = opens ? "收起原文" : "在原文中查看";
    panel.hidden = !opens;
    if (opens && !panel.dataset.filled) {
      await fill(panel, citation, url);
    }
  });
  return el(
    "div",
    {},
    el("div", { class: "citation-actions" }, toggle, el("a", { href: url, target: "_blank" }, "打开全文")),
    panel,
  );
}

async function fill(panel, citation, url) {
  panel.replaceChildren(el("p", { class: "in-place-path", role: "status" }, "正在打开原文…"));
  try {
    const whole = await notice(url);
    const at = whole.clauses.findIndex((clause) => clause.clause === citation.clause);
    if (at < 0) {
      panel.replaceChildren(el("p", { class: "alert" }, "这份文件里没有找到该条，请打开全文查看。"));
      return;
    }
    const path = [whole.title, ...whole.clauses[at].heading_path].join(" › ");
    panel.replaceChildren(
      ...[
        el("p", { class: "in-place-path" }, path),
        neighbour(whole.clauses[at - 1]),
        shownClause(whole.clauses[at], citation.quote),
        neighbour(whole.clauses[at + 1]),
      ].filter((part) => part !== null),
    );
    panel.dataset.filled = "yes";
  } catch (error) {
    panel.replaceChildren(el("p", { class: "alert", role: "alert" }, error.message));
  }
}

function neighbour(clause) {
  if (!clause) {
    return null;
  }
  return el("details", { class: "neighbour" }, el("summary", {}, heading(clause)), el("p", {}, clause.text));
}

function shownClause(clause, quote) {
  const units = clause.text.includes("责任单位") ? "" : clause.units.map((unit) => unit.text).join("；");
  const pieces = marked(clause, quote, leadEnd(clause));
  const lead = pieces.filter((piece) => piece.lead).map((piece) => piece.node);
  const rest = pieces.filter((piece) => !piece.lead).map((piece) => piece.node);
  return el(
    "div",
    { class: "in-place-clause" },
    el("h3", {}, ...(lead.length > 0 ? [`${number(clause)} `, ...lead] : [heading(clause)])),
    el("p", {}, ...rest),
    units ? el("p", { class: "in-place-units" }, el("strong", {}, "责任单位："), units) : null,
  );
}

function number(clause) {
  return clause.kind !== "annex_row" && clause.label ? clause.label : clauseName(clause.clause);
}

function heading(clause) {
  const first = number(clause);
  return clause.title && clause.title !== first ? `${first} ${clause.title}` : first;
}

/** Where the title ends that opens a clause's text, in code points; 0 where none does. */
function leadEnd(clause) {
  const following = clause.text.charAt(clause.title.length);
  if (!clause.title || !clause.text.startsWith(clause.title) || !["。", "：", "\n"].includes(following)) {
    return 0;
  }
  return [...clause.title].length + 1;
}

/** The text of a clause in pieces, the quoted words and the errata marked; offsets count code points. */
function marked(clause, quote, lead) {
  const letters = [...clause.text];
  const found = clause.text.indexOf(quote);
  const quoteStart = found < 0 ? 0 : [...clause.text.slice(0, found)].length;
  const quoteEnd = found < 0 ? 0 : quoteStart + [...quote].length;
  const cuts = new Set([0, letters.length, quoteStart, quoteEnd, lead]);
  for (const erratum of clause.errata) {
    cuts.add(erratum.start).add(erratum.end);
  }
  const ends = [...cuts].sort((a, b) => a - b);
  return ends.slice(1).map((end, index) => {
    const start = ends[index];
    const erratum = clause.errata.find((e) => e.start <= start && end <= e.end);
    let node = document.createTextNode(letters.slice(start, end).join(""));
    if (erratum) {
      const title = erratum.printed ? `原文为“${erratum.printed}”` : "原文此处有内容隐去";
      node = el("ins", { class: "erratum", title }, node);
    }
    return { node: quoteStart <= start && end <= quoteEnd ? el("mark", {}, node) : node, lead: end <= lead };
  });
}
