import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { listed } from "../../kernel/text.ts";
import { download, isWhole, sizeOf } from "./download.ts";
import type { Model } from "./known.ts";
import { PLACE, known } from "./known.ts";

/** How much of a model is on this machine. */
export interface Shelf extends Model {
  /** bytes of all its files */
  bytes: number;
  /** bytes that are here, finished or not */
  here: number;
  /** all files are here in their full size */
  isHere: boolean;
}

/** The models of this machine. Nothing is bundled: each is fetched when it is first needed. */
export interface Models {
  list(): Promise<Shelf[]>;
  /** paths of a model's files, fetched where one is missing; who needs the same one meanwhile waits for the same. @throws UserError in one line */
  need(name: string, options?: Need): Promise<string[]>;
  /** the same without fetching: undefined where a file is missing */
  have(name: string): Promise<string[] | undefined>;
  /** whether each file is what it should be, by its sum; one that is not is taken away */
  verify(name: string): Promise<"right" | "wrong" | "missing">;
}

interface Need {
  signal?: AbortSignal;
  onBytes?(bytes: number): void;
}

export interface ModelParts {
  folder: string;
  /** instead of where models come from: a mirror, by the same paths */
  place?: string;
  models?: readonly Model[];
  fetch: typeof fetch;
  log: Log;
}

export function createModels({ folder, place = PLACE, models = known, fetch, log }: ModelParts): Models {
  const coming = new Map<string, Promise<string[]>>();
  const pathOf = (file: string) => join(folder, file);
  const find = (name: string): Model => {
    const found = models.find((model) => model.name === name);
    if (!found) throw new UserError(`There is no model ${JSON.stringify(name)}. Known: ${listed(namesOf(models))}.`);
    return found;
  };
  const have = async (name: string) => {
    const { files } = find(name);
    const sizes = await Promise.all(files.map(({ file }) => sizeOf(pathOf(file))));
    return files.every(({ bytes }, at) => sizes[at] === bytes) ? files.map(({ file }) => pathOf(file)) : undefined;
  };
  const fetchAll = async (model: Model, { signal, onBytes }: Need): Promise<string[]> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    log.info("model is fetched", { model: model.name, bytes: sizeOfAll(model), licence: model.licence });
    let before = 0;
    for (const { file, from, ...expected } of model.files) {
      const path = pathOf(file);
      const soFar = before;
      const onMore = onBytes && ((bytes: number) => onBytes(soFar + bytes));
      if ((await sizeOf(path)) !== expected.bytes) {
        const url = new URL(from, place).href;
        await download({ path, url, expected, fetch, signal, onBytes: onMore }).catch((thrown: unknown) => {
          throw toldOf(model, thrown);
        });
      }
      before += expected.bytes;
    }
    log.info("model is here", { model: model.name });
    return model.files.map(({ file }) => pathOf(file));
  };
  return {
    list: () =>
      Promise.all(
        models.map(async (model) => {
          const sizes = await Promise.all(
            model.files.map(async ({ file }) => (await sizeOf(pathOf(file))) || sizeOf(`${pathOf(file)}.part`)),
          );
          const here = sizes.reduce((sum, size) => sum + size, 0);
          return { ...model, bytes: sizeOfAll(model), here, isHere: (await have(model.name)) !== undefined };
        }),
      ),
    have,
    async need(name, options = {}) {
      const model = find(name);
      const there = await have(name);
      if (there) return there;
      const shared = coming.get(name) ?? fetchAll(model, options).finally(() => coming.delete(name));
      coming.set(name, shared);
      return shared;
    },
    async verify(name) {
      const { files } = find(name);
      if (!(await have(name))) return "missing";
      let isRight = true;
      for (const { file, ...expected } of files) {
        if (await isWhole(pathOf(file), expected)) continue;
        await rm(pathOf(file));
        isRight = false;
      }
      return isRight ? "right" : "wrong";
    },
  };
}

const namesOf = (models: readonly Model[]) => models.map(({ name }) => name);
const sizeOfAll = ({ files }: Model) => files.reduce((sum, { bytes }) => sum + bytes, 0);

function toldOf({ name }: Model, thrown: unknown): unknown {
  if (thrown instanceof PeerError) {
    return new PeerError(`The model ${name} could not be fetched: ${messageOf(thrown)}`, { cause: thrown });
  }
  const isOurs = thrown instanceof UserError || (thrown instanceof Error && "code" in thrown);
  return isOurs ? new UserError(`The model ${name} could not be fetched: ${messageOf(thrown)}`) : thrown;
}
