import { readFileSync, readdirSync } from "node:fs";

/** Clock ticks of /proc a second (USER_HZ of Linux). */
const TICKS = 100;
const PAGE = 4096;

interface Row {
  pid: number;
  parent: number;
  /** CPU time, in milliseconds */
  cpu: number;
  /** bytes */
  rss: number;
}

/** The processes of this machine (Linux), as proc(5) tells of them. */
function processes(): Row[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const field = (index: number) => Number(fields[index - 3]);
      const cpu = ((field(14) + field(15)) * 1000) / TICKS;
      return [{ pid: Number(name), parent: field(4), cpu, rss: field(24) * PAGE }];
    } catch {
      return []; // it ended meanwhile
    }
  });
}

/** CPU milliseconds of a process and of it with all it started, and their resident bytes. */
export function measure(root: number) {
  const all = processes();
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  const rows = all.filter(({ pid }) => tree.has(pid));
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    self: rows.find(({ pid }) => pid === root)?.cpu ?? 0,
    tree: sum(({ cpu }) => cpu),
    rss: sum(({ rss }) => rss),
  };
}
