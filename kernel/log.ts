import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";

export type Fields = Record<string, unknown>;
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

const SECRET = /token|secret|password|authorization|cookie|api_?key|^pin$/i;
const CREDENTIAL = /(bearer\s+|[?&](?:token|key|access_token)=)[^\s"&]+/gi;
/** The password of an address: "mysql://user:password@host". */
const PASSWORD = /(:\/\/[^\s/:@]*:)[^\s/]+(?=@)/g;

/** The fields with every value under a secret-looking name, and every credential inside a text, replaced. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.replace(CREDENTIAL, "$1[redacted]").replace(PASSWORD, "$1[redacted]");
  if (value instanceof Error) return { name: value.name, message: redact(value.message), stack: redact(value.stack) };
  if (typeof value !== "object" || value === null) return value;
  if (depth > 6) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, SECRET.test(key) ? "[redacted]" : redact(item, depth + 1)]),
  );
}

/** A log of one JSON line a message on stderr; stdout belongs to the stdio transport. */
export function createLog(
  write: (line: string) => void = (line) => process.stderr.write(line),
  clock: Clock = systemClock,
): Log {
  const line =
    (level: string) =>
    (message: string, fields: Fields = {}) =>
      write(
        `${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, message, ...Object(redact(fields)) })}\n`,
      );
  return { info: line("info"), warn: line("warn"), error: line("error") };
}

/** A log that keeps nothing, for tests and one-shot commands. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
