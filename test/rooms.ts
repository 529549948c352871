import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** Every source file of the project, by its path from the root, with its text. */
export const sources = (): { file: string; text: string }[] =>
  globSync("**/*.{ts,js}", { cwd: root, exclude: ["node_modules/**", "data/**", ".git/**"] })
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

/** Files that only tests and measurements load. */
export const isTest = (file: string): boolean =>
  /\.test\.ts$|\/testing\.ts$|\/contract\/|\/contract\.ts$|^(test|evals|bench)\/|^vitest\.config\.ts$/.test(file);

// What a file names when it imports or re-exports; types count too.
const IMPORTS =
  /(?:^|\n)\s*(?:import|export)\s[^;"'`]*?\bfrom\s*"([^"]+)"|(?:^|\n)\s*import\s*"([^"]+)"|\bimport\(\s*["'`]([^"'`]+)/g;

/** What a file imports: paths from the root for our own modules, names for packages. */
export const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(IMPORTS)]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "")
    .map((name) => (name.startsWith(".") ? relative(root, join(root, dirname(file), name)) : name));
