import { toolSuite } from "../../../mcp-servers/homeassistant/contract/suite.ts";
import { chosenHome } from "./chosen.ts";

toolSuite(chosenHome.name, chosenHome.start);
