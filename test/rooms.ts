import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

export const root = resolve(import.meta.dirname, "..");

/** Every source file of the project, by its path from the root, with its text. */
export const sources = (): { file: string; text: string }[] =>
  globSync("**/*.{ts,js}", { cwd: root, exclude: ["node_modules/**", "data/**", ".git/**"] })
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

/** Files that only tests and measurements load. */
export const isTest = (file: string): boolean =>
  /\.test\.ts$|\/testing\.ts$|\/contract\/|\/contract\.ts$|^(test|evals|bench)\/|^vitest\.config\.ts$/.test(file);

/** What a file imports or re-exports, types too: paths from the root for our own modules, names for packages. */
export function importsOf(file: string, text: string): string[] {
  const { module, program } = parseSync(file, text);
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports
      .map(({ moduleRequest: { start, end } }) => text.slice(start, end))
      .filter((given) => /^["'`]/.test(given))
      .map((given) => given.slice(1, -1)),
  ];
  if (text.includes("import("))
    new Visitor({ TSImportType: ({ source }) => void named.push(source.value) }).visit(program);
  return named.map((name) => (name.startsWith(".") ? relative(root, join(root, dirname(file), name)) : name));
}
