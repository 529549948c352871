// One box and its answers.
import {
  Refusal,
  api as ask,
  byId,
  duration,
  make,
  newConversation,
  said,
  undo,
  waterfall,
  wordsOf,
} from "../../../kernel/browser.js";

/** @typedef {import("../../agent/turn.ts").Turn} Turn */

const EXAMPLES = [
  "turn off all my lights",
  "start creative and give portainer a name",
  "is somebody home?",
  "add eggs to the shopping list",
  "unlock the front door",
];
const conversation = newConversation("page");

/** Of the house; who is not known is told how to be. @param {string} path @param {unknown} [body] @returns {Promise<any>} */
const api = (path, body) =>
  ask(path, body).catch((fault) => {
    if (fault instanceof Refusal && fault.status === 401 && path !== "/api/login") signedOut();
    throw fault;
  });

/** @param {string} [why] */
function signedOut(why) {
  byId("signed-out").hidden = false;
  byId("ask").hidden = byId("start").hidden = byId("earlier").hidden = true;
  byId("state").textContent = "signed out";
  if (why) byId("why").textContent = why;
}

/**
 * @param {Turn} turn
 * @param {HTMLElement} answer
 */
function show(turn, answer) {
  const { say, tier, model, calls, reason, usage, ms, ask, needs, undoable } = turn;
  const isFault = calls.some(({ ok }) => !ok);
  answer.classList.toggle("fault", isFault);
  // Why nobody understood is of no use to who said it.
  const facts =
    tier === "none" && calls.length === 0
      ? ["nothing was done", duration(ms.total)]
      : [tier, duration(ms.total), reason, ...(model === null ? [] : [priceOf(usage)])];
  const parts = [
    make("p", { class: "say", text: say }),
    make("p", { class: "facts", text: facts.join(" · ") }),
    calls.length > 0 ? folded(calls) : undefined,
    ...needs.map((need) => waiting(need)),
    ask ? make("div", { class: "acts" }, ...choices(ask.choices)) : undefined,
    turn.voice && isSpoken(turn.voice) ? waterfall(turn) : undefined,
    undoable ? make("div", { class: "acts" }, undoing(turn.turn)) : undefined,
  ];
  answer.replaceChildren(...parts.filter((part) => part !== undefined));
}

/** Typed on the page that talks, it cost nothing to hear. @param {NonNullable<Turn["voice"]>} voice */
const isSpoken = ({ engine }) => engine !== "typed";

/** @param {Turn["usage"]} usage */
const priceOf = ({ inputTokens, outputTokens, cost }) =>
  `${inputTokens + outputTokens} tokens · $${cost === 0 ? 0 : Number(cost.toPrecision(2))}`;

/** @param {Turn["calls"]} calls */
function folded(calls) {
  const items = calls.map(({ tool, args, result, risk, ok, ms }) =>
    make(
      "li",
      {},
      make("code", { text: `${tool} ${JSON.stringify(args)}`.slice(0, 300) }),
      make("small", { text: `${ok ? "" : "failed · "}${result} · ${risk} · ${duration(ms)}` }),
    ),
  );
  const title = calls.length === 1 ? "1 call" : `${calls.length} calls`;
  return make("details", {}, make("summary", { text: title }), make("ul", {}, ...items));
}

/** @param {string[]} all */
const choices = (all) =>
  all.map((choice) => make("button", { class: "act", text: choice, onclick: () => void send(choice) }));

/** @param {string} turn */
function undoing(turn) {
  const button = make("button", { class: "act", text: "Undo" });
  button.addEventListener("click", () => {
    button.setAttribute("disabled", "");
    void answering("undo", () => undo(turn, conversation));
  });
  return button;
}

/** @param {Turn["needs"][number]} need */
function waiting({ id, summary, expires }) {
  known.add(id);
  const left = make("p", { class: "left" });
  left.setAttribute("aria-live", "off"); // a count is not read out each second
  const box = make("div", { class: "waits" }, make("strong", { text: summary }), left);
  const acts = make("div", { class: "acts" });
  /** @param {string} text */
  const close = (text) => {
    clearInterval(counting);
    left.remove();
    acts.replaceChildren(make("p", { class: "say", text }));
  };
  const count = () => {
    const seconds = Math.ceil((expires - Date.now()) / 1000);
    const time = seconds > 120 ? `${Math.ceil(seconds / 60)} min` : `${seconds} s`;
    left.textContent = `Needs your approval · ${time} left`;
    if (seconds <= 0) close("Not approved in time; nothing was done.");
  };
  const counting = setInterval(count, 1_000);
  /** @param {"approve" | "deny"} decision */
  const decide = async (decision) => {
    clearInterval(counting);
    for (const button of acts.querySelectorAll("button")) button.disabled = true;
    const { say } = await api(`/api/approvals/${encodeURIComponent(id)}`, { decision }).catch((fault) => ({
      say: fault.message,
    }));
    close(say);
  };
  acts.append(
    make("button", { class: "act main", text: "Approve", onclick: () => void decide("approve") }),
    make("button", { class: "act", text: "Deny", onclick: () => void decide("deny") }),
  );
  box.append(acts);
  count();
  return box;
}

/**
 * @param {string} text
 * @param {() => Promise<Turn>} work
 */
