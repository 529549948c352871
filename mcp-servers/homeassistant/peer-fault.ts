import { ERR_CANNOT_CONNECT, ERR_CONNECTION_LOST, ERR_INVALID_AUTH } from "home-assistant-js-websocket";
import { z } from "zod";
import { clean } from "../../kernel/text.ts";

const numbered: Record<string, string> = {
  [ERR_CANNOT_CONNECT]: "it cannot be reached",
  [ERR_INVALID_AUTH]: "it refuses the token",
  [ERR_CONNECTION_LOST]: "the connection was lost",
};
const code = z.union([z.number(), z.object({ code: z.number() }).transform((shaped) => shaped.code)]);
const shaped = z.union([
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ code: z.string() }).transform((named) => named.code.replaceAll("_", " ")),
]);
const wrapped = z.object({ error: z.unknown() }).transform(({ error }) => error);

/** One line out of the four shapes in which the protocol library throws: number, {code}, {error}, Error. */
export function faultText(thrown: unknown): string {
  const inner = wrapped.safeParse(thrown);
  const fault = inner.success && inner.data !== undefined ? inner.data : thrown;
  const number = code.safeParse(fault);
  if (number.success) return `Home Assistant: ${numbered[number.data] ?? `error ${number.data}`}.`;
  const text = shaped.safeParse(fault);
  return `Home Assistant: ${clean(text.success ? text.data : String(fault)).replace(/\.$/, "")}.`;
}

/** The promise, or an error once the time is up or the caller is gone. */
export async function within<T>(work: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  const leave = () => reject(new Error("there was no time left"));
  signal?.addEventListener("abort", leave, { once: true });
  if (signal?.aborted) leave();
  work.catch(() => {}); // what loses the race is nobody's error any more
  return Promise.race([work, over]).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", leave);
  });
}
