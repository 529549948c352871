import { exec } from "../../kernel/exec.ts";
import type { Finding } from "../../kernel/server.ts";
import { defineServer } from "../../kernel/server.ts";
import { demoWorlds } from "./demo.ts";
import { german } from "./phrases-german.ts";
import { phrases } from "./phrases.ts";
import { namedAs } from "./resolve.ts";
import { sayBackup } from "./say.ts";
import { settings } from "./settings.ts";
import { minecraftTools } from "./tools.ts";
import type { World } from "./world.ts";

/** Players are warned, and a server that saves its world is waited for. */
const PATIENCE = { warn: 5_000, stop: 15_000 };
const ANSWER_MS = 5_000;

/** Minecraft worlds of a list; two of a demo house where there is none. */
export default defineServer({
  name: "minecraft",
  settings,
  async start({ settings: set, clock, log }) {
    const file = set.MINECRAFT_WORLDS;
    // Who has worlds loads what switches and archives them.
    const worlds: World[] =
      file === undefined
        ? demoWorlds(clock)
        : (await import("./open.ts")).openWorlds(file, { data: set.STEWARD_DATA, exec, clock, log });
    const entries = worlds.map((world) => {
      const { world: _, ...entry } = namedAs(world, worlds);
      return entry;
    });
    return {
      tools: minecraftTools(worlds, clock, PATIENCE),
      phrases: [phrases, german],
      names: { list: () => entries, onChange: () => () => {} },
      health: () => (file === undefined ? "demo" : "ok"),
      async doctor(): Promise<Finding[]> {
        if (file === undefined)
          return [{ part: "minecraft", ok: true, text: "two worlds of the demo house; yours: MINECRAFT_WORLDS=FILE" }];
        return Promise.all(
          worlds.map(async (world) => {
            const notes = await world.examine(AbortSignal.timeout(ANSWER_MS));
            const [last] = await world.backups();
            const text = `${world.name}: ${notes.join("; ") || "all well"}; ${sayBackup(last, clock.now())}`;
            return { part: "minecraft", ok: notes.length === 0, text };
          }),
        );
      },
      async close() {
        await Promise.all(worlds.map((world) => world.close()));
      },
    };
  },
});
