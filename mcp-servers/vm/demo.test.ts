import { systemClock } from "../../kernel/clock.ts";
import { machineContract } from "./contract/suite.ts";
import { demoHost } from "./demo.ts";

machineContract("the demo house", async () => {
  const host = demoHost(systemClock, 20);
  return { host, machine: "main-endeavouros", close: host.close };
});
