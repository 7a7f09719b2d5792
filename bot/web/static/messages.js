// Draws the turns of a conversation.

import { citationItem } from "./citations.js";
import { el } from "./dom.js";

/** Kinds of line that look different, by how they are written. */
const LINES = [
  [/^(责任单位：)?「.*」(\[\d{1,2}\])+/, "quoted"],
  [/^[·・•] /, "point"],
  [/^(时效提示|提醒)/, "remark"],
  [/^下一步：/, "next-step"],
];

/** Words of the status badges: the notice's own badge where its status is still the same. */
export class Badges {
  constructor(log) {
    this.general = new Map(log.dataset.statusWords.split(";").map((pair) => pair.split("=")));
    this.own = new Map();
    for (const line of document.querySelectorAll("[data-doc-no]")) {
      this.own.set(`${line.dataset.docNo} ${line.dataset.status}`, line.dataset.badge);
    }
  }

  words(docNo, status) {
    return this.own.get(`${docNo} ${status}`) ?? this.general.get(status) ?? "待核实";
  }
}

/** Draw what the person said. */
export function questionTurn(text) {
  return el(
    "article",
    { class: "turn turn--mine" },
    el("h2", { class: "unseen" }, "您说"),
    el("div", { class: "bubble" }, el("div", { class: "text" }, text)),
  );
}

/** Draw the assistant at work. */
export function pendingTurn() {
  return el(
    "article",
    { class: "turn turn--bot pending" },
    who(),
    el(
      "div",
      { class: "bubble" },
      el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
      "正在查找条款…",
    ),
  );
}

/** Draw a reply; `say` is called with the words of a quick reply. */
export function replyTurn(reply, badges, say) {
  const turn = `reply-${reply.reply_id}`;
  return el(
    "article",
    { class: `turn turn--bot turn--${reply.kind}` },
    who(),
    el("div", { class: "bubble" }, replyText(reply, turn), ...citationList(reply, turn, badges), contact(reply)),
    el("div", { class: "turn-foot" }, el("span", {}, "自动回复，仅供参考"), copyButton(reply.text)),
    quickReplies(reply.buttons, say),
  );
}

function who() {
  return el("h2", { class: "who" }, el("img", { src: "/static/seal.svg", alt: "", width: 26, height: 26 }), "信答");
}

function replyText(reply, turn) {
  const known = new Set(reply.citations.map((citation) => String(citation.n)));
  const paragraphs = reply.text.split(/\n{2,}/).filter((paragraph) => !isSourceList(paragraph, known));
  const drawn = paragraphs.map((paragraph) => {
    const lines = paragraph.split("\n").map((line) => replyLine(line, turn, known));
    return el("div", { class: "paragraph" }, ...lines);
  });
  return el("div", { class: "text" }, ...drawn);
}

/** Whether a paragraph only lists the sources in plain text: here they follow as citations. */
function isSourceList(paragraph, known) {
  const listed = (line) => /^(依据|另可参看)：$/.test(line) || known.has(/^\[(\d{1,2})\] /.exec(line)?.[1]);
  return paragraph.startsWith("依据：\n") && paragraph.split("\n").every(listed);
}

function replyLine(line, turn, known) {
  const kind = LINES.find(([pattern]) => pattern.test(line));
  const parts = line.split(/\[(\d{1,2})\]/);
  const nodes = parts.flatMap((part, index) => {
    if (index % 2 === 1) {
      return [];
    }
    const n = parts[index + 1];
    if (!known.has(n)) {
      return [part, n === undefined ? "" : `[${n}]`];
    }
    // A mark stays on the line of the words it belongs to.
    const letters = [...part];
    const tail = el("span", { class: "tied" }, letters.slice(-2).join(""), reference(n, `${turn}-${n}`));
    return [letters.slice(0, -2).join(""), tail];
  });
  return el("div", kind ? { class: kind[1] } : {}, ...nodes.filter((node) => node !== ""));
}

function reference(n, id) {
  const open = (event) => {
    event.preventDefault();
    const details = document.getElementById(id);
    details.open = true;
    details.querySelector("summary").focus();
    details.scrollIntoView({ block: "nearest" });
  };
  return el("a", { class: "ref", href: `#${id}`, "aria-label": `出处 ${n}`, onclick: open }, `[${n}]`);
}

function citationList(reply, turn, badges) {
  const body = reply.text.split(/\n{2,}/).filter((paragraph) => !paragraph.startsWith("依据：\n"));
  const marks = new Set(Array.from(body.join("\n").matchAll(/\[(\d{1,2})\]/g), (match) => match[1]));
  const used = reply.citations.filter((citation) => marks.has(String(citation.n)));
  const further = reply.citations.filter((citation) => !marks.has(String(citation.n)));
  return [
    ...citationGroup("原文出处", "sources", used, turn, badges),
    ...citationGroup(used.length > 0 ? "另可参看" : "原文出处", "further", further, turn, badges),
  ];
}

function citationGroup(title, name, citations, turn, badges) {
  if (citations.length === 0) {
    return [];
  }
  const items = citations.map((citation) => citationItem(citation, `${turn}-${citation.n}`, badges));
  const id = `${turn}-${name}`;
  return [
    el("p", { class: "citations-title", id }, `${title}（${items.length}）`),
    el("ol", { class: "citations", "aria-labelledby": id }, ...items),
  ];
}

function contact(reply) {
  if (reply.kind !== "decline" && reply.kind !== "handover") {
    return null;
  }
  return el(
    "p",
    { class: "contact" },
    "人工服务：",
    el("a", { class: "hotline", href: "tel:12345" }, "12345"),
    " 政务服务便民热线，或携带有效证件到行政服务大厅信用窗口。",
  );
}

function quickReplies(buttons, say) {
  if (buttons.length === 0) {
    return null;
  }
  const chips = buttons.map((button) =>
    el("button", { type: "button", class: "chip", onclick: () => say(button.payload, button.title) }, button.title),
  );
  return el("div", { class: "quick", role: "group", "aria-label": "快捷回复" }, ...chips);
}

function copyButton(text) {
  const button = el("button", { type: "button", class: "copy" }, "复制");
  button.addEventListener("click", async () => {
    button.textContent = (await copied(text)) ? "已复制" : "复制不了，请手动选择";
    setTimeout(() => (button.textContent = "复制"), 2000);
  });
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard API: select the text of a hidden field instead.
    const field = el("textarea", { class: "unseen", readonly: true, "aria-hidden": "true", tabindex: "-1" });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
