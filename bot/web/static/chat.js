// The chat page: composing, sending, and what happens when sending fails.

import { ask } from "./client.js";
import { Conversation } from "./conversation.js";
import { Badges, pendingTurn, questionTurn, replyTurn } from "./messages.js";

const log = document.getElementById("log");
const form = document.getElementById("composer");
const field = document.getElementById("question");
const send = document.getElementById("send");
const alertLine = document.getElementById("alert");
const counter = document.getElementById("counter");
const count = document.getElementById("count");

const MAX = Number(field.dataset.max);
const greeting = log.querySelector(".turn");
const badges = new Badges(log);
const conversation = new Conversation();
let busy = false;
let waiting = 0;

function length() {
  return [...field.value].length;
}

function refresh() {
  const letters = length();
  const over = letters > MAX;
  count.textContent = String(letters);
  counter.classList.toggle("over", over);
  field.setAttribute("aria-invalid", String(over));
  send.setAttribute("aria-disabled", String(busy || waiting > 0 || over || field.value.trim() === ""));
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function showAlert(text) {
  alertLine.hidden = text === "";
  alertLine.textContent = text;
}

function wait(seconds) {
  waiting = seconds;
  const tick = setInterval(() => {
    waiting -= 1;
    if (waiting <= 0) {
      clearInterval(tick);
      showAlert("");
    }
    refresh();
  }, 1000);
}

function removeQuickReplies() {
  for (const quick of log.querySelectorAll(".quick")) {
    quick.remove();
  }
}

/** Put the cursor in the field, unless that would raise a keyboard over the answer. */
function focusField() {
  if (matchMedia("(hover: hover)").matches) {
    field.focus({ preventScroll: true });
  }
}

function show(question) {
  question.scrollIntoView({ block: "start" });
}

/** Send words; they go back into the field when they cannot be delivered. */
async function say(text, shown = text) {
  if (busy || waiting > 0) {
    return;
  }
  busy = true;
  showAlert("");
  const question = questionTurn(shown);
  const pending = pendingTurn();
  log.append(question, pending);
  log.setAttribute("aria-busy", "true");
  refresh();
  show(question);
  try {
    const reply = await ask(text, conversation.sender);
    removeQuickReplies();
    pending.replaceWith(replyTurn(reply, badges, say));
    conversation.add(shown, reply);
    show(question);
  } catch (error) {
    question.remove();
    pending.remove();
    if (field.value === "") {
      field.value = text;
    }
    showAlert(error.message);
    if (error.waitSeconds) {
      wait(error.waitSeconds);
    }
  } finally {
    busy = false;
    log.removeAttribute("aria-busy");
    refresh();
  }
}

function submit() {
  const text = field.value.trim();
  if (busy || waiting > 0 || text === "") {
    return;
  }
  if (length() > MAX) {
    showAlert(`问题最多 ${MAX} 个字，现在有 ${length()} 个字，请缩短后再发送。`);
    return;
  }
  field.value = "";
  say(text);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

field.addEventListener("input", refresh);

field.addEventListener("keydown", (event) => {
  // While an input method is composing, Enter chooses a word.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    submit();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-say]");
  if (button) {
    say(button.dataset.say);
    focusField();
  }
});

document.getElementById("restart").addEventListener("click", () => {
  if (busy) {
    return;
  }
  conversation.restart();
  log.replaceChildren(greeting);
  greeting.append(starters);
  showAlert("");
  field.value = "";
  refresh();
  focusField();
});

const starters = greeting.querySelector(".quick");
for (const { question, reply } of conversation.turns) {
  removeQuickReplies();
  log.append(questionTurn(question), replyTurn(reply, badges, say));
}
refresh();
if (conversation.turns.length > 0) {
  log.scrollTop = log.scrollHeight;
}
