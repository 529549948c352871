import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../../db/testing.ts";
import { silentLog } from "../../kernel/log.ts";
import { openAudit } from "./audit.ts";
import { verifyAudit } from "./chain.ts";
import { systemRandom } from "./random.ts";
import { openSharedAudit } from "./shared-audit.ts";
import { scratch } from "./testing.ts";

/** Composers that share a database, each with a folder of its own. */
async function house() {
  const { kysely: db, close } = await freshDatabase();
  onTestFinished(close);
  const clock = { time: 1_000, now: () => clock.time++ };
  const parts = (folder: string) => ({ folder, clock, random: systemRandom, log: silentLog });
  return {
    db,
    parts,
    async composer(folder = scratch()) {
      const audit = await openSharedAudit(parts(folder), db);
      return { audit, folder };
    },
  };
}

test("each keeps its own chain, and reads what all did", async () => {
  const { composer } = await house();
  const [one, other] = [(await composer()).audit, (await composer()).audit];
  await one.commit({ kind: "intent", turn: "t1" });
  other.append({ kind: "outcome", turn: "t2" });
  await other.commit({ kind: "intent", turn: "t1" });
  const said = async (turn?: string) =>
    (await one.latest({ limit: 10, ...(turn && { turn }) })).map(({ kind, chain }) => [kind, chain]);
  expect(await said()).toEqual([
    ["intent", other.chain],
    ["outcome", other.chain],
    ["intent", one.chain],
  ]);
  expect(await said("t1")).toEqual([
    ["intent", other.chain],
    ["intent", one.chain],
  ]);
  await one.close();
  await other.close();
  expect(await verifyAudit(one.file)).toMatchObject({ ok: true, records: 1 });
});

test("what a crash kept from the others comes when its composer is back", async () => {
  const { composer, parts } = await house();
  const { audit, folder } = await composer();
  await audit.commit({ kind: "intent", turn: "t1" });
  await audit.close();
  const alone = await openAudit(parts(folder)); // written, and killed before the copy
  await alone.commit({ kind: "outcome", turn: "t1" });
  await alone.close();
  const again = (await composer(folder)).audit;
  expect((await again.latest({ limit: 10 })).map(({ kind, seq }) => `${seq} ${kind}`)).toEqual([
    "1 outcome",
    "0 intent",
  ]);
  await again.commit({ kind: "turn", turn: "t1" });
  expect((await again.latest({ limit: 1 }))[0]).toMatchObject({ kind: "turn", seq: 2 });
  await again.close();
});

test("an intent that the database does not take stops its effect; what was written follows once it does", async () => {
  const { composer, db } = await house();
  const { audit } = await composer();
  await db.schema.alterTable("audit").renameTo("away").execute();
  await expect(audit.commit({ kind: "intent", turn: "t1" })).rejects.toThrow(
    /^Nothing was done: the audit cannot be written/,
  );
  await db.schema.alterTable("away").renameTo("audit").execute();
  await audit.commit({ kind: "intent", turn: "t2" });
  expect((await audit.latest({ limit: 10 })).map(({ seq, turn }) => `${seq} ${String(turn)}`)).toEqual([
    "1 t2",
    "0 t1",
  ]);
  await audit.close();
});
