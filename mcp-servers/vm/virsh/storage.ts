import type { Storage } from "../driver.ts";
import { volumeXml } from "../xml-of.ts";
import type { Virsh } from "./command.ts";
import { fieldsOf, linesOf, withFile } from "./command.ts";

/** How long an upload may take: whoever asks for one says when it is enough. */
const UPLOAD_MS = 24 * 3_600_000;

/** Pools and volumes by the command line; what is uploaded goes through a file of ours. */
export function virshStorage(virsh: Virsh): Storage {
  const pathOf = async (pool: string, name: string, signal: AbortSignal) =>
    (await virsh(["vol-path", `--pool=${pool}`, `--vol=${name}`], signal)).trim();
  const infoOf = async (pool: string, name: string, signal: AbortSignal) =>
    fieldsOf(await virsh(["vol-info", "--bytes", `--pool=${pool}`, `--vol=${name}`], signal));
  return {
    async pools(signal) {
      const names = linesOf(await virsh(["pool-list", "--all", "--name"], signal));
      return Promise.all(
        names.map(async (name) => {
          const fields = fieldsOf(await virsh(["pool-info", "--bytes", `--pool=${name}`], signal));
          const availableBytes = Number(fields.get("Available") ?? 0);
          return { name, active: fields.get("State") === "running", availableBytes };
        }),
      );
    },
    async volumes(pool, signal) {
      // Names may have spaces; a path stands behind two of them.
      const lines = linesOf(await virsh(["vol-list", `--pool=${pool}`], signal));
      const names = lines.map((line) => line.split("  ")[0] ?? line);
      return Promise.all(
        names.map(async (name) => {
          const [path, fields] = await Promise.all([pathOf(pool, name, signal), infoOf(pool, name, signal)]);
          return { name, path, bytes: Number.parseInt(fields.get("Capacity") ?? "0", 10) };
        }),
      );
    },
    async create(pool, wanted, signal) {
      await virsh(["vol-create", `--pool=${pool}`], signal, volumeXml(wanted));
      return pathOf(pool, wanted.name, signal);
    },
    async upload(pool, name, content, bytes, signal) {
      const words = ["vol-upload", `--pool=${pool}`, `--vol=${name}`, `--length=${bytes}`];
      await withFile(content, (file) => virsh([...words, `--file=${file}`], signal, undefined, UPLOAD_MS));
    },
    async resize(pool, name, bytes, signal) {
      await virsh(["vol-resize", `--pool=${pool}`, `--vol=${name}`, `--capacity=${bytes}B`], signal);
    },
    async remove(pool, name, signal) {
      await virsh(["vol-delete", `--pool=${pool}`, `--vol=${name}`], signal);
    },
  };
}
