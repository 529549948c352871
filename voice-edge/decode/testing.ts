/** A tone of 440 Hz, 0.1 s, as six Opus packets of one channel, and their OpusHead (312 samples of 48 kHz to skip). */
export const OPUS_HEAD = Buffer.from("T3B1c0hlYWQBATgBgLsAAAAAAA==", "base64");
export const OPUS_TONE = [
  "+LVGQWswrZiBaBRQrww/nipyxawFT0vJqA0g4qTQVuDl+d0QStj5bQ==",
  "+K/qdH/nMvNZCXrlQeP8GF/PudXfvK6vZNzqnNC7tbyTFQEYAAJTrg==",
  "+K20EX3/D9F45xihJaPkWHwpBdQF+l0jNQNTLWcxSQ4piNTIcEeLrg==",
  "+Ku5zPbktPgabSUxyOMCakSJIFsQ9ssjxakFyws8kg6w2z0MGbaFrg==",
  "+K2AdEt9izFb02RyzGKvEb14i2JMelxu+NZ7A+qJGK5nvNmeZ9iLrg==",
  "+LUOCsjzE+34wui1EtHvYtfzo9Ek8KrkmPf9SNdLXQGVw2EO+eKjLQ==",
].map((packet) => Buffer.from(packet, "base64"));

/** A tone as samples. */
export const tone = (hertz: number, seconds: number, rate = 16_000): Float32Array =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / rate),
  );

/** How much of a frequency is in samples of 16 kHz: the amplitude of that tone in their middle half. */
export function amplitudeOf(samples: Float32Array, hertz: number): number {
  const middle = samples.subarray(Math.floor(samples.length / 4), Math.floor((samples.length * 3) / 4));
  let [real, imaginary] = [0, 0];
  for (const [at, sample] of middle.entries()) {
    const angle = (2 * Math.PI * hertz * at) / 16_000;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / middle.length;
}

interface Sound {
  kind?: number;
  channels?: number;
  rate?: number;
  bits?: number;
  /** what the file says its data has, in bytes, instead of the truth */
  says?: number;
}

/** A WAV file of any layout around the bytes of its samples. */
export function wavOf(data: Buffer, { kind = 1, channels = 1, rate = 16_000, bits = 16, says }: Sound = {}): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(kind, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE((rate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  const chunk = (id: string, content: Buffer, size = content.length) => {
    const head = Buffer.alloc(8);
    head.write(id, "latin1");
    head.writeUInt32LE(size, 4);
    return Buffer.concat([head, content]);
  };
  const body = [chunk("fmt ", format), chunk("LIST", Buffer.from("ab")), chunk("data", data, says)];
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), ...body]));
}

/** Packets as an Ogg file, each on a page of its own; those of 255 bytes and more over several segments. */
export function oggOf(packets: readonly Buffer[]): Buffer {
  return Buffer.concat(
    packets.map((packet, at) => {
      const head = Buffer.alloc(27);
      head.write("OggS", "latin1");
      head.writeBigInt64LE(BigInt(at * 960), 6);
      head.writeUInt32LE(7, 14);
      const full = Math.floor(packet.length / 255);
      head[26] = full + 1;
      return Buffer.concat([head, Buffer.alloc(full, 255), Buffer.from([packet.length % 255]), packet]);
    }),
  );
}

/** Packets as a WebM file as a browser records it: sizes of segment and cluster unknown. */
export function webmOf(head: Buffer, packets: readonly Buffer[], codec = "A_OPUS"): Buffer {
  const element = (id: string, content: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(0x10000000 + content.length);
    return Buffer.concat([Buffer.from(id, "hex"), size, content]);
  };
  const endless = (id: string) => Buffer.from(`${id}01ffffffffffffff`, "hex");
  const blocks = packets.map((packet) => element("a3", Buffer.concat([Buffer.from("81000080", "hex"), packet])));
  const track = [
    element("d7", Buffer.from([1])),
    element("86", Buffer.from(codec, "latin1")),
    element("63a2", head),
    element("e1", Buffer.alloc(3)),
  ];
  return Buffer.concat([
    element("1a45dfa3", element("4282", Buffer.from("webm"))),
    endless("18538067"),
    element("1654ae6b", element("ae", Buffer.concat(track))),
    endless("1f43b675"),
    element("e7", Buffer.from([0])),
    ...blocks,
  ]);
}
