import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  "/voice": ["index.html", HTML],
  "/voice/talk.js": ["talk.js", SCRIPT],
  "/voice/sound.js": ["sound.js", SCRIPT],
  "/voice/microphone.js": ["microphone.js", SCRIPT],
  "/voice/talk.css": ["talk.css", "text/css; charset=utf-8"],
};

export const isPageFile = (path: string): boolean => Object.hasOwn(FILES, path);

/** The talk page and its files; read when they are first asked for. */
export function pageRoutes() {
  const app = new Hono();
  for (const [path, [file, type]] of Object.entries(FILES)) {
    let content: string | undefined;
    app.get(path, (c) => {
      content ??= readFileSync(join(import.meta.dirname, "../public", file), "utf8");
      return c.body(content, 200, { "content-type": type, "cache-control": "no-cache" });
    });
  }
  return app;
}
