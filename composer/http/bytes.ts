import { refusal } from "./faults.ts";

export type Body = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const MB = 1024 * 1024;

export const tooLong = (most: number) => refusal(413, `A body has at most ${most / MB} MB here.`);

/** The bytes of a body; reading ends where it becomes too long. @throws HTTPException 413 */
export const bytesOf = ({ body }: Request, most: number): Promise<Buffer> => bytesIn(body ?? [], most);

export async function bytesIn(body: Body, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.byteLength;
    if (length > most) throw tooLong(most);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
