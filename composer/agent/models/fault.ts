import { PeerError, messageOf } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";

/** Why a model gave no turn: it is away or broken, asks for patience, is set up wrongly, or took too long. */
type Kind = "away" | "busy" | "setup" | "slow" | "cancelled";

/** A model that gave no turn, in one line that says what to do about it. */
export class ModelFault extends PeerError {
  override name = "ModelFault";
  readonly kind: Kind;
  constructor(kind: Kind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Who was asked, as the line names it. */
interface Who {
  /** "Ollama", or the host of the endpoint */
  server: string;
  model: string;
  /** the setting its address comes from */
  setting: string;
}

/**
 * What a fault of a model's server means. Ollama's own words were read off 0.11.4: they are all it tells a tool
 * problem from a missing model by.
 */
export function modelFault({ server, model, setting }: Who, thrown: unknown): ModelFault {
  const [said, status] = [wordsOf(thrown), statusOf(thrown)];
  const fault = (kind: Kind, line: string) => new ModelFault(kind, line, { cause: thrown });
  if (isAbort(thrown)) return fault("cancelled", `${server} was not waited for.`);
  if (/does not support tools/i.test(said))
    return fault(
      "setup",
      `${model} cannot call tools: choose another model (${server} lists "tools" for those that can).`,
    );
  if (/does not support thinking/i.test(said))
    return fault("setup", `${model} cannot think step by step, which was not asked of it: ${server} needs an update.`);
  if (/not found/i.test(said) && (status === 404 || /try pulling|model/i.test(said)))
    return fault("setup", `${server} has no model ${model}: pull it there, or choose another.`);
  if (/requires more system memory|out of memory|insufficient memory/i.test(said))
    return fault("away", `${model} does not fit into the memory that is free where ${server} runs.`);
  if (status === 401 || status === 403) return fault("setup", `${server} does not accept the key.`);
  if (status === 429) return fault("busy", `${server} asks to wait: too many requests, or the account is empty.`);
  if (status !== undefined && status >= 500) return fault("away", `${server} failed (HTTP ${status}).`);
  if (status !== undefined && status >= 400) return fault("setup", `${server} refused (HTTP ${status}): ${said}`);
  if (
    /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN|fetch failed|cannot connect/i.test(said + codeOf(thrown))
  )
    return fault("away", `${server} does not answer: is it running? (${setting})`);
  return fault("away", `${server} broke off or sent what is no answer.`);
}

const isAbort = (thrown: unknown) => thrown instanceof Error && /^(Abort|Timeout)Error$/.test(thrown.name);

/** What the server said; every layer wraps it once more. */
function wordsOf(thrown: unknown): string {
  for (const one of chain(thrown)) {
    const body = field(one, "responseBody");
    if (typeof body === "string" && body !== "") return clean(body, 200);
  }
  return clean(messageOf(chain(thrown).at(0)), 200);
}

function statusOf(thrown: unknown): number | undefined {
  for (const one of chain(thrown))
    for (const key of ["statusCode", "status_code", "status"]) {
      const status = field(one, key);
      if (typeof status === "number") return status;
    }
  return undefined;
}

const codeOf = (thrown: unknown) =>
  chain(thrown)
    .map((one) => field(one, "code"))
    .join(" ");

/** The thrown and what caused it, and the last of several tries. */
function chain(thrown: unknown, depth = 0): unknown[] {
  if (depth > 6 || typeof thrown !== "object" || thrown === null) return [thrown];
  const inner = field(thrown, "cause") ?? field(thrown, "lastError");
  return inner === undefined ? [thrown] : [thrown, ...chain(inner, depth + 1)];
}

const field = (from: unknown, key: string): unknown =>
  typeof from === "object" && from !== null && key in from ? Reflect.get(from, key) : undefined;
