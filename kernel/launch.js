// Plain JavaScript, so that an old Node can read it and say what is wrong: it knows no .ts.
import { fileURLToPath } from "node:url";

const NEEDED = 24;

/**
 * Runs a program of ours, or says in one line that this Node is too old for it.
 * @param {URL} program
 */
export async function launch(program) {
  const { node } = process.versions;
  if (Number(node.split(".")[0]) >= NEEDED) {
    const { enableCompileCache } = await import("node:module");
    // Types are stripped and scripts compiled once: a command starts in half the time. Not in /tmp, where others write.
    enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/steward", import.meta.url)));
    return void (await import(program.href));
  }
  process.stderr.write(
    `Steward needs Node ${NEEDED} or newer, and this is ${node}. \`npm install\` brings one along for \`npm start\` and \`npm run\`.\n`,
  );
  process.exitCode = 1;
}
