import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";

const FILES = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
  "/icon.svg": ["icon.svg", "image/svg+xml"],
  // Under its path from the root, since pages import it by that: from ours as from those of the voice edge.
  "/kernel/browser.js": ["../../../kernel/browser.js", "text/javascript; charset=utf-8"],
} as const;

/** The page at `/`: one box and its answers. It holds no secret, so whoever reaches us may load it; all it asks needs a session. */
export function pageRoutes() {
  const app = new Hono();
  for (const [path, [file, type]] of Object.entries(FILES)) {
    const content = readFileSync(join(import.meta.dirname, "public", file), "utf8");
    app.get(path, (c) => c.body(content, 200, { "content-type": type, "cache-control": "no-cache" }));
  }
  return app;
}
