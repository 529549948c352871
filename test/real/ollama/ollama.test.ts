import { afterAll, beforeAll, describe } from "vitest";
import { ollamaContract } from "../../models/contract.ts";
import type { RealOllama } from "./launch.ts";
import { startOllama } from "./launch.ts";

let ollama: RealOllama;
beforeAll(async () => {
  ollama = await startOllama();
});
afterAll(() => ollama.close());

describe("what is relied on", () => ollamaContract(() => ollama));
