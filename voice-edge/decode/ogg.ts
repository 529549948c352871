import { broken } from "./limits.ts";

const HEADER = 27;
const CONTINUED = 1;

interface Page {
  serial: number;
  isContinued: boolean;
  /** samples up to the end of the last packet that ends here, in the codec's own rate; -1 when none ends here */
  granule: number;
  lengths: Uint8Array;
  body: Uint8Array;
}

/** Pages of an Ogg file (RFC 3533) in order; one that ends early is left out. @throws UserError where a page should begin and none does */
export function* pagesOf(bytes: Uint8Array): Generator<Page> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + HEADER <= bytes.length;) {
    if (view.getUint32(at) !== 0x4f676753) throw broken("Ogg"); // "OggS"
    const count = bytes[at + 26] ?? 0;
    const start = at + HEADER + count;
    const lengths = bytes.subarray(at + HEADER, start);
    const end = start + lengths.reduce((sum, length) => sum + length, 0);
    if (end > bytes.length) return;
    const granule = Number(view.getBigInt64(at + 6, true));
    const isContinued = ((bytes[at + 5] ?? 0) & CONTINUED) !== 0;
    yield { serial: view.getUint32(at + 14, true), isContinued, granule, lengths, body: bytes.subarray(start, end) };
    at = end;
  }
}

/** Packets of the first stream in an Ogg file, put together over its pages. */
export function* packetsOf(bytes: Uint8Array): Generator<Uint8Array> {
  let serial: number | undefined;
  let pieces: Uint8Array[] = [];
  for (const page of pagesOf(bytes)) {
    if (page.serial !== (serial ??= page.serial)) continue;
    if (!page.isContinued) pieces = [];
    let at = 0;
    for (const length of page.lengths) {
      pieces.push(page.body.subarray(at, (at += length)));
      if (length === 255) continue; // the packet goes on
      yield pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
      pieces = [];
    }
  }
}
