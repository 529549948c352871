import { readFile } from "node:fs/promises";

const EVERY_MS = 100;
const PAGE = 4096;

/** Tells once when a process holds more memory than it may (Linux; elsewhere only its deadlines hold it). Gives what ends the watch. */
export function watchMemory(pid: number | undefined, most: number, onMore: () => void): () => void {
  const timer = setInterval(() => void look(), EVERY_MS).unref();
  const look = async () => {
    const [, resident = "0"] = (await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "")).split(" ");
    if (Number(resident) * PAGE <= most) return;
    clearInterval(timer);
    onMore();
  };
  return () => clearInterval(timer);
}
