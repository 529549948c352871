import { address, agent, desktop, record, ssh } from "./guest.ts";
import { check, define, install, settle, start, startAgain, takeOut } from "./machine.ts";
import type { Step } from "./step.ts";
import { fillDisc, fillDisk, growDisk, makeDisc, makeDisk, makeSeed } from "./volumes.ts";
import type { Wish } from "./wish.ts";

/** The steps of each way to make a machine, in their order. */
export const STEPS: Record<Wish["way"], readonly Step[]> = {
  cloud: [check, makeDisk, fillDisk, growDisk, makeSeed, define, start, agent, address, ssh, desktop, takeOut, record],
  iso: [
    check,
    makeDisk,
    makeDisc,
    fillDisc,
    define,
    start,
    install,
    settle,
    startAgain,
    agent,
    address,
    desktop,
    record,
  ],
};
