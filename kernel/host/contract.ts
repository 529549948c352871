import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HostAway, HostDrift, HostRefused } from "./host.ts";
import type { Host, HostRules } from "./host.ts";

type Rule = HostRules["sets"][string];

/** What every form of a host keeps to, with real files and commands; `open` gives a host with one set, "names". */
export function hostContract(form: string, open: (rule: Rule & { base: string }) => Host): void {
  describe(form, () => {
    let base: string;
    let folder: string;
    let host: Host;
    beforeEach(() => {
      base = mkdtempSync(join(tmpdir(), "steward-host-"));
      chmodSync(base, 0o755);
      folder = join(base, "names");
      mkdirSync(folder);
      // Refuses a file that says "bad"; loads what is there, unless it is told to fail.
      writeFileSync(
        join(base, "check"),
        `if grep -q bad ${folder}/* 2>/dev/null; then echo "error: bad line" >&2; exit 1; fi`,
      );
      writeFileSync(
        join(base, "load"),
        `[ ! -f ${base}/broken ] || { echo "not running" >&2; exit 1; }; echo loaded >> ${base}/loads`,
      );
      writeFileSync(join(base, "loads"), "");
      host = open({ base, folder, test: ["sh", join(base, "check")], reload: ["sh", join(base, "load")] });
    });
    afterEach(async () => {
      await host.close();
      rmSync(base, { recursive: true });
    });
    const put = (generation: number, files: Record<string, string>, overwrite?: string[]) =>
      host.put(
        { name: "names", generation, files: new Map(Object.entries(files)) },
        { ...(overwrite && { overwrite }) },
      );
    const there = () =>
      Object.fromEntries(
        readdirSync(folder)
          .filter((name) => !name.startsWith("."))
          .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
      );
    const loads = () => readFileSync(join(base, "loads"), "utf8").split("\n").length - 1;

    test("a folder comes to hold exactly our files, and is loaded once a change", async () => {
      await put(1, { "a.conf": "one\n", "b.conf": "no newline at the end, ü and \u0001" });
      expect(there()).toEqual({ "a.conf": "one\n", "b.conf": "no newline at the end, ü and \u0001" });
      await put(2, { "a.conf": "one\n", "c.conf": "" });
      expect(there()).toEqual({ "a.conf": "one\n", "c.conf": "" });
      await put(3, { "a.conf": "one\n", "c.conf": "" });
      expect(loads()).toBe(2);
      expect(await host.state("names")).toMatchObject({ generation: 3, drifted: [], foreign: [] });
    });

    test("what the test refuses leaves everything as it was, and tells its words", async () => {
      await put(1, { "a.conf": "one" });
      await expect(put(2, { "a.conf": "bad", "b.conf": "two" })).rejects.toThrow(HostRefused);
      await expect(put(2, { "a.conf": "bad" })).rejects.toThrow("error: bad line");
      expect(there()).toEqual({ "a.conf": "one" });
      expect(await host.state("names")).toMatchObject({ generation: 1, drifted: [] });
      expect(loads()).toBe(1);
    });

    test("what cannot be loaded is taken back, and waits", async () => {
      writeFileSync(join(base, "broken"), "");
      await expect(put(1, { "a.conf": "one" })).rejects.toThrow(HostAway);
      expect(there()).toEqual({});
      rmSync(join(base, "broken"));
      await put(1, { "a.conf": "one" });
      expect(there()).toEqual({ "a.conf": "one" });
    });

    test("files that others changed or made are named and left, until it is said that they may go", async () => {
      await put(1, { "a.conf": "one", "b.conf": "two", "c.conf": "three" });
      writeFileSync(join(folder, "a.conf"), "mine");
      writeFileSync(join(folder, "d.conf"), "also mine");
      rmSync(join(folder, "b.conf"));
      expect(await host.state("names")).toMatchObject({ drifted: ["a.conf", "b.conf"], foreign: ["d.conf"] });
      const wanted = { "a.conf": "one!", "b.conf": "two", "d.conf": "four" };
      const drift = await put(2, wanted).catch((thrown: unknown) => thrown);
      expect(drift).toBeInstanceOf(HostDrift);
      expect(drift).toMatchObject({ files: ["a.conf", "d.conf"] });
      expect(there()).toEqual({ "a.conf": "mine", "b.conf": "two", "d.conf": "also mine" });
      await put(3, wanted, ["a.conf", "d.conf"]);
      expect(there()).toMatchObject({ "a.conf": "one!", "b.conf": "two", "d.conf": "four" });
      const aside = Object.entries(there()).filter(([name]) => name.includes(".edited-"));
      expect(aside.map(([, content]) => content).toSorted()).toEqual(["also mine", "mine"]);
    });

    test("two hundred files are one change", async () => {
      const many = Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [`s${index}.conf`, `server ${index};\n`]),
      );
      await put(1, many);
      expect(there()).toEqual(many);
      expect(loads()).toBe(1);
    });

    test.each(["../up.conf", ".hidden", "a b", "-rf", "a/b", "A.conf", ""])("no file is called %j", async (name) => {
      await expect(put(1, { [name]: "x" })).rejects.toThrow("is no name of a file");
      expect(existsSync(join(base, "up.conf"))).toBe(false);
    });
  });
}
