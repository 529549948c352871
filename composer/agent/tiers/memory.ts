import { freemem } from "node:os";
import type { Clock } from "../../../kernel/clock.ts";
import { messageOf } from "../../../kernel/errors.ts";
import type { Log } from "../../../kernel/log.ts";
import { ModelFault } from "../models/fault.ts";
import type { MemoryControl } from "../models/control.ts";
import type { LocalMemory } from "./types.ts";

/** How long the model stays away for a machine at least: a machine takes its memory bit by bit. */
const AWAY_MS = 600_000;
/** How often it is looked at, milliseconds. */
const LOOK_MS = 30_000;
/** Most of a wait for memory to be free, milliseconds. */
const UNLOAD_MS = 20_000;
/** Room there must be beyond the model itself before it comes back. */
const SPARE = 1.2;
const MIB = 1_048_576;

/** What the house could get back for a machine. */
export interface Room {
  /** MiB the model takes now */
  mebibytes: number;
  /** where it takes them: "local", or the host of OLLAMA_URL */
  host: string;
  /** only given when a person says so */
  isPinned: boolean;
}

export interface HeldModel extends LocalMemory {
  /** undefined where nothing is to be had */
  room(): Room | undefined;
  /** Gives the model's memory to a machine. @throws ModelFault */
  makeRoom(): Promise<void>;
  /** looks at it now: loads it where it should be there and is not */
  look(): Promise<void>;
  /** one word for /health, and a line for the doctor */
  health(): { word: string; line: string };
  close(): Promise<void>;
}

export interface MemoryParts {
  name: string;
  host: string;
  control: MemoryControl;
  /** loads the model and has it read what stands before every sentence */
  warm(signal: AbortSignal): Promise<void>;
  /** what it reads then: where it is another one, it is read anew */
  prefix?: () => unknown;
  mode: "pin" | "yield";
  clock: Clock;
  log: Log;
  /** bytes that are free here; of another host nothing is known */
  free?: () => number;
}

/** Keeps the local model in memory and warm, gives its room to a machine that needs it, and brings it back. */
export function holdModel(parts: MemoryParts): HeldModel {
  const { name, host, control, warm, mode, clock, log, free = freemem, prefix = () => "" } = parts;
  const ending = new AbortController();
  let state: ReturnType<LocalMemory["state"]> = "warming";
  let fault: ModelFault | undefined;
  let bytes = 0;
  let read: unknown;
  let since: number | undefined; // when it gave its room away
  let warming: { stop: AbortController; done: Promise<void> } | undefined;

  const hasRoom = () => host !== "local" || free() > bytes * SPARE;
  const isAwayLongEnough = () => since === undefined || clock.now() - since >= AWAY_MS;
  const run = async (stop: AbortController) => {
    const reading = prefix();
    try {
      await warm(AbortSignal.any([stop.signal, ending.signal]));
      const standing = await control.standing(ending.signal);
      if (standing.state === "loaded") bytes = standing.bytes;
      if (!stop.signal.aborted) [state, fault, since, read] = ["ready", undefined, undefined, reading];
    } catch (thrown) {
      if (stop.signal.aborted || ending.signal.aborted) return;
      const known = fault?.message;
      fault = thrown instanceof ModelFault ? thrown : new ModelFault("away", messageOf(thrown));
      if (since !== undefined) [state, since] = ["unloaded", clock.now()]; // there is no room yet
      if (fault.message !== known) log.warn("the local model is not warm", { model: name, fault: fault.message });
    }
  };
  const begin = (): Promise<void> => {
    if (warming) return warming.done;
    const stop = new AbortController();
    if (state !== "ready") state = "warming";
    const done = run(stop).finally(() => (warming = undefined));
    warming = { stop, done };
    return done;
  };
  const look = async () => {
    if (ending.signal.aborted || warming) return warming?.done;
    if (since !== undefined) return isAwayLongEnough() && hasRoom() ? begin() : undefined;
    if (fault || state !== "ready" || read !== prefix()) return begin();
    try {
      const standing = await control.standing(ending.signal);
      if (standing.state === "loaded") bytes = standing.bytes;
      else return await begin(); // its server was started anew, or another model took its place
    } catch (thrown) {
      if (!ending.signal.aborted) fault = thrown instanceof ModelFault ? thrown : undefined;
    }
  };
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS).unref();

  return {
    state: () => state,
    room: () =>
      state === "unloaded" || bytes === 0
        ? undefined
        : { mebibytes: Math.floor(bytes / MIB), host, isPinned: mode === "pin" },
    async makeRoom() {
      warming?.stop.abort(new DOMException("a machine needs the room", "AbortError"));
      await warming?.done;
      [state, since] = ["unloaded", clock.now()];
      log.info("the local model gives its memory to a machine", { model: name, mebibytes: Math.floor(bytes / MIB) });
      await control.unload(AbortSignal.any([AbortSignal.timeout(UNLOAD_MS), ending.signal]));
    },
    look,
    health: () => wordsOf(name, state, fault),
    async close() {
      ending.abort();
      clearInterval(timer);
      await warming?.done;
      await control.close?.();
    },
  };
}

function wordsOf(name: string, state: ReturnType<LocalMemory["state"]>, fault: ModelFault | undefined) {
  if (state === "unloaded")
    return { word: "unloaded", line: `${name} gave its memory to a machine and comes back later` };
  if (fault) return { word: fault.kind === "setup" ? "misconfigured" : "unreachable", line: fault.message };
  if (state === "warming") return { word: "warming", line: `${name} is being loaded and reads the tools` };
  return { word: "ok", line: `${name} is in memory and warm` };
}
