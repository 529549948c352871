import recheck from "recheck";
import { expect, test, vi } from "vitest";
import type { Written } from "./regular-expressions.ts";
import { regularExpressions, writtenIn } from "./regular-expressions.ts";
import { isTest } from "./rooms.ts";

// The checker in this process, on every machine the same: no binary, no Java.
vi.stubEnv("RECHECK_SYNC_BACKEND", "pure");
const MOST_MS = 60_000;

/** Why a regular expression is not known to take linear time; undefined when it is. */
function faultOf({ file, line, source, flags }: Written): string | undefined {
  const told = recheck.checkSync(source, flags, { timeout: MOST_MS });
  if (told.status === "safe") return undefined;
  const why =
    told.status === "unknown"
      ? `cannot be judged (${told.error.kind})`
      : `${told.complexity.summary}, by ${told.attack.pattern}`;
  return `${file}:${line} /${source}/${flags}: ${why}`;
}

test("no regular expression takes more than linear time", { timeout: 600_000 }, () => {
  // What only tests, evals and benches run reads what they wrote themselves.
  const all = regularExpressions().filter(({ file }) => !isTest(file) && !file.endsWith("evals.ts"));
  expect(all.length).toBeGreaterThan(100);
  const distinct = new Map(all.map((one) => [`/${one.source}/${one.flags}`, one]));
  expect([...distinct.values()].flatMap((one) => faultOf(one) ?? [])).toEqual([]);
});

test("a regular expression is found however it is written, and one that can be made to hang is named", () => {
  const text = "const a = /(a+)+$/u;\n// /b/\nnew RegExp('c' ); RegExp(`d${a}e`, \"g\");\nnew RegExp(x);";
  expect(writtenIn("x.ts", text)).toEqual([
    { file: "x.ts", line: 1, source: "(a+)+$", flags: "u", computed: false },
    { file: "x.ts", line: 3, source: "c", flags: "", computed: false },
    { file: "x.ts", line: 3, source: "dworde", flags: "g", computed: true },
    { file: "x.ts", line: 4, source: "word", flags: "", computed: true },
  ]);
  const [first] = writtenIn("x.ts", text);
  expect(first && faultOf(first)).toMatch(/^x\.ts:1 \/\(a\+\)\+\$\/u: exponential, by 'a'/);
});