async function answering(text, work) {
  byId("start").hidden = true;
  const answer = make("div", { class: "answer thinking" });
  byId("answers").append(make("li", { class: "turn" }, said(text), answer));
  answer.scrollIntoView({ block: "end" });
  try {
    show(await work(), answer);
  } catch (fault) {
    answer.classList.add("fault");
    answer.replaceChildren(make("p", { class: "say", text: wordsOf(fault) }));
  }
  answer.classList.remove("thinking");
  answer.scrollIntoView({ block: "end" });
}

/** @param {string} text */
const send = (text) => answering(text, () => api("/api/ask", { text, conversation }));

/** Approvals that are shown already: those of this page's own answers, and those others wait for. */
const known = new Set();

/** What an MCP client or another browser asked for waits for its owner here too. */
async function showWaiting() {
  if (document.hidden) return;
  for (const need of await api("/api/approvals")) {
    if (known.has(need.id)) continue;
    byId("start").hidden = true;
    const from = make("p", { class: "facts", text: `asked by ${need.principal}` });
    byId("answers").append(make("li", { class: "turn" }, make("div", { class: "answer" }, from, waiting(need))));
  }
}

/** @typedef {Turn & { principal: string, channel: string, sentence: string, at: number }} Kept */

/** What was asked and done before, by whomever and however: the newest last, as everywhere on this page. */
async function showEarlier() {
  const list = byId("earlier").querySelector("ol");
  if (!(byId("earlier") instanceof HTMLDetailsElement && list)) return;
  /** @type {Kept[]} */
  const kept = await api("/api/turns?limit=30");
  if (kept.length === 0) list.replaceChildren(make("li", { class: "facts", text: "Nothing yet." }));
  else list.replaceChildren(...kept.toReversed().map(earlier));
  list.lastElementChild?.scrollIntoView({ block: "end" });
}

/** @param {Kept} turn */
function earlier({ sentence, principal, channel, at, voice, ...turn }) {
  const answer = make("div", { class: "answer" });
  show({ ...turn, voice, ask: null, needs: [] }, answer);
  answer.append(make("p", { class: "facts", text: `${new Date(at).toLocaleString()} · ${principal} · ${channel}` }));
  return make("li", { class: "turn" }, said(sentence || "(a tool)", voice?.heard), answer);
}

const BAD = ["failed", "missed", "interrupted"];
const DAY_MS = 86_400_000;

/** @param {{ name: string, state: string, result: string | null, due: number }} run */
function showRun({ name, state, result, due }) {
  byId("start").hidden = true;
  const facts = `${state} · scheduled for ${new Date(due).toLocaleString()}`;
  const say = make("p", { class: "say", text: result ?? state });
  const answer = make("div", { class: "answer fault" }, say, make("p", { class: "facts", text: facts }));
  byId("answers").append(make("li", { class: "turn" }, said(name), answer));
}

/** What was scheduled and did not go well: of the last day, and as it happens. */
async function watchRuns() {
  const runs = await api("/api/tasks/runs").catch(() => []);
  const bad = runs.filter(
    (/** @type {{ state: string, due: number }} */ { state, due }) => BAD.includes(state) && due > Date.now() - DAY_MS,
  );
  for (const run of bad.slice(0, 3).toReversed()) showRun(run);
  new EventSource("/api/events").addEventListener("run", ({ data }) => {
    const run = JSON.parse(data);
    if (BAD.includes(run.state)) showRun(run);
  });
}

/** The code of a sign-in link is used once, and gone from the address before anything else happens. */
async function signIn() {
  const [, code] = /[#&]key=([^&]+)/.exec(location.hash) ?? [];
  if (code === undefined) return;
  history.replaceState(null, "", location.pathname);
  await api("/api/login", { code: decodeURIComponent(code) });
}

async function begin() {
  try {
    await signIn();
  } catch (fault) {
    // A link opened a second time is no harm where the first time signed this browser in.
    if (!(await fetch("/api/me")).ok) return signedOut(wordsOf(fault));
  }
  const me = await api("/api/me");
  const health = await api("/health");
  const states = Object.entries(health.parts);
  byId("talk").hidden = !("voice" in health.parts);
  byId("demo").hidden = !states.some(([, state]) => state === "demo");
  const troubled = states.filter(([, state]) => !["demo", "ok", "off"].includes(state));
  byId("state").textContent =
    troubled.length > 0 ? troubled.map(([part, state]) => `${part} ${state}`).join(", ") : me.name;
  byId("ask").hidden = byId("start").hidden = byId("earlier").hidden = false;
  byId("examples").append(
    ...EXAMPLES.map((text) => make("li", {}, make("button", { class: "chip", text, onclick: () => void send(text) }))),
  );
  byId("text").focus();
  await showWaiting();
  await watchRuns();
  setInterval(() => void showWaiting().catch(() => {}), 4_000);
}

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const button = form.querySelector("button");
  button?.setAttribute("disabled", "");
  api("/api/login", Object.fromEntries(new FormData(form)))
    .then(() => location.reload())
    .catch((fault) => {
      button?.removeAttribute("disabled");
      signedOut(fault.message);
    });
});
byId("earlier").addEventListener("toggle", ({ target }) => {
  if (target instanceof HTMLDetailsElement && target.open) void showEarlier().catch(() => {});
});
byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = byId("text");
  if (!(box instanceof HTMLInputElement) || box.value.trim() === "") return;
  void send(box.value.trim());
  box.value = "";
});
begin().catch((fault) => {
  if (byId("signed-out").hidden) byId("state").textContent = wordsOf(fault);
});
