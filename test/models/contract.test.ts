import { afterAll, beforeAll } from "vitest";
import { ollamaContract } from "./contract.ts";
import { saying, script } from "./reply.ts";
import type { ModelServer } from "./server.ts";
import { startModels } from "./server.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModels(script(saying("one two three four five six seven eight nine ten")), ["house", "plain"]);
});
afterAll(() => server.close());

ollamaContract(() => server);
