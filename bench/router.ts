import { createRouter } from "../composer/agent/tiers/router.ts";
import { corpus } from "../evals/routing/corpus.ts";
import { demoDomains, featuresOf } from "../evals/routing/demo.ts";

const ROUNDS = 100;

/** How long the choice of a model takes, the servers a sentence touches included, over the sentences of evals/routing. */
export async function run(print: (row: object) => void): Promise<void> {
  const domains = await demoDomains();
  const router = createRouter();
  const sentences = corpus().map(({ say }) => say);
  const route = (say: string) => router.route(say, featuresOf(say, domains));
  for (const say of sentences) route(say);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const say of sentences) {
      const from = performance.now();
      route(say);
      times.push(performance.now() - from);
    }
  times.sort((one, other) => one - other);
  const at = (share: number) => Number((times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(4));
  const long = "if the lamp is on and ".repeat(5_000);
  const from = performance.now();
  route(long);
  const longMs = Number((performance.now() - from).toFixed(1));
  print({ bench: "router", sentences: sentences.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), longMs });
}
