import { randomUUID } from "node:crypto";
import { databaseSettings, openDatabase } from "../../db/index.ts";
import { listTasks } from "../../db/tasks/index.ts";
import { followPlace, placeSettings } from "../../kernel/calendar/index.ts";
import { defineServer } from "../../kernel/server.ts";
import { counted } from "../../kernel/text.ts";
import { phrases } from "./phrases.ts";
import { taskTools } from "./tools.ts";

/** The tasks of the house: they are kept here, and run by the composer. */
export default defineServer({
  name: "scheduler",
  settings: { ...databaseSettings, ...placeSettings },
  async start({ settings, clock, log }) {
    const { kysely: db, close } = await openDatabase(settings);
    const { place, close: leave } = followPlace(settings, { fetch, log });
    let isDemo = false;
    const look = async () => {
      isDemo = settings.DATABASE_URL === undefined && (await listTasks(db)).length === 0;
    };
    await look();
    return {
      tools: taskTools({ db, clock, place, random: () => randomUUID() }),
      phrases,
      health() {
        void look().catch(() => {}); // the next call says what is wrong
        return isDemo ? "demo" : "ok";
      },
      async doctor() {
        const tasks = await listTasks(db);
        if (tasks.length === 0) return [];
        const off = tasks.filter(({ enabled }) => !enabled).length;
        const paused = off === 0 ? "" : `, ${off} of them paused`;
        return [{ part: "scheduler", ok: true, text: `${counted(tasks.length, "task")} kept${paused}` }];
      },
      close() {
        leave();
        return close();
      },
    };
  },
});
