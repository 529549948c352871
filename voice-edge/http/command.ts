import type { Context } from "hono";
import { Hono } from "hono";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Caller, Turn } from "../composer.ts";
import { command } from "../command.ts";
import type { EdgeParts, Env } from "./env.ts";
import { callerOf } from "./faults.ts";
import { wavStream } from "./sound.ts";

/** POST /command: a form with a recording as `audio`. What was heard and done as JSON, or the answer as sound where that is accepted. */
export function commandRoutes(parts: EdgeParts) {
  return new Hono<Env>().post("/", async (c) => {
    if (wantsSound(c)) parts.saying.warm().catch(() => {}); // what is wrong is told when it is to speak
    const { heard, turn } = await commanded(c, parts);
    const speaker = c.req.query("speaker");
    const said = speaker === undefined ? undefined : await sayThere(parts, callerOf(c), speaker, turn);
    if (wantsSound(c)) return soundOf(c, parts, turn, { "x-steward-text": encodeURIComponent(heard.text) });
    // `output` is what the phone app of the source reads.
    return c.json({ ...turn, text: heard.text, heard: heard.heard, output: turn.say, ...said });
  });
}

/** Hears a form and does what it says; what goes with it is a field of the form or of the address. @throws UserError */
export async function commanded(c: Context<Env>, parts: EdgeParts) {
  const began = parts.elapsed();
  return parts.withForm(c.req.raw, ["audio"], ({ audio, text }) => {
    const given = (name: string) => text(name) ?? c.req.query(name);
    const spoken = {
      audio,
      before: { upload: parts.elapsed() - began, endpoint: 0 },
      language: given("language"),
      conversation: given("conversation"),
      area: given("area"),
      tier: tierOf(c),
      dryRun: ["1", "true"].includes(given("dryRun") ?? ""),
    };
    return command(parts, callerOf(c), spoken, c.req.raw.signal);
  });
}

/** The source's header for a model elsewhere; with "ollama" it is for the composer to choose. */
export const tierOf = (c: Context) => (c.req.header("x-llm") === "openai" ? "cloud" : undefined);

const wantsSound = (c: Context) => /\baudio\/(wav|x-wav|\*)/.test(c.req.header("accept") ?? "");

/** The answer of a turn as a wav, which begins with its first sentence. */
export async function soundOf(
  c: Context<Env>,
  { saying, composer, elapsed, log, headers }: EdgeParts,
  turn: Turn,
  more: Record<string, string> = {},
): Promise<Response> {
  const caller = callerOf(c);
  const began = elapsed();
  const onFirst = () =>
    void composer
      .sounded(caller, turn.turn, elapsed() - began)
      .catch((thrown: unknown) => log.warn("first sound is not noted", { why: messageOf(thrown) }));
  const body = await wavStream(saying.say(turn.say, { signal: c.req.raw.signal }), onFirst);
  const told = { "x-steward-turn": turn.turn, "x-steward-say": encodeURIComponent(turn.say), ...more };
  return new Response(body, { headers: { ...headers, ...told, "content-type": "audio/wav" } });
}

/** Says the answer on a speaker of the house, which fetches it from us. What is done stays done where that fails. */
async function sayThere({ composer, links, lanUrl }: EdgeParts, caller: Caller, speaker: string, { say }: Turn) {
  try {
    if (lanUrl === undefined) throw new UserError("Speakers of the house need STEWARD_LAN_URL, where they find us.");
    return { spoken: await composer.play(caller, speaker, new URL(links.make(say), lanUrl).href) };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { spoken: null, unspoken: messageOf(thrown) };
  }
}
