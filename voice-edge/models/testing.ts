import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { portOf } from "../../kernel/serve.ts";
import type { Model } from "./known.ts";

/** A folder that goes with its test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "steward-voice-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Makes a model of one file out of bytes. */
export const modelOf = (name: string, content: Buffer): Model => ({
  name,
  use: "for tests",
  licence: "CC0",
  files: [
    {
      file: `${name}.bin`,
      bytes: content.byteLength,
      sha256: createHash("sha256").update(content).digest("hex"),
      from: `shelf/${name}.bin`,
    },
  ],
});

/** A server on loopback that goes with its test. */
export async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server.address())}/` };
}
