import type { Db } from "../../db/index.ts";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Audit, AuditParts } from "./audit.ts";
import { openAudit } from "./audit.ts";
import type { AuditRecord } from "./chain.ts";
import { linesBackwards, unseal } from "./chain.ts";

/** Longest wait of a record for the database, milliseconds: half of the second that is promised. */
const COPY_MS = 500;
/** Rows at a time. */
const AT_ONCE = 50;

type Row = Pick<AuditRecord, "chain" | "seq" | "at"> & { turn: string | null; record: string };

/**
 * The audit of a composer that shares its house: its own chain in its own folder, and a copy of every record in the
 * database, where each composer reads those of all. An intent is in both before its effect.
 */
export async function openSharedAudit(parts: AuditParts, db: Db): Promise<Audit> {
  let waiting: Row[] = [];
  const local = await openAudit({ ...parts, onRecord: (line) => void waiting.push(...rowOf(line)) });
  let timer: NodeJS.Timeout | undefined;
  let isDoubtful = true;

  const copy = async () => {
    clearTimeout(timer);
    timer = undefined;
    const some = waiting;
    waiting = [];
    try {
      // What went out and was not answered may have come in.
      const last = isDoubtful ? await lastOf(db, local.chain) : -1;
      isDoubtful = true;
      const left = some.filter(({ seq }) => seq > last);
      for (let from = 0; from < left.length; from += AT_ONCE)
        await db
          .insertInto("audit")
          .values(left.slice(from, from + AT_ONCE))
          .execute();
      isDoubtful = false;
    } catch (fault) {
      waiting = [...some, ...waiting];
      throw new UserError(`Nothing was done: the audit cannot be written (${messageOf(fault)}).`, { cause: fault });
    }
  };
  let copying: Promise<void> = Promise.resolve();
  const flush = () => (copying = copying.catch(() => {}).then(copy));

  waiting = [...(await linesAfter(local.file, await lastOf(db, local.chain))), ...waiting];
  await flush();
  return {
    ...local,
    append(entry) {
      local.append(entry);
      timer ??= setTimeout(() => {
        void flush().catch((fault: unknown) => parts.log.error("the audit is not copied", { fault }));
      }, COPY_MS).unref();
    },
    async commit(entry) {
      await local.commit(entry);
      await flush();
    },
    async latest({ limit, turn }) {
      await flush();
      const all = db.selectFrom("audit").select("record");
      const some = turn === undefined ? all : all.where("turn", "=", turn);
      const newest = some.orderBy("at", "desc").orderBy("chain", "desc").orderBy("seq", "desc");
      const rows = await newest.limit(limit).execute();
      return rows.flatMap(({ record }) => unseal(Buffer.from(record)) ?? []);
    },
    async close() {
      await flush().catch((fault: unknown) => parts.log.error("the audit is not copied", { fault }));
      clearTimeout(timer);
      await local.close();
    },
  };
}

async function lastOf(db: Db, chain: string): Promise<number> {
  const last = db.selectFrom("audit").select(({ fn }) => fn.max("seq").as("seq"));
  const row = await last.where("chain", "=", chain).executeTakeFirst();
  return row?.seq === null || row?.seq === undefined ? -1 : Number(row.seq);
}

/** What a crash kept from the others. */
async function linesAfter(file: string, seq: number): Promise<Row[]> {
  const found: Row[] = [];
  for await (const { bytes } of linesBackwards(file)) {
    const [row] = rowOf(bytes.toString("utf8"));
    if (row && row.seq <= seq) break;
    if (row) found.unshift(row);
  }
  return found;
}

function rowOf(line: string): Row[] {
  const record = unseal(Buffer.from(line));
  if (!record) return [];
  const { chain, seq, at } = record;
  const turn = record["turn"];
  return [{ chain, seq, at, turn: typeof turn === "string" ? turn : null, record: line }];
}
