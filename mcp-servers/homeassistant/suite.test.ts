import { toolSuite } from "./contract/suite.ts";
import { contractHouse } from "./contract/house.ts";
import { startDemoHome } from "./demo/server.ts";

toolSuite("the demo server", () => startDemoHome({ home: contractHouse }));
