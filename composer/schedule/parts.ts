import type { Db } from "../../db/index.ts";
import type { Task } from "../../db/tasks/index.ts";
import type { Run } from "../../db/tasks/runs.ts";
import type { Place } from "../../kernel/calendar/index.ts";
import type { Log } from "../../kernel/log.ts";
import type { Events } from "../events/index.ts";
import type { Audit } from "../gate/audit.ts";
import type { Principals } from "../gate/principals.ts";
import type { RandomText } from "../gate/random.ts";
import type { Gate } from "../gate/types.ts";
import type { ActParts } from "./act.ts";

/** What a runner works with. */
export interface RunnerParts extends ActParts {
  db: Db;
  audit: Pick<Audit, "chain" | "latest">;
  approvals: Pick<Gate["approvals"], "ask" | "asked">;
  principals: Pick<Principals, "byId">;
  events: Pick<Events, "publish">;
  place: Place;
  log: Log;
  random: RandomText;
  /** milliseconds; LEASE_MS unless told */
  lease?: number | undefined;
}

/** Takes what is due and runs it; any number of them share one database, and none runs a time twice. */
export interface Runner {
  /** what a start and a clock that was put back ask for */
  settle(): Promise<void>;
  /** gives new tasks their first time */
  reckon(): Promise<void>;
  /** tasks that are due within so many milliseconds, the longest first */
  due(within: number, limit: number): Promise<Task[]>;
  /** epoch milliseconds */
  nextDue(): Promise<number | undefined>;
  /** Takes a task whose time has come, runs it to its end, and gives how that was; undefined where another has it. */
  take(key: string): Promise<Run | undefined>;
  /** runs nobody has: asked for, let go by whoever died, waiting for what may have come */
  loose(): Promise<Run[]>;
  /** Takes up such a run; undefined where another did. */
  takeUp(id: string): Promise<Run | undefined>;
  /** keeps what runs here, to be called well within each lease */
  beat(): Promise<void>;
  /** epoch milliseconds, by the clock it goes by */
  now(): number;
  /** milliseconds */
  lease: number;
}
