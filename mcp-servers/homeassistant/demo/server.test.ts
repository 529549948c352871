import { homeContract } from "../contract.ts";
import { contractHouse } from "../contract/house.ts";
import { startDemoHome } from "./server.ts";

homeContract("the demo server", () => startDemoHome({ home: contractHouse }));
