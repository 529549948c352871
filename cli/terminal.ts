import type { Client } from "./client.ts";

/** What a command is given: its arguments, the way to the composer, and where it writes. */
export interface Terminal {
  args: string[];
  source: Record<string, string | undefined>;
  /** the composer; connected when it is first asked for */
  client(): Promise<Client>;
  /** a line for the person */
  print(line: string): void;
  /** a line beside the result: on stderr */
  note(line: string): void;
}

/** Runs a command; the number is the exit code, 0 unless given. @throws UserError for what its user can mend */
export type Command = (terminal: Terminal) => Promise<number | void>;
