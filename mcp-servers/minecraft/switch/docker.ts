import { z } from "zod";
import type { Docker } from "../../../kernel/docker/index.ts";
import { dockerAt, reasonOf } from "../../../kernel/docker/index.ts";
import { PeerError, UserError } from "../../../kernel/errors.ts";
import type { Switch } from "./switch.ts";

/** Only containers with this label are touched, whatever it says. */
export const LABEL = "steward.minecraft";
/** Seconds a server has to save its world before its container is killed. */
const SAVE_S = 60;

const inspected = z.object({
  State: z.object({ Running: z.boolean() }),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
});

/** A container of a Docker engine: inspected, started and stopped, and nothing else. */
export function dockerSwitch(container: string, host: string): Switch {
  const docker: Docker = dockerAt(host);
  const path = `/containers/${encodeURIComponent(container)}`;
  const inspect = async (signal: AbortSignal) => {
    const answer = await docker("GET", `${path}/json`, signal);
    if (answer.status === 404) throw new UserError(`There is no container ${container} at ${host}.`);
    const parsed = inspected.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success)
      throw new PeerError(`Docker does not show the container ${container}: ${reasonOf(answer)}`);
    if (parsed.data.Config.Labels?.[LABEL] === undefined)
      throw new UserError(`The container ${container} has no label ${LABEL}: only those with it are switched.`);
    return parsed.data;
  };
  const act = async (verb: string, signal: AbortSignal, waits?: number) => {
    await inspect(signal);
    const answer = await docker("POST", `${path}/${verb}`, signal, waits);
    // 304: it was so already
    if (![204, 304].includes(answer.status))
      throw new PeerError(`Docker did not ${verb.split("?")[0]} the container ${container}: ${reasonOf(answer)}`);
  };
  const isRaw = host.startsWith("unix://") && host.endsWith("/docker.sock");
  return {
    isOn: async (signal) => (await inspect(signal)).State.Running,
    start: (signal) => act("start", signal, 30_000),
    stop: (signal) => act(`stop?t=${SAVE_S}`, signal, (SAVE_S + 10) * 1_000),
    notes: isRaw
      ? [`${host} is the whole engine: a socket proxy that allows only inspect, start and stop is safer`]
      : [],
  };
}
