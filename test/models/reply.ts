/** A call as a model writes it: arguments may be a text that is no JSON at all. */
export interface WrittenCall {
  name: string;
  args: unknown;
}

/** What goes wrong beside what is said: the connection, its status, or its bytes. */
export type ServerFault = "hangs" | "garbage" | "truncated" | { status: number; error: string };

/** One answer of the model. Nothing in it is an empty turn. */
export interface Reply {
  text?: string;
  calls?: readonly WrittenCall[];
  fault?: ServerFault;
}

/** What a request asked, whichever protocol it came by. */
export interface Seen {
  protocol: "ollama" | "openai";
  model: string;
  /** the system message */
  system: string;
  /** the last message of the person */
  user: string;
  /** results of tools since then, in order */
  results: readonly string[];
  tools: readonly string[];
  /** the body, byte for byte */
  body: string;
}

/** Chooses the answer to a request. */
export type Rule = (seen: Seen, turn: number) => Reply;

/** Answers one after the other, the last again and again. */
export const script =
  (...replies: readonly Reply[]): Rule =>
  (_seen, turn) =>
    replies[Math.min(turn, replies.length - 1)] ?? {};

/** One call. */
export const calling = (name: string, args: unknown): Reply => ({ calls: [{ name, args }] });
/** Words. */
export const saying = (text: string): Reply => ({ text });

/** The ways models write a call into their text; each was seen of a real one. */
export const written = {
  tag: ({ name, args }: WrittenCall): string =>
    `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`,
  fence: ({ name, args }: WrittenCall): string => `\`\`\`json\n${JSON.stringify({ name, arguments: args })}\n\`\`\``,
  bare: ({ name, args }: WrittenCall): string => JSON.stringify({ name, arguments: args }),
  parameters: ({ name, args }: WrittenCall): string => JSON.stringify({ name, parameters: args }),
  open: ({ name, args }: WrittenCall): string => `<tool_call>\n${JSON.stringify({ name, arguments: args })}`,
};
