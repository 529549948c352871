import { connect } from "node:net";

/** What answers where a desktop is looked for. */
export type Seen = "reachable" | "nobody listens" | "no answer" | "what listens there is no RDP";

/** TPKT (RFC 1006) around an X.224 connection request that offers TLS and CredSSP ([MS-RDPBCGR] 2.2.1.1): 19 bytes. */
const REQUEST = Buffer.from([3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0]);
/** TPKT's version, and the connection confirm of X.224. */
const VERSION = 3;
const CONFIRM = 0xd0;
const ANSWER_MS = 2_000;

/** Whether a desktop answers: one connection request, its confirm, and nothing more. */
export async function probeDesktop(host: string, port: number, outer: AbortSignal): Promise<Seen> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(ANSWER_MS)]);
  const { promise, resolve } = Promise.withResolvers<Seen>();
  const socket = connect({ host, port });
  const end = () => resolve("no answer");
  let got = Buffer.alloc(0);
  socket.once("connect", () => socket.write(REQUEST));
  socket.on("data", (piece) => {
    got = Buffer.concat([got, piece]).subarray(0, REQUEST.length);
    if (got[0] !== VERSION) resolve("what listens there is no RDP");
    else if (got.length > 5) resolve(got[5] === CONFIRM ? "reachable" : "what listens there is no RDP");
  });
  socket.once("close", () => resolve(got.length > 0 ? "what listens there is no RDP" : "no answer"));
  socket.once("error", (fault: NodeJS.ErrnoException) =>
    resolve(fault.code === "ECONNREFUSED" ? "nobody listens" : "no answer"),
  );
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", end);
    socket.destroy();
  }
}
