import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isTest, root, sources } from "./rooms.ts";

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name ?? "");

test(".env.example names every setting that is read, and no other", () => {
  const listed = namesIn(readFileSync(join(root, ".env.example"), "utf8"), /^#? ?([A-Z][A-Z0-9_]+)=/gm);
  // A setting is a key of a settings shape, or read by name from the environment.
  const read = sources()
    .filter(({ file }) => !isTest(file))
    .flatMap(({ text }) =>
      namesIn(
        text,
        /(?:^ {2,}|\bsource\??\.?\[?"?|\benv\.)((?:STEWARD|HASS|DATABASE|LIBVIRT|DNS|NGINX|PIHOLE|REDIS|OLLAMA|OPENAI|MINECRAFT|GUACAMOLE|DNSMASQ|CADDY|DOCKER)_[A-Z0-9_]+)/gm,
      ),
    );
  expect(listed.toSorted()).toEqual([...new Set(read)].toSorted());
  expect(new Set(listed).size).toBe(listed.length);
});
