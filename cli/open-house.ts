import type { Upgrade } from "../composer/http/listen.ts";
import { listen } from "../composer/http/listen.ts";
import { createComposer } from "../composer/index.ts";
import type { Lock } from "../composer/lock.ts";
import { systemClock } from "../kernel/clock.ts";
import type { Source } from "../kernel/environment.ts";
import type { Log } from "../kernel/log.ts";
import { createLog, silentLog } from "../kernel/log.ts";
import { servers } from "../mcp-servers/index.ts";
import { mountVoice } from "./voice.ts";

interface Opening {
  source: Source;
  /** instead of STEWARD_PORT; then on 127.0.0.1 alone, and without a log */
  port?: number;
  /** of the data folder, which goes with the house */
  lock: Lock;
}

/** A composer that listens and is ready. @throws UserError when a setting is wrong or the port is taken */
export async function openHouse({ source, port, lock }: Opening) {
  let isReady = false;
  const full = createLog();
  // What goes well until then is told by the welcome.
  const log =
    port === undefined
      ? { ...full, info: (...line: Parameters<Log["info"]>) => isReady && full.info(...line) }
      : silentLog;
  // A house that is opened for one command is not there in time for tasks.
  const schedule = port === undefined ? "timers" : "ticks";
  const composer = await createComposer({ source, definitions: servers, clock: systemClock, log, schedule });
  const { STEWARD_HOST, STEWARD_PORT } = composer.settings;
  const where = port === undefined ? { host: STEWARD_HOST, port: STEWARD_PORT } : { host: "127.0.0.1", port };
  const voice = await mountVoice(composer, source, log).catch(async (thrown: unknown) => {
    await composer.close();
    throw thrown;
  });
  const onUpgrade: Upgrade = (...sent) => void voice.onUpgrade(...sent);
  const listening = await listen(composer.app, { ...where, onUpgrade }).catch(async (thrown: unknown) => {
    await voice.close();
    await composer.close();
    throw thrown;
  });
  composer.listensAt(listening.url);
  lock.announce({ pid: process.pid, url: listening.url });
  await composer.ready.catch(async (thrown: unknown) => {
    await listening.close(); // what listens would keep the process
    await voice.close();
    await composer.close();
    throw thrown;
  });
  isReady = true;
  return {
    composer,
    url: listening.url,
    async close() {
      await voice.close(); // its sockets would keep what listens
      await listening.close();
      await composer.close();
      lock.release();
    },
  };
}
