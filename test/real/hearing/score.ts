import { z } from "zod";
import { turn } from "../../../composer/agent/turn.ts";
import { startHouse } from "../../../evals/house.ts";
import type { NameEntry } from "../../../kernel/wire.ts";
import { nameEntry } from "../../../kernel/wire.ts";
import type { HearOptions, Heard } from "../../../voice-edge/hear/types.ts";
import type { Colour } from "../speech/noise.ts";
import { seeded, withNoise } from "../speech/noise.ts";
import type { Speaker } from "../speech/speakers.ts";
import { commands } from "./sentences.ts";

/** Of so many commands: how many reached exactly the right call, and what came of the others. */
export interface Score {
  commands: number;
  right: number;
  /** something else was done, or would be once it is approved */
  wrong: number;
  danger: number;
  /** it was asked back, or another thing was told */
  told: number;
  /** it was not understood */
  fellThrough: number;
  failures: string[];
}

export interface Listening {
  speaker: Speaker;
  seed: number;
  count: number;
  /** decibels that noise is weaker than speech; without it there is none */
  noise?: { decibels: number; colour: Colour };
  hear(samples: Float32Array, options: Pick<HearOptions, "isUnderstood">): Promise<Pick<Heard, "text" | "heard">>;
}

/** The demo house, which tells what a sentence would do; nothing is done. */
export async function demoHouse() {
  const house = await startHouse({});
  const headers = { authorization: `Bearer ${house.token}`, "content-type": "application/json", connection: "close" };
  const asked = async (text: string) => {
    const body = JSON.stringify({ text, dryRun: true, conversation: crypto.randomUUID() });
    const answer = await fetch(new URL("/api/ask", house.url), { method: "POST", headers, body });
    return turn.parse(await answer.json());
  };
  return {
    names: async (): Promise<NameEntry[]> =>
      z.array(nameEntry).parse(await (await fetch(new URL("/api/names", house.url), { headers })).json()),
    /** what would be done, by what is acted on rather than by the words */
    async effectOf(text: string) {
      const { calls, ask } = await asked(text);
      const risks = calls.map(({ risk }) => risk);
      const effect = ask ? [ask.question] : calls.map(({ tool, result }) => `${tool}: ${plain(result)}`);
      const risk =
        risks.find((one) => one === "danger") ??
        risks.find((one) => one === "write") ??
        (effect.length > 0 ? "read" : "none");
      return { effect: effect.join("; "), risk };
    },
    async isUnderstood(text: string) {
      const body = JSON.stringify({ text, spoken: true });
      const answer = await fetch(new URL("/api/explain", house.url), { method: "POST", headers, body });
      return z.object({ stopped: z.string().nullable() }).parse(await answer.json()).stopped === null;
    },
    close: () => house.close(),
  };
}
export type House = Awaited<ReturnType<typeof demoHouse>>;

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/\b(?:the|my|a)\b|[-.]/g, "")
    .replace(/\s+/g, "");

/** Speaks commands to ears, and looks at what the house would do. */
export async function score(house: House, { speaker, seed, count, noise, hear }: Listening): Promise<Score> {
  const random = seeded(seed);
  const result: Score = { commands: 0, right: 0, wrong: 0, danger: 0, told: 0, fellThrough: 0, failures: [] };
  for (const { say, typed } of commands(count, random)) {
    const expected = await house.effectOf(typed);
    if (expected.risk === "none") throw new Error(`the demo house does not understand "${typed}"`);
    const clean = await speaker.say(say);
    const { text, heard } = await hear(noise ? withNoise(clean, noise.decibels, noise.colour, random) : clean, house);
    const got = text === "" ? { effect: "", risk: "none" } : await house.effectOf(text);
    result.commands += 1;
    if (got.effect === expected.effect) result.right += 1;
    else {
      if (got.risk === "danger") result.danger += 1;
      else if (got.risk === "write") result.wrong += 1;
      else if (got.risk === "read") result.told += 1;
      else result.fellThrough += 1;
      result.failures.push(
        `${got.risk}: "${typed}" was heard as "${heard}"${text === heard ? "" : `, understood as "${text}"`}`,
      );
    }
  }
  return result;
}

export const share = ({ right, commands: all }: Score): number => right / all;
