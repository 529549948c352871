// One button: tap, say it, see what was heard and done, take it back. Text only ever enters the page as text.
import { createPlayer, openMicrophone } from "./sound.js";

/** @typedef {{ turn: string, say: string, undoable: boolean, ask: { choices: string[] } | null, needs: { summary: string }[], calls: { ok: boolean }[], ms: { total: number }, tier: string }} Turn */
/** @typedef {"idle" | "listening" | "hearing" | "thinking" | "speaking"} State */

const SAID = {
  idle: "Tap to talk",
  listening: "Listening…",
  hearing: "Go on…",
  thinking: "One moment…",
  speaking: "Tap to stop",
};
const conversation = `talk-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;

/** @param {string} id */
const byId = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
};

/**
 * @param {string} tag
 * @param {{ class?: string, text?: string, onclick?: () => void }} [options]
 * @param {(Node | undefined)[]} children
 */
function make(tag, { class: name, text, onclick } = {}, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  if (onclick) element.addEventListener("click", onclick);
  if (element instanceof HTMLButtonElement) element.type = "button";
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** @param {State} state */
function become(state) {
  byId("talk").dataset.state = state;
  byId("state").textContent = SAID[state];
  if (state !== "listening" && state !== "hearing") level(0);
}
const isOpen = () => ["listening", "hearing"].includes(byId("talk").dataset.state ?? "");

const isAloud = () => {
  const box = byId("speak");
  return box instanceof HTMLInputElement && box.checked;
};

/** @param {number} loud from 0 to 1 */
const level = (loud) => byId("ring").style.setProperty("--level", String(1 + loud * 0.22));

/** @param {string} [text] */
function trouble(text) {
  byId("trouble").hidden = text === undefined;
  byId("trouble").textContent = text ?? "";
}

/**
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function api(path, body) {
  const request =
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, request);
  const parsed = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(parsed.error ?? `Steward answered ${answer.status}.`);
  return parsed;
}

const player = createPlayer();
/** @type {WebSocket | undefined} */
let socket;
/** @type {{ close(): void } | undefined} */
let microphone;
/** the entry that is being answered @type {HTMLElement | undefined} */
let entry;

/** @param {object} order */
const tell = (order) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(order));

function connect() {
  if (socket && socket.readyState <= WebSocket.OPEN) return Promise.resolve();
  const opened = new WebSocket(`${location.origin.replace(/^http/, "ws")}/voice/stream`);
  opened.binaryType = "arraybuffer";
  socket = opened;
  opened.addEventListener("message", ({ data }) => {
    if (data instanceof ArrayBuffer) player.play(data);
    else hear(JSON.parse(data));
  });
  opened.addEventListener("close", () => {
    if (socket !== opened) return;
    quiet();
    player.stop();
    become("idle");
  });
  return new Promise((resolve, reject) => {
    opened.addEventListener("open", () => resolve(undefined));
    opened.addEventListener("error", () => reject(new Error("Steward does not answer. Is it running?")));
  });
}

/** Nothing is taken from the microphone any more. */
function quiet() {
  microphone?.close();
  microphone = undefined;
}

async function listen() {
  trouble();
  player.wake();
  become("listening");
  try {
    await connect();
    tell({ type: "start", conversation, speak: isAloud() });
    microphone ??= await openMicrophone((piece, loud) => {
      if (!isOpen()) return;
      level(loud);
      socket?.send(piece);
    });
  } catch (fault) {
    quiet();
    become("idle");
    trouble(fault instanceof Error ? fault.message : String(fault));
  }
}

/** What the server tells. @param {any} told */
function hear(told) {
  switch (told.type) {
    case "speechStart":
      return isOpen() && become("hearing");
    case "speechEnd":
      quiet();
      return become("thinking");
    case "nothing":
      quiet();
      return become("idle");
    case "heard":
      return showHeard(told);
    case "turn":
      return showTurn(told.turn);
    case "speaking":
      become("speaking");
      return player.begin(told.rate, () => become("idle"));
    case "spoken":
      return player.finish();
    case "stopped":
      return player.stop();
    case "error":
      quiet();
      become("idle");
      return trouble(told.error);
  }
}

/** @param {{ heard: string, text: string }} said */
function showHeard({ heard, text }) {
  byId("hint").hidden = true;
  const instead = heard === text ? undefined : make("small", { class: "instead", text: `heard: ${heard}` });
  const said = make("div", { class: "said", text }, instead);
  entry = make("div", { class: "answer thinking" });
  byId("answers").append(make("li", { class: "turn" }, said, entry));
  entry.scrollIntoView({ block: "end" });
}

/** @param {Turn} turn */
function showTurn(turn) {
  const answer = entry ?? make("div", { class: "answer" });
  if (!answer.isConnected) byId("answers").append(make("li", { class: "turn" }, answer));
  answer.classList.remove("thinking");
  answer.classList.toggle(
    "fault",
    turn.calls.some(({ ok }) => !ok),
  );
  const waits = turn.needs.map(({ summary }) =>
    make("p", { class: "facts", text: `waits for your approval: ${summary}` }),
  );
  const acts = turn.ask
    ? turn.ask.choices.map((choice) =>
        make("button", { class: "act", text: choice, onclick: () => void answerBy(choice) }),
      )
    : turn.undoable
      ? [undoing(turn.turn)]
      : [];
  const approve = turn.needs.length > 0 ? make("a", { class: "act", text: "Approve on the page" }) : undefined;
  approve?.setAttribute("href", "/");
  answer.replaceChildren(make("p", { class: "say", text: turn.say }), ...waits);
  if (acts.length > 0 || approve) answer.append(make("div", { class: "acts" }, ...acts, approve));
  answer.scrollIntoView({ block: "end" });
  if (byId("talk").dataset.state === "thinking" && !isAloud()) become("idle");
  entry = undefined;
}

/** @param {string} turn */
function undoing(turn) {
  const button = make("button", { class: "act", text: "Undo" });
  button.addEventListener("click", () => {
    button.setAttribute("disabled", "");
    void done("undo", () => api(`/api/turns/${encodeURIComponent(turn)}/undo`, { conversation }));
  });
  return button;
}

/** A choice that is tapped is answered in the conversation it was asked in: the spoken one. @param {string} text */
const answerBy = (text) => {
  const ms = { upload: 0, decode: 0, queued: 0, endpoint: 0, stt: 0 };
  const voice = { heard: text, fuzzy: false, engine: "tapped", model: "", ms };
  return done(text, () => api("/api/ask", { text, conversation, voice }));
};

/**
 * @param {string} text
 * @param {() => Promise<Turn>} work
 */
async function done(text, work) {
  showHeard({ heard: text, text });
  try {
    showTurn(await work());
  } catch (fault) {
    entry?.classList.remove("thinking");
    entry?.classList.add("fault");
    entry?.replaceChildren(make("p", { class: "say", text: fault instanceof Error ? fault.message : String(fault) }));
  }
}

byId("talk").addEventListener("click", () => {
  if (byId("talk").dataset.state === "speaking") {
    player.stop();
    tell({ type: "stop" });
    return become("idle");
  }
  if (!isOpen()) return void listen();
  quiet();
  become("idle");
});

fetch("/api/me").then(
  ({ status }) => {
    if (status !== 401) return;
    byId("talk").setAttribute("disabled", "");
    byId("state").textContent = "";
    trouble("Sign this browser in first: open the link that npm start printed.");
  },
  () => trouble("Steward does not answer. Is it running?"),
);
become("idle");
