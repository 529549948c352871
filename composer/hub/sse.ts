import { PeerError } from "../../kernel/errors.ts";

/** The longest event that is taken, in characters. */
const LONGEST = 32 * 1024 * 1024;

/** Reads a stream of server-sent events (WHATWG HTML 9.2.6) piece by piece; gives the data of each event that has any. @throws PeerError when an event is too long */
export function createEvents(onData: (data: string) => void, longest = LONGEST): (piece: string) => void {
  let rest = "";
  let data: string[] = [];
  let size = 0;
  const take = (line: string) => {
    if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
    if (line !== "") return;
    const whole = data.join("\n");
    data = [];
    size = 0;
    if (whole !== "") onData(whole);
  };
  return (piece) => {
    rest += piece;
    size += piece.length;
    const held = rest.endsWith("\r") ? 1 : 0; // may be half a line end
    const lines = rest.slice(0, rest.length - held).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + rest.slice(rest.length - held);
    for (const line of lines) take(line);
    if (size > longest) throw new PeerError(`sent an event of more than ${longest} characters`);
  };
}
