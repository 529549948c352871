// What the pages of the house share in a browser. Text only ever enters a page as text: nothing here reads HTML.

/** @param {string} id */
export const byId = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
};

/**
 * @param {string} tag
 * @param {{ class?: string, text?: string, onclick?: () => void }} [options]
 * @param {(Node | undefined)[]} children
 */
export function make(tag, { class: name, text, onclick } = {}, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  if (onclick) element.addEventListener("click", onclick);
  if (element instanceof HTMLButtonElement) element.type = "button";
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** In one line, what went wrong. @param {unknown} fault */
export const wordsOf = (fault) => (fault instanceof Error ? fault.message : String(fault));

/** An answer of the house that is none; `status` says which. */
export class Refusal extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** An id that nobody else has: a tab is a conversation, and what is asked back in it is answered in it. @param {string} kind */
export const newConversation = (kind) => `${kind}-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;

/** What was understood, and what was heard where that is something else. @param {string} text @param {string} [heard] */
export const said = (text, heard = text) =>
  make(
    "div",
    { class: "said", text },
    heard === text ? undefined : make("small", { class: "instead", text: `heard: ${heard}` }),
  );

/**
 * What the house answers at a path; with a body it is sent there.
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function api(path, body) {
  const request =
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, request).catch(() => {
    throw new Error("Steward does not answer. Is it running?");
  });
  const parsed = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(parsed.error ?? `Steward answered ${answer.status}.`, answer.status);
  return parsed;
}

/** Takes a turn back. @param {string} turn @param {string} conversation where the answer belongs */
export const undo = (turn, conversation) => api(`/api/turns/${encodeURIComponent(turn)}/undo`, { conversation });

/** @param {number} ms */
export const duration = (ms) =>
  ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms < 1 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** @typedef {{ upload: number, decode: number, queued: number, endpoint: number, stt: number, sound?: number }} Heard */
/** @typedef {{ turn: string, ms: { total: number, route: number, model: number, tools: number }, voice?: { engine: string, ms: Heard } }} Timed */

/** The parts of a spoken turn, in the order in which they happen. @param {Timed} turn @returns {[string, number][]} */
const partsOf = ({ ms, voice }) => {
  const { upload = 0, decode = 0, queued = 0, endpoint = 0, stt = 0, sound = 0 } = voice?.ms ?? {};
  const { total, route, model, tools } = ms;
  return [
    ["sent", upload],
    ["end of speech", endpoint],
    ["waited", queued],
    ["unpacked", decode],
    ["recognised", stt],
    ["understood", route],
    ["thought over", model],
    ["done", tools],
    ["kept", Math.max(0, total - route - model - tools)],
    ["first sound", sound],
  ];
};

/**
 * Where the time of a spoken turn went, unfolded on demand: a bar a part, each beginning where the one before it ended.
 * What comes after the answer (its first sound) is asked for when somebody looks.
 * @param {Timed} turn
 */
export function waterfall(turn) {
  const list = make("ol", { class: "waterfall" });
  const title = make("summary");
  const shown = make("details", {}, title, list);
  /** @param {Timed} now */
  const draw = (now) => {
    const parts = partsOf(now).filter(([, ms]) => ms >= 0.05);
    const all = parts.reduce((sum, [, ms]) => sum + ms, 0);
    title.textContent = `${duration(all)} in all`;
    let begun = 0;
    list.replaceChildren(
      ...parts.map(([name, ms]) => {
        const bar = make("i");
        bar.style.marginInlineStart = `${(100 * begun) / all}%`;
        bar.style.width = `${(100 * ms) / all}%`;
        begun += ms;
        return make("li", {}, make("span", { text: name }), bar, make("small", { text: duration(ms) }));
      }),
    );
  };
  draw(turn);
  shown.addEventListener("toggle", () => void api(`/api/turns/${encodeURIComponent(turn.turn)}`).then(draw, () => {}));
  return shown;
}
