import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";

const RATE = 16_000;
const CHIME_HZ = [880, 1320];
/** Seconds of each tone. */
const CHIME_S = 0.09;

export interface Microphone {
  close(): void;
}

const RAW = ["-q", "-t", "raw", "-f", "S16_LE", "-c", "1"];
const raw = (rate: number, device: string | undefined) =>
  RAW.concat("-r", String(rate), device === undefined ? [] : ["-D", device]);

/** The microphone by ALSA's arecord: mono at 16 kHz, 16 bits. `onEnd` says in a line why there is no more. */
export function openMicrophone(parts: {
  device?: string;
  onSound(piece: Buffer): void;
  onEnd(why: string): void;
}): Microphone {
  const child = spawn("arecord", raw(RATE, parts.device), { stdio: ["ignore", "pipe", "pipe"] });
  let isClosing = false;
  let words = "";
  child.stdout.on("data", parts.onSound);
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words = text.trim().split("\n").at(-1) ?? words));
  child.once("error", () => parts.onEnd("There is no arecord: apt-get install alsa-utils."));
  child.once("close", (code) => {
    if (!isClosing && code !== null && code >= 0)
      parts.onEnd(`The microphone ended${words === "" ? "" : `: ${words}`}.`);
  });
  return {
    close() {
      isClosing = true;
      child.kill();
    },
  };
}

/** The speaker by ALSA's aplay, one process an answer: what is spoken is stopped by ending it. */
export function createSpeaker({ device, isMute }: { device?: string; isMute: boolean }) {
  let child: ChildProcess | undefined;
  const start = (rate: number) => {
    const started = spawn("aplay", raw(rate, device), { stdio: ["pipe", "ignore", "ignore"] });
    started.once("error", () => {}); // an answer that cannot be heard is read
    started.stdin?.on("error", () => {});
    started.once("close", () => {
      if (child === started) child = undefined;
    });
    return started;
  };
  return {
    begin(rate: number) {
      child?.kill();
      child = isMute ? undefined : start(rate);
    },
    play: (piece: Buffer) => void child?.stdin?.write(piece),
    finish: () => void child?.stdin?.end(),
    stop() {
      child?.kill("SIGKILL");
      child = undefined;
    },
    /** when what is played has been heard */
    async idle() {
      if (child) await once(child, "close");
    },
    chime() {
      if (isMute) return;
      const chime = start(RATE);
      chime.stdin?.end(CHIME);
    },
  };
}

/** Two short tones that rise, without clicks at their ends. */
const CHIME = Buffer.from(
  Int16Array.from({ length: CHIME_S * RATE * CHIME_HZ.length }, (_, at) => {
    const within = at % (CHIME_S * RATE);
    const hz = CHIME_HZ[Math.floor(at / (CHIME_S * RATE))] ?? 0;
    const swell = Math.sin((Math.PI * within) / (CHIME_S * RATE));
    return 6_000 * swell * Math.sin((2 * Math.PI * hz * at) / RATE);
  }).buffer,
);
