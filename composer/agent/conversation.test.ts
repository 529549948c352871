import { expect, test } from "vitest";
import type { Pending } from "./conversation.ts";
import { CONVERSATION_MS, QUESTION_MS, createConversations, takePending } from "./conversation.ts";

function store() {
  const clock = { time: 1_000_000, now: () => clock.time };
  let drawn = 0;
  return { clock, conversations: createConversations(clock, () => `r${++drawn}`) };
}
const place = { principal: "owner", channel: "chat", id: "tab" } as const;
const pending = (expires: number): Pending => ({
  question: { kind: "which", question: "Which?", choices: ["a", "b"] },
  steps: [],
  explain: "1 phrase",
  dryRun: false,
  expires,
});

test("a conversation is one of a principal, a channel and an id", () => {
  const { conversations } = store();
  const { id } = conversations.open(place);
  expect(conversations.open(place).id).toBe(id);
  const others = [
    conversations.open({ ...place, principal: "friend" }),
    conversations.open({ ...place, channel: "voice" }),
    conversations.open({ ...place, id: "phone" }),
    // parts do not run into each other
    conversations.open({ principal: "own", channel: "chat", id: "er" }),
  ];
  expect(new Set([id, ...others.map((one) => one.id)]).size).toBe(5);
});

test("it lasts five minutes after the last word", () => {
  const { clock, conversations } = store();
  const { id } = conversations.open(place);
  clock.time += CONVERSATION_MS;
  expect(conversations.open(place).id).toBe(id);
  clock.time += CONVERSATION_MS;
  expect(conversations.open(place).id).toBe(id);
  clock.time += CONVERSATION_MS + 1;
  expect(conversations.open(place).id).not.toBe(id);
});

test("of ten thousand at once the one that was still for longest goes", () => {
  const { conversations } = store();
  const open = (id: string) => conversations.open({ ...place, id }).id;
  const [first, second] = [open("first"), open("second")];
  for (let count = 2; count < 10_000; count++) open(`tab ${count}`);
  expect(open("first")).toBe(first);
  open("one more");
  open("another");
  expect(open("first")).toBe(first);
  expect(open("second")).not.toBe(second);
});

test("a question is answered once, and within its time", () => {
  const { clock, conversations } = store();
  const conversation = conversations.open(place);
  conversation.pending = pending(clock.time + QUESTION_MS);
  clock.time += QUESTION_MS - 1;
  expect(takePending(conversation, clock.time)?.question.question).toBe("Which?");
  expect(takePending(conversation, clock.time)).toBeUndefined();
  conversation.pending = pending(clock.time + QUESTION_MS);
  clock.time += QUESTION_MS;
  expect(takePending(conversation, clock.time)).toBeUndefined();
});
