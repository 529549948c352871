import type { Clock } from "../../kernel/clock.ts";
import type { Tool } from "../../kernel/tool.ts";
import { vmCredentials, vmDesktop } from "./desktop-tool.ts";
import type { Desktop } from "./desktop/index.ts";
import { vmList } from "./list.ts";
import type { Machines } from "./machines.ts";
import { hasDevice, vmNetwork } from "./network/tool.ts";
import { vmPower } from "./power.ts";
import type { Opening } from "./provision/tools.ts";
import { vmProvision, vmProvisionStep, vmProvisions } from "./provision/tools.ts";
import { vmDrift, vmForget, vmImport, vmRecord, vmRecordRestore } from "./records.ts";
import { vmRevert, vmSnapshotDelete, vmSnapshots } from "./snapshots.ts";

/** Every tool of the machines. */
export const vmTools = (machines: Machines, desktop: Desktop, provisions: Opening, clock: Clock): Tool[] => [
  vmList(machines),
  vmPower(machines, clock),
  vmDesktop(machines, desktop),
  vmSnapshots(machines),
  vmRevert(machines),
  vmSnapshotDelete(machines),
  vmRecord(machines),
  vmRecordRestore(machines),
  vmForget(machines),
  vmCredentials(machines, desktop),
  vmImport(machines),
  vmDrift(machines),
  vmNetwork(machines, hasDevice),
  vmProvision(provisions),
  vmProvisions(provisions),
  vmProvisionStep(provisions),
];
