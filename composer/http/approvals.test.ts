import { expect, test } from "vitest";
import { z } from "zod";
import { OWN_ORIGIN, smallHouse } from "../testing.ts";

const WAITS = "Approve it on the page or in the terminal within a minute.";

test("danger waits for an approval, which runs the call and adds it to the turn", async () => {
  const { ask, json, world, clock } = await smallHouse();
  const asked = await ask("let them in");
  expect(asked).toMatchObject({ calls: [], undoable: false, say: expect.stringContaining(WAITS) });
  const [need] = asked.needs;
  expect(need).toEqual({ id: expect.any(String), summary: "unlock the door", expires: clock.time + 60_000 });
  expect(world.door).toBe("locked");
  expect((await json("GET", "/api/approvals")).body).toEqual([
    { ...need, turn: asked.turn, principal: "owner", tool: "door_set", args: { do: "unlock" } },
  ]);
  const decided = await json("POST", `/api/approvals/${need?.id}`, { body: { decision: "approve" } });
  expect(decided.body).toMatchObject({
    decision: "approve",
    ok: true,
    say: "The door is unlocked.",
    calls: [{ tool: "door_set", risk: "danger", result: "The door is unlocked.", ok: true }],
  });
  expect(world.door).toBe("unlocked");
  expect((await json("GET", `/api/turns/${asked.turn}`)).body).toMatchObject({
    needs: [],
    calls: [{ tool: "door_set" }],
    undoable: true,
  });
  expect((await json("GET", "/api/approvals")).body).toEqual([]);
});

test("a denied call is not done, and neither is decided twice", async () => {
  const { ask, json, world } = await smallHouse();
  const id = (await ask("let them in")).needs[0]?.id;
  const decide = (decision: string) => json("POST", `/api/approvals/${id}`, { body: { decision } });
  expect((await decide("deny")).body).toEqual({
    decision: "deny",
    ok: true,
    say: "Denied; nothing was done.",
    calls: [],
  });
  const again = await decide("approve");
  expect(again.status).toBe(422);
  expect(world.door).toBe("locked");
});

test("an approval comes too late after 60 s", async () => {
  const { ask, json, world, clock } = await smallHouse();
  const id = (await ask("let them in")).needs[0]?.id;
  clock.time += 60_000;
  expect((await json("GET", "/api/approvals")).body).toEqual([]);
  expect((await json("POST", `/api/approvals/${id}`, { body: { decision: "approve" } })).status).toBe(422);
  expect(world.door).toBe("locked");
});

test("what stands behind it follows once it is approved", async () => {
  const { ask, json, world } = await smallHouse();
  const asked = await ask("let them in and turn on the left lamp");
  expect(asked.say).toContain("The rest follows then.");
  expect(world.lamps["left lamp"]).toBe("off");
  const body = { decision: "approve" };
  expect((await json("POST", `/api/approvals/${asked.needs[0]?.id}`, { body })).body).toMatchObject({
    say: "The door is unlocked. The left lamp is on.",
  });
});

test("a program neither sees nor decides what others asked, nor approves its own", async () => {
  const { ask, json, read, program, world } = await smallHouse();
  const token = await program("api");
  const id = (await ask("let them in")).needs[0]?.id;
  const own = z.object({ needs: z.array(z.object({ id: z.string() })) });
  const mine = (await read(own, "POST", "/api/ask", { token, body: { text: "let them in" } })).needs[0]?.id;
  expect((await json("GET", "/api/approvals", { token })).body).toMatchObject([{ id: mine, principal: "a-api" }]);
  for (const one of [id, mine]) {
    const decided = await json("POST", `/api/approvals/${one}`, { token, body: { decision: "approve" } });
    expect(decided).toEqual({ status: 422, body: { error: "Only the owner approves." } });
  }
  expect(world.door).toBe("locked");
});

test("a word approves nothing, and says how it is done", async () => {
  const { ask, world } = await smallHouse();
  await ask("let them in");
  expect((await ask("yes")).say).toBe(
    "That waits for an approval, which a word cannot give: approve it on the page or in the terminal.",
  );
  expect(world.door).toBe("locked");
});

test("a browser approves by its button", async () => {
  const { ask, json, browser, world } = await smallHouse();
  const id = (await ask("let them in")).needs[0]?.id;
  const sent = { token: null, cookie: await browser(), body: { decision: "approve" } };
  expect((await json("POST", `/api/approvals/${id}`, sent)).status).toBe(403);
  expect((await json("POST", `/api/approvals/${id}`, { ...sent, headers: { origin: OWN_ORIGIN } })).status).toBe(200);
  expect(world.door).toBe("unlocked");
});
