/** Frames of libvirt's RPC (virnetprotocol.x): a length, six words of header, and a body in XDR. */

/** What a frame is: `status` of a call is ok; of a reply ok or error; of a stream "more" until its end. */
export const TYPE = { call: 0, reply: 1, message: 2, stream: 3 } as const;
export const STATUS = { ok: 0, error: 1, more: 2 } as const;

/** Programs on one connection: libvirt's own, and its keep-alive (virkeepaliveprotocol.x). */
export const REMOTE = { program: 0x2000_8086, version: 1 } as const;
export const KEEPALIVE = { program: 0x6b65_6570, version: 1, ping: 1, pong: 2 } as const;

export interface Frame {
  program: number;
  procedure: number;
  type: number;
  serial: number;
  status: number;
  body: Buffer;
}

const WORDS = 7;
const HEADER = WORDS * 4;
/** VIR_NET_MESSAGE_MAX: 32 MiB, and its length word. */
const MOST = 33_554_432 + 4;

/** A frame as it is sent. */
export function encodeFrame({ program, procedure, type, serial, status, body }: Frame): Buffer {
  const head = Buffer.alloc(HEADER);
  const words = [HEADER + body.length, program, REMOTE.version, procedure, type, serial, status];
  words.forEach((word, at) => head.writeUInt32BE(word, at * 4));
  return Buffer.concat([head, body]);
}

/** Cuts what arrives into frames; a length that cannot be throws, since nothing behind it can be read. */
export function createFrames(onFrame: (frame: Frame) => void): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  let wanted = 4;
  return (piece) => {
    pieces.push(piece);
    length += piece.length;
    while (length >= wanted) {
      const all = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
      const size = all.readUInt32BE();
      if (size < HEADER || size > MOST) throw new Error(`a frame of ${size} bytes`);
      wanted = length >= size ? 4 : size;
      if (length < size) {
        pieces = [all];
        return;
      }
      const rest = all.subarray(size);
      pieces = [rest];
      length = rest.length;
      onFrame(decodeFrame(all.subarray(0, size)));
    }
  };
}

function decodeFrame(frame: Buffer): Frame {
  const word = (at: number) => frame.readUInt32BE(at * 4);
  return {
    program: word(1),
    procedure: word(3),
    type: word(4),
    serial: word(5),
    status: word(6),
    body: frame.subarray(HEADER),
  };
}
