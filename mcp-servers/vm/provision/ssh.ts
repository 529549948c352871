import { connect } from "node:net";

const ANSWER_MS = 3_000;
const LINE_BYTES = 255;

/** The greeting of an ssh server (RFC 4253, 4.2); undefined where none answers in time. */
export async function greetingOf(host: string, port: number, outer: AbortSignal): Promise<string | undefined> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(ANSWER_MS)]);
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const socket = connect({ host, port });
  const end = () => resolve(undefined);
  let got = "";
  socket.on("data", (piece) => {
    got += piece.toString("latin1");
    const [line = "", rest] = got.split("\r\n", 2);
    if (rest !== undefined || got.length > LINE_BYTES) resolve(line.startsWith("SSH-") ? line : undefined);
  });
  socket.once("error", end);
  socket.once("close", end);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", end);
    socket.destroy();
  }
}
