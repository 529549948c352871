import { execFile } from "node:child_process";
import { PeerError } from "./errors.ts";

export interface ExecOptions {
  /** milliseconds until the command is killed */
  timeout: number;
  signal?: AbortSignal;
  input?: string;
}
export type Exec = (file: string, args: readonly string[], options: ExecOptions) => Promise<string>;

/**
 * Runs a fixed command with an argument array, never a shell, and gives its stdout.
 * @throws PeerError with the line of stderr that tells why when it fails, is missing or takes too long
 */
export const exec: Exec = (file, args, { timeout, signal, input }) =>
  new Promise((resolve, reject) => {
    const child = execFile(file, [...args], { timeout, signal, killSignal: "SIGKILL" }, (fault, stdout, stderr) => {
      if (!fault) return resolve(stdout);
      const why = fault.killed ? `took longer than ${timeout} ms` : told(stderr) || fault.message;
      reject(new PeerError(`${file} failed: ${why}`, { cause: fault }));
    });
    child.stdin?.on("error", () => {}); // a command that does not read its input closes the pipe
    child.stdin?.end(input);
  });

/** The first line that calls itself an error, else the last: some sum up what they said before. */
function told(stderr: string): string | undefined {
  const lines = stderr.trim().split("\n");
  return lines.find((line) => /\b(emerg|error|fatal)\b/i.test(line)) ?? lines.at(-1);
}
