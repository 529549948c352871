import { Hono } from "hono";
import { z } from "zod";
import type { People } from "../gate/people.ts";
import { bodyOf } from "./body.ts";
import type { Env } from "./guards.ts";
import { owner } from "./guards.ts";

const person = z.strictObject({ name: z.string().min(1).max(80), password: z.string().max(1_000) });
const newcomers = z.strictObject({
  users: z.array(z.strictObject({ name: z.string(), hash: z.string() })).max(500),
  dryRun: z.boolean().default(false),
});

/** The owner's: who lives here, their passwords, and people of another house with the bcrypt hashes of theirs. */
export function peopleRoutes(people: People) {
  return new Hono<Env>()
    .use(owner)
    .get("/", async (c) => c.json(await people.list()))
    .post("/", async (c) => {
      const { name, password } = await bodyOf(c, person);
      const { id, isNew } = await people.set(name, password);
      return c.json({ id, isNew }, isNew ? 201 : 200);
    })
    .post("/import", async (c) => {
      const { users, dryRun } = await bodyOf(c, newcomers);
      return c.json(await people.takeOver(users, dryRun));
    })
    .delete("/:name", async (c) => {
      await people.remove(c.req.param("name"));
      return c.json({ ok: true });
    });
}
