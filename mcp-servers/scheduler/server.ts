import { databaseSettings, openDatabase } from "../../db/index.ts";
import { listTasks } from "../../db/tasks/index.ts";
import { defineServer } from "../../kernel/server.ts";
import { counted } from "../../kernel/text.ts";
import { phrases } from "./phrases.ts";
import { taskTools } from "./tools.ts";

/** The tasks of the house: they are kept, and nothing runs them yet. */
export default defineServer({
  name: "scheduler",
  settings: databaseSettings,
  async start({ settings, clock }) {
    const { kysely: db, close } = await openDatabase(settings);
    let isDemo = false;
    const look = async () => {
      isDemo = settings.DATABASE_URL === undefined && (await listTasks(db)).length === 0;
    };
    await look();
    return {
      tools: taskTools(db, clock),
      phrases,
      health() {
        void look().catch(() => {}); // the next call says what is wrong
        return isDemo ? "demo" : "ok";
      },
      async doctor() {
        const tasks = await listTasks(db);
        if (tasks.length === 0) return [];
        return [{ part: "scheduler", ok: true, text: `${counted(tasks.length, "task")} kept; nothing runs tasks yet` }];
      },
      close,
    };
  },
});
