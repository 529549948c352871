import { homeContract } from "../../../mcp-servers/homeassistant/contract.ts";
import { chosenHome } from "./chosen.ts";

homeContract(chosenHome.name, chosenHome.start);
