import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";
import type { Exec } from "../../kernel/exec.ts";
import type { Log } from "../../kernel/log.ts";
import type { Models } from "../models/index.ts";
import type { VoiceSettings } from "../settings.ts";
import type { Engine } from "./engine.ts";
import { createDecoder, createLocal } from "./local.ts";
import { createRemote } from "./remote.ts";
import { createSphinx, hasSphinx } from "./sphinx.ts";

export interface EngineParts {
  settings: VoiceSettings;
  models: Models;
  fetch: typeof fetch;
  exec: Exec;
  log: Log;
}

/** Which engine hears now. */
export interface Engines {
  /** @throws UserError when none can hear: what is missing, and what brings it */
  choose(): Promise<Engine>;
  /** the model of an engine that failed is looked at: one that is broken is taken away, and fetched when it is needed */
  doubt(engine: Engine): Promise<UserError | undefined>;
  close(): Promise<void>;
}

const MB = 1_000_000;

/**
 * By the settings; with nothing set Whisper on this machine. Until its model is here, which the first who speaks has
 * fetched, commands are heard by a grammar where that is installed.
 */
export function createEngines({ settings, models, fetch, exec, log }: EngineParts): Engines {
  const { STEWARD_STT: kind, STEWARD_STT_MODEL: model, STEWARD_STT_URL: url } = settings;
  const decoder = createDecoder(log);
  const sphinx = createSphinx({ exec, decoder });
  const remote =
    url &&
    createRemote({ url, key: settings.STEWARD_STT_KEY, model: settings.STEWARD_STT_REMOTE_MODEL, fetch, decoder });
  let local: Engine | undefined;
  let fetching: { bytes: number; fault?: unknown; isOver: boolean } | undefined;

  const pull = () => {
    if (fetching && !fetching.isOver) return fetching;
    const failedBefore = fetching?.fault;
    const now: NonNullable<typeof fetching> = { bytes: 0, isOver: false, fault: failedBefore };
    fetching = now;
    models
      .need(model, { onBytes: (bytes) => (now.bytes = bytes) })
      .catch((thrown: unknown) => {
        now.fault = thrown;
        log.warn("model is not here", { model, why: messageOf(thrown) });
      })
      .finally(() => (now.isOver = true));
    return now;
  };
  const whyNot = async (): Promise<UserError> => {
    const { bytes, fault } = pull();
    const all = (await models.list()).find(({ name }) => name === model)?.bytes ?? 0;
    const state = `${Math.round(bytes / MB)} of ${Math.round(all / MB)} MB are here`;
    const help = "Or install Debian's pocketsphinx and pocketsphinx-en-us, which hear commands without a download";
    if (fault === undefined)
      return new PeerError(`The model ${model} is being fetched (${state}). Try again in a moment.`);
    return new UserError(`${messageOf(fault)} Try \`steward models pull\`. ${help}.`);
  };
  return {
    async choose() {
      if (kind === "grammar") {
        if (hasSphinx()) return sphinx;
        throw new UserError("STEWARD_STT=grammar needs Debian's pocketsphinx and pocketsphinx-en-us.");
      }
      if (remote) return remote;
      const [path] = (await models.have(model)) ?? [];
      if (path !== undefined)
        return (local ??= createLocal({ model, path, engine: kind === "remote" ? undefined : kind, log }));
      const fault = await whyNot();
      if (hasSphinx()) return sphinx;
      throw fault;
    },
    async doubt(engine) {
      if (engine !== local || (await models.verify(model)) === "right") return undefined;
      await local.close();
      local = undefined;
      return new PeerError(
        `The model ${model} was broken and has been taken away. It is fetched again: try in a moment.`,
      );
    },
    async close() {
      await Promise.all([sphinx.close(), decoder.close(), local?.close()]);
    },
  };
}
