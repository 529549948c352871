import type { Socket } from "node:net";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MachineHost } from "../driver.ts";
import { MachineFault } from "../driver.ts";
import { REMOTE, STATUS, TYPE, createFrames, encodeFrame } from "../libvirt/frames.ts";
import type { Frame } from "../libvirt/frames.ts";
import { PROC, readDomain, readSnapshot, writeDomain, writeNamed, writeSnapshot } from "../libvirt/procedures.ts";
import type { XdrReader, XdrWriter } from "../libvirt/xdr.ts";
import { xdrReader, xdrWriter } from "../libvirt/xdr.ts";

const KIB = 1_024;
const STATES = { running: 1, paused: 3, stopping: 4, off: 5, saved: 5, crashed: 6 } as const;
const EVENTS: Record<string, number> = {
  defined: 0,
  undefined: 1,
  started: 2,
  paused: 3,
  resumed: 4,
  stopped: 5,
  stopping: 6,
};
const CODES: Record<string, number> = { gone: 42, state: 55, exists: 28, denied: 88, unsupported: 3 };
const NETWORK = { name: "default", uuid: Buffer.alloc(16, 7) };

type Answer = (reader: XdrReader, writer: XdrWriter, signal: AbortSignal) => Promise<unknown>;

/** The procedures over a model of machines, as libvirt's test driver answers them. */
function answersOf(model: MachineHost): Record<number, Answer> {
  const on =
    (work: (uuid: string, signal: AbortSignal) => Promise<unknown>): Answer =>
    async (reader, _, signal) => {
      const { uuid } = readDomain(reader);
      await model.look(uuid, signal);
      await work(uuid, signal);
    };
  const one = async (reader: XdrReader, signal: AbortSignal) => model.look(readDomain(reader).uuid, signal);
  return {
    [PROC.open]: async () => {},
    [PROC.onEvent]: async (_, writer) => writer.i32(0),
    [PROC.listDomains]: async (reader, writer, signal) => {
      reader.i32();
      const all = reader.u32() === 0 ? await model.list(signal) : [];
      writer.list(all, writeDomain).u32(all.length);
    },
    [PROC.lookup]: async (reader, writer, signal) => {
      const hex = reader.fixed(16).toString("hex");
      const found = (await model.list(signal)).find(({ uuid }) => uuid.replaceAll("-", "") === hex);
      if (!found) throw new MachineFault("gone", "Domain not found");
      writeDomain(writer, found);
    },
    [PROC.info]: async (reader, writer, signal) => {
      const { state, memory, cpus } = await one(reader, signal);
      const size = BigInt(memory * KIB);
      writer.u32(STATES[state]).u64(size).u64(size).u32(cpus).u64(0n);
    },
    [PROC.create]: on(model.start),
    [PROC.destroy]: on(model.destroy),
    [PROC.shutdown]: on(model.shutdown),
    [PROC.reboot]: on(model.reboot),
    [PROC.suspend]: on(model.suspend),
    [PROC.resume]: on(model.resume),
    [PROC.xml]: async (reader, writer, signal) =>
      writer.string(await model.xml(readDomain(reader).uuid, { inactive: false }, signal)),
    [PROC.addresses]: async (reader, writer, signal) => {
      const { uuid } = await one(reader, signal);
      const addresses = reader.u32() === 1 ? await model.addresses(uuid, signal) : [];
      writer.list(addresses, (each, { ip, mac }) =>
        each
          .string("eth0")
          .optional(mac.toUpperCase())
          .list([ip], (inner, text) => inner.i32(0).string(text).u32(24)),
      );
    },
    [PROC.domainStats]: async (_, writer) => writer.u32(0),
    [PROC.capabilities]: async (_, writer, signal) => {
      const { arch, types } = await model.abilities(signal);
      const domains = types.map((type) => `<domain type="${type}"/>`).join("");
      writer.string(
        `<capabilities><host><cpu><arch>${arch}</arch></cpu></host><guest><os_type>hvm</os_type><arch name="i686"><domain type="odd"/></arch></guest><guest><os_type>hvm</os_type><arch name="${arch}">${domains}</arch></guest></capabilities>`,
      );
    },
    [PROC.memoryStats]: async (reader, writer, signal) => {
      const { free, total } = await model.memory(signal);
      const stats =
        reader.i32() === 0
          ? []
          : ([
              ["free", free],
              ["buffers", 0],
              ["cached", 0],
              ["total", total],
            ] as const);
      writer.list(stats, (each, [field, value]) => each.string(field).u64(BigInt(value * KIB))).i32(4);
    },
    [PROC.listNetworks]: async (_, writer) => writer.list([NETWORK], writeNamed).u32(1),
    [PROC.networkXml]: async (_, writer) =>
      writer.string(`<network><name>default</name><forward mode="nat"/><bridge name="virbr0"/></network>`),
    [PROC.networkIsActive]: async (_, writer) => writer.i32(1),
    [PROC.listSnapshots]: async (reader, writer, signal) => {
      const domain = readDomain(reader);
      const all = await model.snapshots(domain.uuid, signal);
      writer.list(all, (each, { name }) => writeSnapshot(each, { name, domain })).i32(all.length);
    },
    [PROC.snapshotLookup]: async (reader, writer, signal) => {
      const domain = readDomain(reader);
      const name = reader.string();
      const is = (await model.snapshots(domain.uuid, signal)).some((snapshot) => snapshot.name === name);
      if (!is) throw new MachineFault("gone", `no domain snapshot with matching name '${name}'`);
      writeSnapshot(writer, { name, domain });
    },
    [PROC.snapshotCreate]: async (reader, writer, signal) => {
      const domain = readDomain(reader);
      const [, name = "", description = ""] =
        /<name>([^<]*)<\/name><description>([^<]*)<\/description>/.exec(reader.string()) ?? [];
      await model.takeSnapshot(domain.uuid, { name: plain(name), description: plain(description) }, signal);
      writeSnapshot(writer, { name, domain });
    },
    [PROC.snapshotXml]: async (reader, writer, signal) => {
      const { snapshot } = await snapshotOf(model, reader, signal);
      const { name, description, created, state, parent } = snapshot;
      const above = parent === null ? "" : `<parent><name>${parent}</name></parent>`;
      writer.string(
        `<domainsnapshot><name>${name}</name><description><![CDATA[${description}]]></description><state>${state}</state>${above}<creationTime>${created / 1_000}</creationTime></domainsnapshot>`,
      );
    },
    [PROC.snapshotIsCurrent]: async (reader, writer, signal) =>
      writer.i32(Number((await snapshotOf(model, reader, signal)).snapshot.current)),
    [PROC.snapshotRevert]: async (reader, _, signal) => {
      const { uuid, snapshot } = await snapshotOf(model, reader, signal);
      await model.revert(uuid, snapshot.name, signal);
    },
    [PROC.snapshotDelete]: async (reader, _, signal) => {
      const { uuid, snapshot } = await snapshotOf(model, reader, signal);
      await model.deleteSnapshot(uuid, snapshot.name, signal);
    },
  };
}

