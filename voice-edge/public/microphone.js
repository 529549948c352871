// An audio worklet: takes the microphone's samples, which the context already brings to 16 kHz, as 16 bits in pieces of 80 ms.
const PIECE = 1280;

class Microphone extends AudioWorkletProcessor {
  samples = new Int16Array(PIECE);
  filled = 0;

  /** @param {Float32Array[][]} inputs */
  process([channels]) {
    for (const sample of channels?.[0] ?? []) {
      this.samples[this.filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
      if (this.filled < PIECE) continue;
      this.port.postMessage(this.samples.buffer, [this.samples.buffer]);
      this.samples = new Int16Array(PIECE);
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor("microphone", Microphone);
