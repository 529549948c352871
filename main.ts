import { openHouse } from "./cli/open-house.ts";
import { welcome } from "./cli/welcome.ts";
import { holderOf, takeFolder } from "./composer/lock.ts";
import { readEnvironment } from "./kernel/environment.ts";
import { UserError, messageOf } from "./kernel/errors.ts";

/** Starts the house and keeps it until a signal ends it. */
async function main(): Promise<void> {
  const source = readEnvironment();
  const data = source["STEWARD_DATA"] || "./data";
  const lock = takeFolder(data);
  if (!lock) {
    const { url, pid } = holderOf(data) ?? {};
    const where = url === undefined ? "" : `: ${url}, process ${pid}`;
    throw new UserError(`A composer already runs on ${data}${where}. End it, or set STEWARD_DATA to another folder.`);
  }
  const house = await openHouse({ source, lock }).catch((thrown: unknown) => {
    lock.release();
    throw thrown;
  });
  const lines = welcome({
    link: await house.composer.signInLink(),
    folder: import.meta.dirname,
    parts: house.composer.health().parts,
    seconds: performance.now() / 1000,
  });
  process.stdout.write(`${lines.join("\n")}\n`);

  let isEnding = false;
  const end = () => {
    if (isEnding) process.exit(1); // asked twice: at once
    isEnding = true;
    void house.close().then(() => process.exit(0));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}

main().catch((thrown: unknown) => {
  const isOurs = thrown instanceof Error && !(thrown instanceof UserError);
  process.stderr.write(`${isOurs ? String(thrown.stack) : messageOf(thrown)}\n`);
  process.exitCode = 1;
});
