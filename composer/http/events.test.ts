import { expect, test } from "vitest";
import { z } from "zod";
import { smallHouse } from "../testing.ts";

const handed = z.object({ id: z.string(), secret: z.string() });

/** Everything a stream tells until it ends. */
async function textOf(answer: Response): Promise<string> {
  let text = "";
  for await (const piece of answer.body ?? []) text += new TextDecoder().decode(piece);
  return text;
}

test("a stream of events ends with the token it was opened by, before the next of them", async () => {
  const house = await smallHouse();
  const body = { principal: "panel", use: "api" };
  const { id, secret: token } = await house.read(handed, "POST", "/api/tokens", { body });
  const listening = textOf(await house.request("GET", "/api/events", { token }));
  await house.request("POST", "/api/ask", { token, body: { text: "turn on left lamp" } });
  await house.json("DELETE", `/api/tokens/${id}`);
  house.events.publish({ kind: "turn", principal: "panel", turn: "t", channel: "chat", say: "A secret." });
  const text = await listening;
  expect(text).toContain("The left lamp is on.");
  expect(text).not.toContain("A secret.");
});

test("who does not read their events is let go", async () => {
  const house = await smallHouse();
  const answer = await house.request("GET", "/api/events");
  const happened = { kind: "turn", principal: "owner", turn: "t", channel: "chat", say: "x" } as const;
  for (let count = 0; count <= 1_000; count++) house.events.publish(happened);
  expect((await textOf(answer)).split("event: turn").length).toBeLessThan(1_000);
});
