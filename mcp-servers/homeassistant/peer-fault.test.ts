import { ERR_CONNECTION_LOST, ERR_INVALID_AUTH } from "home-assistant-js-websocket";
import { expect, test } from "vitest";
import { faultText } from "./peer-fault.ts";

test.each([
  [ERR_INVALID_AUTH, "Home Assistant: it refuses the token."],
  [99, "Home Assistant: error 99."],
  [{ code: ERR_CONNECTION_LOST }, "Home Assistant: the connection was lost."],
  [{ code: "unknown_command" }, "Home Assistant: unknown command."],
  [{ code: "home_assistant_error", message: "The bulb is gone." }, "Home Assistant: The bulb is gone."],
  [{ error: { code: ERR_CONNECTION_LOST, message: "Connection lost" } }, "Home Assistant: the connection was lost."],
  [new Error("bad\nhandshake"), "Home Assistant: bad handshake."],
  ["anything", "Home Assistant: anything."],
])("%j is told as %j", (thrown, text) => {
  expect(faultText(thrown)).toBe(text);
});
