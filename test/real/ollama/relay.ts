import { once } from "node:events";
import { createServer } from "node:http";
import { z } from "zod";

/** One request for words that went through. */
export interface Relayed {
  /** everything before the user's turn, byte for byte */
  prefix: string;
  user: string;
  body: Record<string, unknown>;
}

const asked = z.looseObject({
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })),
  tools: z.unknown(),
});

/** Stands before an Ollama and notes the sentences it is asked; everything goes through. */
export async function startRelay(target: string) {
  const seen: Relayed[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces).toString();
    if (request.url === "/api/chat") note(seen, body);
    const ending = new AbortController();
    response.on("close", () => ending.abort());
    try {
      const init = request.method === "POST" ? { method: "POST", body } : {};
      const answer = await fetch(new URL(request.url ?? "/", target), { ...init, signal: ending.signal });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
      for await (const chunk of answer.body ?? []) response.write(chunk);
      response.end();
    } catch {
      response.destroy(); // whoever it is for sees what Ollama did
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function note(seen: Relayed[], text: string): void {
  const given = asked.safeParse(JSON.parse(text)).data;
  if (!given || given.messages.length === 0) return;
  const at = given.messages.findLastIndex(({ role }) => role === "user");
  const prefix = JSON.stringify([given.tools, given.messages.slice(0, at)]);
  seen.push({ prefix, user: given.messages[at]?.content ?? "", body: given });
}
