import type { Phrases } from "../../../kernel/phrases.ts";

export type Said = Phrases["phrases"][number];

/** A verb said to things. */
export const set = (verb: string, say: string[], further: string[] = []): Said => ({
  say,
  further,
  tool: "home_set",
  args: { name: "{name}", do: verb },
});

/** A verb with a value, said to things. */
export const to = (verb: string, value: string | number, say: string[], further: string[] = []): Said => ({
  say,
  further,
  tool: "home_set",
  args: { name: "{name}", do: verb, value },
});

/** A verb said to what everybody knows without a name: the heating, the player, what is here. */
export const plain = (name: string, verb: string, value: string | undefined, say: string[]): Said => ({
  say,
  tool: "home_set",
  args: { name, do: verb, ...(value !== undefined && { value }) },
});
