import type { Log } from "../../kernel/log.ts";
import { createNamesInAll } from "../../kernel/names/index.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import type { Gate, Principal } from "../gate/types.ts";
import type { Catalogue } from "../hub/door.ts";
import type { Explained, Parsed, Situation } from "./phrases/index.ts";
import { createCompiler } from "./phrases/index.ts";

/** What sentences are understood with, as the servers' phrases and names are now. */
export interface Understanding {
  parse(sentence: string, situation: Situation): Parsed;
  /** how a sentence is read, or what stopped it */
  explain(sentence: string, situation: Situation): Explained;
  /** names near to what was said, of things its principal may see */
  near(sentence: string, principal: Principal): string[];
  /** the names of everything its principal may see */
  names(principal: Principal): NameEntry[];
  /** compiles now what the first sentence would wait for */
  warm(): void;
}

/** Compiled when it is first needed after a change. */
export function createUnderstanding(catalogue: Catalogue, gate: Pick<Gate, "visible">, log: Log): Understanding {
  const grammarOf = createCompiler(log);
  const compile = () => {
    const language = catalogue.language();
    const named = language.map(({ server, names, phrases }) => ({
      server,
      entries: names,
      near: createNamesInAll(names, phrases),
    }));
    return { grammar: grammarOf(language), named };
  };
  let compiled: ReturnType<typeof compile> | undefined;
  catalogue.onChange(() => {
    compiled = undefined;
  });
  const current = () => (compiled ??= compile());
  const seen = (principal: Principal) => {
    const servers = new Set(gate.visible(principal, "all").map(({ server }) => server));
    return current().named.filter(({ server }) => servers.has(server));
  };
  return {
    parse: (sentence, situation) => current().grammar.parse(sentence, situation),
    explain: (sentence, situation) => current().grammar.explain(sentence, situation),
    near: (sentence, principal) =>
      // one thing may have its name in several servers: a service, and what it is called on the network
      [...new Set(seen(principal).flatMap(({ near }) => near.near(sentence).map(({ name }) => name)))].slice(0, 3),
    names: (principal) => seen(principal).flatMap(({ entries }) => entries),
    warm: () => void current(),
  };
}