const plain = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

async function snapshotOf(model: MachineHost, reader: XdrReader, signal: AbortSignal) {
  const { name, domain } = readSnapshot(reader);
  const snapshot = (await model.snapshots(domain.uuid, signal)).find((one) => one.name === name);
  if (!snapshot) throw new MachineFault("gone", "no domain snapshot");
  return { uuid: domain.uuid, snapshot };
}

/** A daemon that speaks libvirt's RPC over a socket of its own, in front of a model. */
export async function startFakeLibvirtd(model: MachineHost) {
  const folder = mkdtempSync(join(tmpdir(), "lv-"));
  const path = join(folder, "sock");
  const answers = answersOf(model);
  const sockets = new Set<Socket>();
  /** instead of what it would answer: raw bytes, or nothing at all; how it wants to be signed in to; what it has not */
  const odd: { answer?: Buffer | "silence"; auth?: number[]; polkit?: "yes" | "no"; lacks?: number[] } = {};
  /** procedures it was asked, in their order */
  const asked: number[] = [];
  answers[PROC.authList] = async (_, writer) => writer.list(odd.auth ?? [0], (each, type) => each.i32(type));
  answers[PROC.authPolkit] = async () => {
    if (odd.polkit === "no") throw new MachineFault("denied", "authentication failed: access denied by policy");
  };
  const reply = (socket: Socket, { procedure, serial }: Frame, status: number, body: Buffer) =>
    socket.write(encodeFrame({ program: REMOTE.program, procedure, type: TYPE.reply, serial, status, body }));
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    const onFrame = async (frame: Frame) => {
      asked.push(frame.procedure);
      if (odd.answer === "silence") return;
      if (odd.answer) return void socket.write(odd.answer);
      const writer = xdrWriter();
      try {
        const answer = answers[frame.procedure];
        if (!answer || odd.lacks?.includes(frame.procedure))
          throw new MachineFault("unsupported", "this function is not supported by the connection driver");
        await answer(xdrReader(frame.body), writer, AbortSignal.timeout(5_000));
        reply(socket, frame, STATUS.ok, writer.bytes());
      } catch (fault) {
        const [code, message] =
          fault instanceof MachineFault ? [CODES[fault.kind] ?? 1, fault.message] : [1, String(fault)];
        reply(socket, frame, STATUS.error, xdrWriter().i32(code).i32(0).optional(message).i32(2).u32(0).bytes());
      }
    };
    socket.on(
      "data",
      createFrames((frame) => void onFrame({ ...frame, body: Buffer.from(frame.body) })),
    );
  });
  model.onEvent(({ uuid, name, event }) => {
    const body = writeDomain(xdrWriter().i32(0), { uuid, name })
      .i32(EVENTS[event] ?? 5)
      .i32(0)
      .bytes();
    const frame = {
      program: REMOTE.program,
      procedure: PROC.lifecycle,
      type: TYPE.message,
      serial: 0,
      status: 0,
      body,
    };
    for (const socket of sockets) socket.write(encodeFrame(frame));
  });
  const listen = () => new Promise<void>((resolve) => void server.listen(path, () => resolve()));
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  await listen();
  return {
    uri: `test+unix:///default?socket=${path}`,
    odd,
    asked,
    /** how many are connected */
    connected: () => sockets.size,
    stop,
    listen,
    async close() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
