// One button: tap, say it, see what was heard and done, take it back. What is asked back is listened for at once.
import { api, byId, make, newConversation, said, undo, waterfall, wordsOf } from "../../kernel/browser.js";
import { createPlayer, openMicrophone } from "./sound.js";

/** @typedef {{ turn: string, say: string, undoable: boolean, ask: { choices: string[] } | null, needs: { summary: string }[], calls: { ok: boolean }[], ms: { total: number, route: number, model: number, tools: number }, voice?: import("../../kernel/browser.js").Timed["voice"] }} Turn */
/** @typedef {"idle" | "listening" | "hearing" | "thinking" | "speaking"} State */

/** What is shown of each state, and what a tap on the button does then. @type {Record<State, [shown: string, tap: string]>} */
const STATES = {
  idle: ["Tap to talk", "Talk"],
  listening: ["Listening… tap to stop", "Stop listening"],
  hearing: ["Go on…", "Stop listening"],
  thinking: ["One moment…", "Talk"],
  speaking: ["Tap to stop", "Stop speaking"],
};
const ANSWER = "Your answer? Tap to stop";
const NOTHING = "Nothing was heard. Tap to talk";
const conversation = newConversation("talk");

/** @type {State} */
let state = "idle";
/** @param {State} next @param {string} [shown] instead of what is always shown then */
function become(next, shown = STATES[next][0]) {
  state = next;
  byId("talk").dataset.state = next;
  byId("state").textContent = shown;
  byId("does").textContent = STATES[next][1];
  if (!isOpen()) level(0);
}
const isOpen = () => state === "listening" || state === "hearing";

const isAloud = () => {
  const box = byId("speak");
  return box instanceof HTMLInputElement && box.checked;
};

/** @param {number} loud from 0 to 1 */
const level = (loud) => byId("ring").style.setProperty("--level", String(1 + loud * 0.1));

/** @param {string} [text] */
function trouble(text) {
  byId("trouble").hidden = text === undefined;
  byId("trouble").textContent = text ?? "";
}

const player = createPlayer();
/** @type {WebSocket | undefined} */
let socket;
/** @type {{ close(): void } | undefined} */
let microphone;
/** the entry that is being answered @type {HTMLElement | undefined} */
let entry;
/** what was said last was spoken: its question is listened for; one who types is not */
let isSpoken = false;
/** the answer that is spoken is a question */
let isAsked = false;

/** @param {object} order */
const tell = (order) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(order));

/** A connection on which the house is ready, for the conversation of this page. */
async function connect() {
  if (!socket || socket.readyState > WebSocket.OPEN) await open();
  tell({ type: "start", conversation, speak: isAloud() });
}

