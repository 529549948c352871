import { readFileSync } from "node:fs";

/** Field of /proc/PID/stat behind the name: clock ticks since the machine started (proc(5), field 22). */
const START = 19;

/** When a process started, as text that no other process of its id has; undefined when it does not run (any more). */
export function startedAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[START];
  } catch {
    return undefined;
  }
}
