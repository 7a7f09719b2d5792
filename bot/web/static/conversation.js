// The conversation of this browser tab: its random name and its turns, gone when the tab is closed.

const MAX_TURNS = 40;

function read(name) {
  try {
    return sessionStorage.getItem(`xinda.${name}`);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    sessionStorage.setItem(`xinda.${name}`, value);
  } catch {
    // Storage is off or full: the conversation lives as long as the page.
  }
}

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return "web-" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function storedTurns() {
  try {
    return JSON.parse(read("turns") ?? "[]");
  } catch {
    return [];
  }
}

/** A sender name and the turns so far, oldest first: `{question, reply}`. */
export class Conversation {
  constructor() {
    this.sender = read("sender") ?? randomName();
    this.turns = storedTurns();
    write("sender", this.sender);
  }

  add(question, reply) {
    this.turns = [...this.turns, { question, reply }].slice(-MAX_TURNS);
    write("turns", JSON.stringify(this.turns));
  }

  restart() {
    this.sender = randomName();
    this.turns = [];
    write("sender", this.sender);
    write("turns", "[]");
  }
}
