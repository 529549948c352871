/** Reads a stream of server-sent events (WHATWG HTML 9.2.6) piece by piece; gives the data of each event that has any. */
export function createEvents(onData: (data: string) => void): (piece: string) => void {
  let rest = "";
  let data: string[] = [];
  const take = (line: string) => {
    if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
    if (line !== "") return;
    const whole = data.join("\n");
    data = [];
    if (whole !== "") onData(whole);
  };
  return (piece) => {
    rest += piece;
    const held = rest.endsWith("\r") ? 1 : 0; // may be half a line end
    const lines = rest.slice(0, rest.length - held).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + rest.slice(rest.length - held);
    for (const line of lines) take(line);
  };
}
