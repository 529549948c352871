export type Format = "wav" | "mp3" | "flac" | "m4a" | "ogg-opus" | "ogg-vorbis" | "webm";

/** What a recording is by its first bytes, whatever it is called; undefined when it is none that is read here. */
export function formatOf(bytes: Uint8Array): Format | undefined {
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
  if (text(0, 4) === "RIFF" && text(8, 12) === "WAVE") return "wav";
  if (text(0, 4) === "fLaC") return "flac";
  if (text(4, 8) === "ftyp") return "m4a";
  if (text(0, 4) === "\x1aE\xdf\xa3") return "webm";
  if (text(0, 4) === "OggS") return oggOf(text(0, 512));
  const isFrame = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2; // MPEG audio, layer III
  return text(0, 3) === "ID3" || isFrame ? "mp3" : undefined;
}

function oggOf(head: string): Format | undefined {
  if (head.includes("OpusHead")) return "ogg-opus";
  return head.includes("\x01vorbis") ? "ogg-vorbis" : undefined;
}
