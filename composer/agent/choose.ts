import type { Question, Step } from "../../kernel/wire.ts";
import type { Catalogue } from "../hub/door.ts";
import type { Planned } from "../gate/types.ts";

/** Most ways to put a choice into calls that are tried. */
const MOST = 24;

/**
 * Puts a choice where the question came from. A question does not say which argument it is about, so each text is
 * tried in turn, without effect: the right one is the one with which the question does not come again.
 */
export async function choose(
  plan: (steps: Step[]) => Promise<Planned>,
  catalogue: Pick<Catalogue, "find">,
  { steps, question }: { steps: readonly Step[]; question: Question },
  choice: string,
): Promise<{ steps: Step[]; planned: Planned }> {
  let asked: { steps: Step[]; planned: Planned } | undefined;
  let refused: { steps: Step[]; planned: Planned } | undefined;
  for (const tried of places(steps, catalogue).slice(0, MOST).map(withChoice(steps, choice))) {
    const planned = await plan(tried);
    if ("steps" in planned) return { steps: tried, planned };
    if ("refused" in planned) refused ??= { steps: tried, planned };
    else if (planned.ask.question !== question.question) asked ??= { steps: tried, planned };
  }
  return asked ?? refused ?? { steps: [...steps], planned: { refused: `${choice} does not fit there.` } };
}

interface Place {
  step: number;
  key: string;
}

/** Arguments that hold a text, then those left out that could. */
function places(steps: readonly Step[], catalogue: Pick<Catalogue, "find">): Place[] {
  const all = steps.flatMap(({ tool, args }, step) =>
    textsOf(catalogue.find(tool)?.wire.inputSchema.properties ?? {}).map((key) => ({ step, key, given: key in args })),
  );
  return [...all.filter(({ given }) => given), ...all.filter(({ given }) => !given)];
}

const textsOf = (properties: Record<string, unknown>) =>
  Object.entries(properties).flatMap(([key, schema]) =>
    typeof schema === "object" && schema && !("enum" in schema) && "type" in schema && schema.type === "string"
      ? [key]
      : [],
  );

const withChoice =
  (steps: readonly Step[], choice: string) =>
  ({ step, key }: Place): Step[] =>
    steps.map((one, index) => (index === step ? { ...one, args: { ...one.args, [key]: choice } } : one));
