import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { secret } from "../../kernel/schema.ts";
import type { Tool } from "../../kernel/tool.ts";
import { askConfirm, done, tool } from "../../kernel/tool.ts";
import type { Connection, Desktop } from "./desktop/index.ts";
import { addressesOf } from "./list.ts";
import type { Known, Machines } from "./machines.ts";
import { withFields } from "./record-fields.ts";
import { meant } from "./resolve.ts";
import { STATES, spoken, titleOf } from "./say.ts";
import { single } from "./snapshots.ts";

const PORTS = { rdp: 3389, vnc: 5900, ssh: 22 } as const;

/** `vm_desktop`: a link to a machine's desktop, made for who asks; without Guacamole where the desktop is. */
export const vmDesktop = (machines: Machines, desktop: Desktop): Tool =>
  tool({
    name: "vm_desktop",
    description: "Link to a machine's desktop",
    risk: "write",
    input: { name: z.string() },
    async plan({ name }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      if (machine.state !== "running")
        throw new UserError(`${titleOf(machine)} is ${STATES[machine.state]}: start it first.`);
      const args = { name: machine.name };
      return { targets: [machine.name], args, summary: `open the desktop of ${titleOf(machine)}` };
    },
    async run({ args }, { signal, principal }) {
      const machine = single(meant((await machines.read(signal)).machines, args.name), args.name);
      const { name, uuid } = machine;
      const title = titleOf(machine);
      if (desktop.isDemo) return done(spoken(`The desktop of ${title} would open; the demo house has none behind it.`));
      const connection = await connectionOf(machine, desktop, signal);
      const { host, port, protocol } = connection;
      const at = `${host}:${port}`;
      const seen = protocol === "rdp" ? await desktop.probe(host, port, signal) : "reachable";
      if (seen !== "reachable") throw new UserError(`The desktop of ${title} does not answer at ${at}: ${seen}.`);
      const link = await desktop.link({ machine: { name, uuid }, principal, connection }, signal);
      if (!link) return done(spoken(`The desktop of ${title} is at ${protocol}://${at}.`), { data: { at } });
      // The link is the answer, however long it is.
      return done(`The desktop of ${title}, for a minute: ${link.url}`, {
        data: { url: link.url, expires: link.expires },
      });
    },
  });

/** Where the desktop is and who signs in: as recorded, else where the machine is found to be. @throws UserError */
async function connectionOf(machine: Known, desktop: Desktop, signal: AbortSignal): Promise<Connection> {
  const { record, uuid } = machine;
  const [found] = record?.desktopHost ? [] : await addressesOf(machine, signal);
  const host = record?.desktopHost ?? found?.ip;
  if (host === undefined)
    throw new UserError(
      `${titleOf(machine)} tells no address yet: wait for its guest agent, or record its desktop_host.`,
    );
  const protocol = record?.desktopProtocol ?? "rdp";
  const credentials = record?.credentials ? desktop.open(record.credentials, uuid) : null;
  const guacamoleId = record?.guacamoleId ?? null;
  return { host, port: record?.desktopPort ?? PORTS[protocol], protocol, credentials, guacamoleId };
}

/** `vm_credentials`: who signs in to a desktop, kept sealed; no API gives them back. Without a name they are forgotten. */
export const vmCredentials = (machines: Machines, desktop: Desktop): Tool =>
  tool({
    name: "vm_credentials",
    description: "Keep who signs in to a desktop",
    risk: "write",
    for: "people",
    input: {
      name: z.string(),
      username: z.string().max(200).default(""),
      password: secret(z.string().max(200).default("")),
    },
    async plan({ name, username, password }, { signal, confirmed = false }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      const title = titleOf(machine);
      if (username === "" && machine.record?.credentials && !confirmed)
        return askConfirm(`Forget who signs in to ${title}? It cannot be taken back.`);
      const summary = `${username === "" ? "forget" : "keep"} who signs in to ${title}`;
      return { targets: [machine.name], args: { name: machine.name, username, password }, summary };
    },
    async run({ args: { name, username, password } }, { signal }) {
      const machine = single(meant((await machines.read(signal)).machines, name), name);
      const key = { name: machine.name, host: machine.record?.host ?? "" };
      const credentials = username === "" ? null : desktop.seal({ username, password }, machine.uuid);
      await machines.records.save([{ ...withFields(machine.record ?? undefined, key, {}), credentials }]);
      const title = titleOf(machine);
      return done(spoken(username === "" ? `Nobody signs in to ${title} any more.` : `Kept, sealed, for ${title}.`));
    },
  });
