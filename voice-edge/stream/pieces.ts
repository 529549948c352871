/** Cuts a stream into pieces of one length, each with what stood before it. */
export interface Pieces {
  /** pieces that are whole now, each `before + length` long */
  add(pcm: Int16Array): Int16Array[];
}

/** Pieces of `length` samples, each behind the `before` samples that came before it (zeros at the start). */
export function createPieces(length: number, before: number): Pieces {
  let kept = new Int16Array(before);
  return {
    add(pcm) {
      const all = new Int16Array(kept.length + pcm.length);
      all.set(kept);
      all.set(pcm, kept.length);
      const count = Math.floor((all.length - before) / length);
      kept = all.slice(count * length);
      return Array.from({ length: count }, (_, at) => all.subarray(at * length, (at + 1) * length + before));
    },
  };
}

/** One after the other, as one. */
export function joined(pieces: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
