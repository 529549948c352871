// What is heard from the microphone, and what is played: nothing of it is kept.

const RATE = 16_000;

/**
 * The microphone at 16 kHz, in pieces of 80 ms; `onPiece` also gets how loud it is, 0 to 1.
 * @param {(piece: ArrayBuffer, level: number) => void} onPiece
 */
export async function openMicrophone(onPiece) {
  if (!navigator.mediaDevices) {
    throw new Error("A browser gives its microphone to https and to localhost alone: open this page that way.");
  }
  const stream = await navigator.mediaDevices
    .getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } })
    .catch((fault) => {
      const isDenied = fault instanceof DOMException && fault.name === "NotAllowedError";
      throw new Error(isDenied ? "The microphone is not allowed for this page." : `There is no microphone (${fault}).`);
    });
  const context = new AudioContext({ sampleRate: RATE });
  await context.audioWorklet.addModule("/voice/microphone.js");
  const worklet = new AudioWorkletNode(context, "microphone", { numberOfOutputs: 0 });
  context.createMediaStreamSource(stream).connect(worklet);
  worklet.port.addEventListener("message", ({ data }) => onPiece(data, loudness(new Int16Array(data))));
  worklet.port.start();
  await context.resume();
  return {
    close() {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}

/** @param {Int16Array} samples */
function loudness(samples) {
  const mean = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.min(1, Math.sqrt(mean) / 6_000);
}

/** Plays pieces of sound one after the other, and stops at once. */
export function createPlayer() {
  /** @type {AudioContext | undefined} */
  let context;
  /** @type {Set<AudioBufferSourceNode>} */
  const playing = new Set();
  let rate = RATE;
  let end = 0;
  /** @type {(() => void) | undefined} */
  let onEnd;
  let isWhole = false;
  const settle = () => {
    if (isWhole && playing.size === 0) onEnd?.();
  };
  return {
    /** Called on a tap: a browser plays nothing before one. */
    wake() {
      context ??= new AudioContext();
      void context.resume();
    },
    /** @param {number} of @param {() => void} whenOver */
    begin(of, whenOver) {
      rate = of;
      onEnd = whenOver;
      isWhole = false;
    },
    /** @param {ArrayBuffer} piece */
    play(piece) {
      if (!context) return;
      const samples = Float32Array.from(new Int16Array(piece), (sample) => sample / 32768);
      const buffer = context.createBuffer(1, Math.max(1, samples.length), rate);
      buffer.copyToChannel(samples, 0);
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(context.destination);
      source.addEventListener("ended", () => {
        playing.delete(source);
        settle();
      });
      end = Math.max(end, context.currentTime + 0.02);
      source.start(end);
      end += buffer.duration;
      playing.add(source);
    },
    /** Nothing more comes. */
    finish() {
      isWhole = true;
      settle();
    },
    stop() {
      for (const source of playing) source.stop();
      playing.clear();
      end = 0;
      isWhole = false;
    },
    get isPlaying() {
      return playing.size > 0;
    },
  };
}