function open() {
  const opened = new WebSocket(`${location.origin.replace(/^http/, "ws")}/voice/stream`);
  opened.binaryType = "arraybuffer";
  socket = opened;
  opened.addEventListener("message", ({ data }) => {
    if (!(data instanceof ArrayBuffer)) hear(JSON.parse(data));
    else if (state === "speaking") player.play(data);
  });
  opened.addEventListener("close", () => {
    if (socket !== opened) return;
    player.stop();
    if (state !== "idle" || entry) fail("The connection was lost. Say it again.");
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

/** Ends what goes on here: listening, or what is said. @param {string} [shown] */
function stop(shown) {
  quiet();
  player.stop();
  tell({ type: "stop" });
  isAsked = false;
  become("idle", shown);
}

/** @param {string} why */
function fail(why) {
  quiet();
  become("idle");
  if (entry) showFault(entry, why);
  else trouble(why);
  entry = undefined;
}

/** @param {string} [shown] */
async function listen(shown) {
  trouble();
  isSpoken = true;
  isAsked = false;
  become("listening", "Opening the microphone… tap to stop");
  try {
    await connect();
    const opened = await openMicrophone((piece, loud) => {
      if (!isOpen()) return;
      level(loud);
      socket?.send(piece);
    });
    if (microphone || !isOpen()) return opened.close(); // stopped, or opened twice, while the browser asked
    microphone = opened;
    tell({ type: "listen" });
    become("listening", shown);
  } catch (fault) {
    fail(wordsOf(fault));
  }
}

/** The answer has been heard; a question is listened for, unless nobody looks any more. */
const over = () => {
  if (isAsked && isSpoken && !document.hidden) void listen(ANSWER);
  else become("idle");
};

/** What the server tells. @param {any} told */
function hear(told) {
  switch (told.type) {
    case "speechStart":
      return isOpen() && become("hearing");
    case "speechEnd":
      quiet();
      return become("thinking");
    case "nothing":
      return isOpen() && stop(NOTHING);
    case "heard":
      entry = showSaid(told.text, told.heard);
      return;
    case "turn":
      showTurn(told.turn, entry ?? showSaid(""));
      entry = undefined;
      isAsked = told.listens;
      return state === "thinking" && !isAloud() && over();
    case "speaking":
      if (isOpen()) return; // somebody goes on talking
      become("speaking");
      return player.begin(told.rate, over);
    case "spoken":
      return player.finish();
    case "stopped":
      return player.stop();
    case "error":
      fail(told.error);
      return isAsked && over(); // a question that cannot be spoken can be read
  }
}

/** An entry that waits for its answer. @param {string} text @param {string} [heard] */
function showSaid(text, heard) {
  byId("hint").hidden = true;
  const answer = make("div", { class: "answer thinking" });
  byId("answers").append(make("li", { class: "turn" }, text === "" ? undefined : said(text, heard), answer));
  answer.scrollIntoView({ block: "end" });
  return answer;
}

/** @param {HTMLElement} answer @param {string} why */
function showFault(answer, why) {
  answer.className = "answer fault";
  answer.replaceChildren(make("p", { class: "say", text: why }));
}

/** @param {Turn} turn @param {HTMLElement} answer */
function showTurn(turn, answer) {
  answer.classList.remove("thinking");
  answer.classList.toggle(
    "fault",
    turn.calls.some(({ ok }) => !ok),
  );
  const waits = turn.needs.map(({ summary }) =>
    make("p", { class: "facts", text: `waits for your approval: ${summary}` }),
  );
  const acts = turn.ask
    ? turn.ask.choices.map((choice) => make("button", { class: "act", text: choice, onclick: () => void send(choice) }))
    : turn.undoable
      ? [undoing(turn.turn)]
      : [];
  const approve = turn.needs.length > 0 ? make("a", { class: "act", text: "Approve on the page" }) : undefined;
  approve?.setAttribute("href", "/");
  answer.replaceChildren(make("p", { class: "say", text: turn.say }), ...waits);
  if (acts.length > 0 || approve) answer.append(make("div", { class: "acts" }, ...acts, approve));
  if (turn.voice && turn.voice.engine !== "typed") answer.append(waterfall(turn));
  answer.scrollIntoView({ block: "end" });
}

/** @param {string} turn */
function undoing(turn) {
  const button = make("button", { class: "act", text: "Undo" });
  button.addEventListener("click", () => {
    button.setAttribute("disabled", "");
    void takeBack(turn);
  });
  return button;
}

/** @param {string} turn */
async function takeBack(turn) {
  const answer = showSaid("undo");
  try {
    showTurn(await undo(turn, conversation), answer);
  } catch (fault) {
    showFault(answer, wordsOf(fault));
  }
}

/** What is typed or tapped is of the conversation that is spoken, so that it can answer what was asked there. @param {string} text */
async function send(text) {
  if (isOpen() || state === "speaking") stop();
  trouble();
  isSpoken = isAsked = false;
  become("thinking");
  try {
    await connect();
    tell({ type: "text", text });
  } catch (fault) {
    fail(wordsOf(fault));
  }
}

byId("talk").addEventListener("click", () => {
  player.wake();
  if (isOpen() || state === "speaking") stop();
  else void listen();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && (isOpen() || state === "speaking")) stop();
});
byId("type").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = byId("text");
  if (!(box instanceof HTMLInputElement) || box.value.trim() === "") return;
  player.wake();
  void send(box.value.trim());
  box.value = "";
});

become("idle");
api("/api/me").catch((fault) => {
  for (const part of document.querySelectorAll("footer button, footer input")) part.setAttribute("disabled", "");
  byId("state").textContent = "";
  trouble(fault.status === 401 ? "Sign this browser in first: open the link that npm start printed." : wordsOf(fault));
});
