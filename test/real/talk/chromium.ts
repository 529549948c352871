import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { z } from "zod";

const answer = z.object({
  id: z.number().optional(),
  sessionId: z.string().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const attached = z.object({ sessionId: z.string() });
const created = z.object({ targetId: z.string() });
const evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});
const shot = z.object({ data: z.string() });

/** A tab of a real browser, spoken to by its own protocol. */
export interface Tab {
  open(url: string): Promise<void>;
  /** the value of an expression; a promise is waited for */
  evaluate(expression: string): Promise<unknown>;
  /** a picture, as PNG */
  picture(): Promise<Buffer>;
  /** as on a screen of that size, in CSS pixels */
  resize(width: number, height: number): Promise<void>;
  /** a key as a person presses it; its name, and what it writes */
  press(key: string, text?: string): Promise<void>;
  /** what the page complained of */
  complaints: string[];
  close(): Promise<void>;
}

/** Chromium without a window, whose microphone is a wav file that is heard once. */
export async function openChromium(microphone: string): Promise<Tab> {
  const profile = await mkdtemp(join(tmpdir(), "steward-chromium-"));
  const flags = [
    "--headless=new",
    "--no-sandbox", // root's
    "--disable-gpu",
    "--no-first-run",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${microphone}%noloop`,
    "about:blank",
  ];
  const browser = spawn("chromium", flags, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  for await (const text of browser.stderr.setEncoding("utf8")) {
    said += String(text);
    if (/DevTools listening on \S+/.test(said)) break;
  }
  const [, address = ""] = /DevTools listening on (\S+)/.exec(said) ?? [];
  const socket = new WebSocket(address);
  await once(socket, "open");
  const waiting = new Map<number, (told: z.infer<typeof answer>) => void>();
  const complaints: string[] = [];
  let count = 0;
  socket.on("message", (data) => {
    const told = answer.parse(JSON.parse(String(data)));
    if (told.id !== undefined) return void waiting.get(told.id)?.(told);
    if (told.method === "Runtime.exceptionThrown" || told.method === "Log.entryAdded") {
      complaints.push(JSON.stringify(told.params));
    }
  });
  const call = async (method: string, params: object = {}, sessionId?: string): Promise<unknown> => {
    const id = (count += 1);
    const { promise, resolve } = Promise.withResolvers<z.infer<typeof answer>>();
    waiting.set(id, resolve);
    socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await promise;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const { targetId } = created.parse(await call("Target.createTarget", { url: "about:blank" }));
  const { sessionId } = attached.parse(await call("Target.attachToTarget", { targetId, flatten: true }));
  const inTab = (method: string, params: object = {}) => call(method, params, sessionId);
  await Promise.all([inTab("Page.enable"), inTab("Runtime.enable"), inTab("Log.enable")]);
  const resize = async (width: number, height: number) => {
    await inTab("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 2, mobile: true });
  };
  await resize(420, 760);
  const evaluate = async (expression: string) => {
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = evaluated.parse(await inTab("Runtime.evaluate", params));
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  };
  return {
    complaints,
    evaluate,
    resize,
    async press(key, text) {
      await inTab("Input.dispatchKeyEvent", { type: text === undefined ? "rawKeyDown" : "keyDown", key, text });
      await inTab("Input.dispatchKeyEvent", { type: "keyUp", key });
    },
    async open(url) {
      await inTab("Page.navigate", { url });
    },
    picture: async () =>
      Buffer.from(shot.parse(await inTab("Page.captureScreenshot", { format: "png" })).data, "base64"),
    async close() {
      const ended = once(browser, "exit");
      await call("Browser.close").catch(() => browser.kill("SIGKILL"));
      await ended;
      socket.terminate();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
