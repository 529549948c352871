import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { LEARNED_FILE, writeLearned } from "../../composer/agent/tiers/learned.ts";
import { PRIVATE_WORDS, createPrivacy } from "../../composer/agent/tiers/privacy.ts";
import { createRouter } from "../../composer/agent/tiers/router.ts";
import { kinds } from "./corpus.ts";
import { demoDomains } from "./demo.ts";
import { learnable } from "./further.ts";
import { learn } from "./learn.ts";
import type { Row } from "./matrix.ts";
import { lineOf, matrixOf } from "./matrix.ts";

const { values } = parseArgs({ options: { check: { type: "boolean" }, over: { type: "string", multiple: true } } });
const domains = await demoDomains();
const privacy = createPrivacy({ words: PRIVATE_WORDS, tools: [] });
const all = learnable();
const print = (rows: readonly Row[]) => rows.forEach((row) => console.log(lineOf(row)));

// npm run learn -- --over FOLDER: counts of a folder with a file a kind, by what was learnt before
for (const folder of values.over ?? [])
  print(
    kinds.flatMap((kind) => {
      const file = join(folder, `${kind}.txt`);
      const said = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
      const sentences = said.map((say) => ({ kind, say }));
      return matrixOf(basename(folder), sentences, { router: createRouter(), domains, privacy });
    }),
  );
// npm run learn -- --check: each author's sentences by what is learnt of all others
if (values.check)
  for (const [author, own] of Map.groupBy(all, (one) => one.author)) {
    const others = all.filter((one) => one.author !== author);
    print(matrixOf(author, own, { router: createRouter(learn(others, domains)), domains, privacy }));
  }
if (!values.check && !values.over) writeFileSync(LEARNED_FILE, writeLearned(learn(all, domains)));
