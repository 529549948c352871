import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { once } from "node:events";
import type { Counts } from "./ollama.ts";
import type { OllamaBody } from "./ollama.ts";
import { ollamaLines, ollamaWhole, readOllama } from "./ollama.ts";
import { openaiEvents, openaiWhole, readOpenai } from "./openai.ts";
import type { Reply, Rule, Seen } from "./reply.ts";

/** A model that says what a test wants, over Ollama's protocol and OpenAI's. */
export interface ModelServer {
  /** its address, without a path */
  url: string;
  /** every request for words, in order */
  seen: Seen[];
  /** Ollama: whether the model is in memory */
  isLoaded(): boolean;
  /** what it answers from now on; its turns are counted anew */
  answers(rule: Rule): void;
  close(): Promise<void>;
}

/** Nanoseconds a character of a prompt takes that is not in memory; any number does, as long as it is the same. */
const PER_CHARACTER = 1_000_000;
const LOAD = 2_000_000_000;
const NOT_OURS = { status: 404, error: "404 page not found" };

/** A protocol-level model on a free port of this machine; `models` are those it has. */
export async function startModels(rule: Rule, models: readonly string[] = ["test"]): Promise<ModelServer> {
  const seen: Seen[] = [];
  let [current, turn, held, isLoaded] = [rule, 0, "", false];

  const count = (body: string, { text = "", calls = [] }: Reply): Counts => {
    const known = commonPrefix(held, body);
    const loaded = isLoaded ? 0 : LOAD;
    [held, isLoaded] = [body, true];
    const answer = tokens(text + JSON.stringify(calls));
    return { prompt: tokens(body), answer, evaluated: (body.length - known) * PER_CHARACTER, loaded };
  };
  const next = (asked: Seen): Reply => {
    seen.push(asked);
    return models.includes(asked.model)
      ? current(asked, turn++)
      : { fault: { status: 404, error: `model "${asked.model}" not found, try pulling it first` } };
  };

  const ollamaChat = (text: string, response: ServerResponse): void => {
    const { given, seen: asked } = readOllama(text);
    if (given.messages.length === 0) {
      isLoaded = given.keep_alive !== 0;
      if (!isLoaded) held = "";
      const reason = isLoaded ? "load" : "unload";
      return sendJson(response, { model: given.model, done: true, done_reason: reason });
    }
    const reply = unable(given) ?? next(asked);
    const counts = count(JSON.stringify([given.tools, given.messages]), reply);
    const pieces = given.stream ? ollamaLines(given.model, reply, counts) : [ollamaWhole(given.model, reply, counts)];
    send(response, given.stream ? "application/x-ndjson" : "application/json", pieces, reply);
  };
  const openaiChat = (text: string, response: ServerResponse): void => {
    const { given, seen: asked } = readOpenai(text);
    const reply = next(asked);
    const counts = count(text, reply);
    const pieces = given.stream ? openaiEvents(given.model, reply, counts) : [openaiWhole(given.model, reply, counts)];
    send(response, given.stream ? "text/event-stream" : "application/json", pieces, reply, true);
  };
  const routes: Record<string, (text: string, response: ServerResponse) => void> = {
    "/api/chat": ollamaChat,
    "/v1/chat/completions": openaiChat,
    "/api/version": (_, response) => sendJson(response, { version: "0.11.4" }),
    "/api/tags": (_, response) => sendJson(response, { models: models.map((name) => ({ name, model: name })) }),
    "/api/ps": (_, response) =>
      sendJson(response, { models: isLoaded ? models.slice(0, 1).map((name) => ({ name, size: 5e9 })) : [] }),
    "/api/show": (_, response) => sendJson(response, { capabilities: ["completion", "tools"] }),
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const route = routes[new URL(request.url ?? "/", "http://models").pathname];
      if (route) route(text, response);
      else send(response, "application/json", [], { fault: NOT_OURS });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    isLoaded: () => isLoaded,
    answers(given) {
      [current, turn] = [given, 0];
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

const sendJson = (response: ServerResponse, body: object) => send(response, "application/json", [JSON.stringify(body)]);

/** Sends an answer piece by piece, or breaks it as its fault says. */
function send(
  response: ServerResponse,
  type: string,
  pieces: readonly string[],
  { fault }: Reply = {},
  isOpenai = false,
): void {
  if (fault === "hangs") return; // until the client goes away, or the server
  if (typeof fault === "object") {
    response.writeHead(fault.status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: isOpenai ? { message: fault.error } : fault.error }));
    return;
  }
  response.writeHead(200, { "content-type": type });
  if (fault === "garbage") return void response.end("<html>\u0000 not what you asked for {{{");
  if (fault === "truncated") {
    const most = pieces.join("");
    response.write(most.slice(0, Math.ceil(most.length / 2)), () => response.destroy());
    return;
  }
  for (const piece of pieces) response.write(piece);
  response.end();
}

/** What Ollama answers where a model cannot what it is asked for: "plain" has no tools, and none thinks aloud. */
function unable({ model, think, tools }: OllamaBody): Reply | undefined {
  const cannot = (what: string) => ({ fault: { status: 400, error: `${model} does not support ${what}` } });
  if (think === true) return cannot("thinking");
  return tools.length > 0 && model.startsWith("plain") ? cannot("tools") : undefined;
}

const tokens = (text: string) => Math.ceil(text.length / 4);

function commonPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
