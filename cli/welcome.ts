interface Welcome {
  /** signs a browser in */
  link: string;
  /** of the checkout */
  folder: string;
  /** one word a part */
  parts: Record<string, string>;
  /** since the process began */
  seconds: number;
}

const WIDTH = 40;

/** What `npm start` prints: where to go from here. */
export function welcome({ link, folder, parts, seconds }: Welcome): string[] {
  // Of the house; a voice is there or not, and neither real nor demo.
  const states = Object.entries(parts).filter(([name]) => name !== "voice");
  const isDemo = states.every(([, state]) => state === "demo");
  const house = isDemo
    ? "demo house, nothing configured"
    : states.map(([name, state]) => `${name} ${state}`).join(", ");
  const line = (name: string, what: string, why: string) => `  ${name.padEnd(10)}${what.padEnd(WIDTH)}${why}`.trimEnd();
  return [
    `Steward · ${house}`,
    line("open", `${link}   `, "signs this browser in, once"),
    line("ask", 'npm run -s steward -- ask "turn off all my lights"', ""),
    line(
      "connect",
      `claude mcp add steward -- npm --prefix ${quoted(folder)} run -s steward -- mcp      `,
      "(others: docs/connect.md)",
    ),
    line("yours", "npm run -s steward -- doctor", "what is demo, what is real, and the line that changes it"),
    `ready in ${seconds.toFixed(1)} s`,
  ];
}

/** A path as a shell takes it. */
const quoted = (path: string) => (/^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
