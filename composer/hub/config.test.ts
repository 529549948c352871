import { expect, test } from "vitest";
import { parseServers, readServers } from "./config.ts";

const faultsOf = (entry: unknown, name = "one") =>
  parseServers(JSON.stringify({ mcpServers: { [name]: entry, good: { command: "x" } } })).faults;

test("the usual form is read, with our additions and without their defaults", () => {
  const mcpServers = {
    files: { command: "npx", args: ["-y", "files"], env: { A: "1" }, type: "stdio", prefix: "fs", local: true },
    far: { url: "https://far.example/mcp", headers: { Authorization: "Bearer x" }, trust: true, accept: ["one"] },
    off: { command: "x", disabled: true },
  };
  expect(parseServers(JSON.stringify({ mcpServers }))).toEqual({
    specs: [
      {
        name: "files",
        command: "npx",
        args: ["-y", "files"],
        env: { A: "1" },
        prefix: "fs",
        local: true,
        private: false,
        trust: false,
        accept: [],
        disabled: false,
      },
      {
        name: "far",
        url: "https://far.example/mcp",
        headers: { Authorization: "Bearer x" },
        trust: true,
        local: false,
        private: false,
        accept: ["one"],
        disabled: false,
      },
    ],
    faults: [],
  });
});

test.each([
  [{}, 'needs "command" or "url"'],
  [{ command: "x", url: "http://a" }, 'needs "command" or "url", not both'],
  [{ command: "" }, "command: Too small: expected string to have >=1 characters"],
  [{ command: "x", args: "y" }, "args: Invalid input: expected array, received string"],
  [{ command: "x", env: { A: 1 } }, "env.A: Invalid input: expected string, received number"],
  [{ url: "file:///etc" }, "url: Invalid URL"],
  [{ command: "x", trust: "yes" }, "trust: Invalid input: expected boolean, received string"],
  [{ command: "x", prefix: "a b" }, "prefix: letters, digits, - and _, at most 31"],
  ["x", 'needs "command" or "url"'],
])("%j is refused in one line, and the others start", (entry, fault) => {
  expect(faultsOf(entry)).toEqual([{ server: "one", fault }]);
});

test("a name with other characters is refused", () => {
  expect(faultsOf({ command: "x" }, "a\u202eb\n")).toEqual([
    { server: "a b", fault: "a name has letters, digits, -, _ and ., at most 63" },
  ]);
});

test.each(["", "{", "[]", '{"mcpServers": []}'])("a file of %j is refused whole", (text) => {
  expect(parseServers(text, "my.json")).toEqual({
    specs: [],
    faults: [
      { server: "servers.json", fault: 'my.json is not of the form {"mcpServers": {name: {command} or {url}}}' },
    ],
  });
});

test("no file is no servers, unless it was asked for by name", () => {
  expect(readServers("/no/such.json")).toEqual({ specs: [], faults: [] });
  expect(readServers("/no/such.json", true).faults).toEqual([
    { server: "servers.json", fault: "/no/such.json is not there" },
  ]);
});
