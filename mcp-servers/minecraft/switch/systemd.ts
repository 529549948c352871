import type { Exec } from "../../../kernel/exec.ts";
import type { Switch } from "./switch.ts";

const ANSWER_MS = 10_000;
const STOP_MS = 90_000;

/** A unit of systemd, of the system or of the user who runs Steward. */
export function systemdSwitch(unit: string, isUser: boolean, exec: Exec): Switch {
  const systemctl = (words: readonly string[], signal: AbortSignal, timeout = ANSWER_MS) =>
    exec("systemctl", [...(isUser ? ["--user"] : []), ...words, "--", unit], { timeout, signal });
  return {
    isOn: async (signal) => {
      const state = (await systemctl(["show", "--property=ActiveState", "--value"], signal)).trim();
      return ["active", "activating", "reloading", "deactivating"].includes(state);
    },
    start: async (signal) => void (await systemctl(["start", "--no-block"], signal)),
    stop: async (signal) => void (await systemctl(["stop"], signal, STOP_MS)),
    notes: [],
  };
}
