import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { expect, test } from "vitest";
import { connect } from "../../cli/client.ts";
import { vm } from "../../cli/provision.ts";
import { overHttp, startHouse } from "../../evals/house.ts";
import { exec } from "../../kernel/exec.ts";
import { cloudImage } from "./cloud-image.ts";
import { startLibvirtd } from "./libvirtd.ts";

const NOBODY = 65_534;
const TUN = "/dev/net/tun";
const CARD = "steward-tap";
const found = z.object({ addresses: z.array(z.object({ ip: z.ipv4() })) });
/** Nobody's network: of the range that is set apart for documentation. */
const [HERE, FIRST, LAST] = ["198.51.100.1", "198.51.100.10", "198.51.100.20"];
const run = (command: string, ...args: string[]) => exec(command, args, { timeout: 120_000 });

/** A network card for an unprivileged machine, and somebody who gives it an address. */
async function openNetwork(folder: string) {
  // Anybody may open it on a usual Linux; in a container perhaps not.
  const { mode } = statSync(TUN);
  chmodSync(TUN, 0o666);
  await run("ip", "tuntap", "add", "dev", CARD, "mode", "tap", "user", String(NOBODY));
  await run("ip", "address", "add", `${HERE}/24`, "dev", CARD);
  await run("ip", "link", "set", CARD, "up");
  const leases = join(folder, "leases");
  const args = ["-k", "-C", "-", "--port=0", "--bind-dynamic", `--interface=${CARD}`, `--dhcp-leasefile=${leases}`];
  const dhcp = spawn("dnsmasq", [...args, `--dhcp-range=${FIRST},${LAST}`], { stdio: ["pipe", "ignore", "ignore"] });
  dhcp.stdin.end();
  return async () => {
    dhcp.kill();
    if (dhcp.exitCode === null) await once(dhcp, "exit");
    await run("ip", "link", "delete", CARD);
    chmodSync(TUN, mode);
  };
}

/** Without its card's bridge, which no unprivileged machine may join: the card of the test instead. */
const onTap = (xml: string) =>
  xml.replace(
    /<interface type='bridge'>([^]*?)<source [^>]*\/>/,
    `<interface type='ethernet'>$1<target dev='${CARD}' managed='no'/>`,
  );

test("a cloud image becomes a machine that its maker signs in to", { timeout: 50 * 60_000 }, async () => {
  const libvirtd = await startLibvirtd();
  const close = await openNetwork(libvirtd.folder);
  const house = await startHouse({ LIBVIRT_URIS: libvirtd.sessionUri });
  const virsh = (...args: string[]) => run("virsh", "-q", "-c", libvirtd.sessionUri, ...args);
  const lines: string[] = [];
  const print = (line: string) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  };
  const source = { STEWARD_URL: house.url, STEWARD_TOKEN: house.token };
  const provision = (...args: string[]) =>
    vm({ args: ["provision", "green", ...args], source, client: () => connect(source, print), print, note: print });
  try {
    const pool = join(libvirtd.folder, "pool");
    mkdirSync(pool);
    chownSync(pool, NOBODY, NOBODY);
    await virsh("pool-create-as", "default", "dir", "--target", pool);
    const key = join(libvirtd.folder, "key");
    await run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
    const image = ["--image", cloudImage(), "--distribution", "debian", "--memory", "1", "--disk", "4", "--cpus", "2"];
    const who = ["--user", "ada", "--key", `${key}.pub`, "--desktop", "none", "--network", "bridge:steward-none"];
    expect(await provision(...image, ...who, "--yes")).toBe(1);
    const definition = join(libvirtd.folder, "green.xml");
    await exec("tee", [definition], { timeout: 5_000, input: onTap(await virsh("dumpxml", "--inactive", "green")) });
    await virsh("define", definition);
    expect(await provision()).toBe(0);
    expect(lines.at(-1)).toBe("green is made, and written down.");
    const told = await fetch(`${house.url}/api/vms/green`, { headers: { authorization: `Bearer ${house.token}` } });
    const [address] = found.parse(await told.json()).addresses;
    const signIn = [
      "-i",
      key,
      "-o",
      "BatchMode=yes",
      "-o",
      "StrictHostKeyChecking=no",
      "-o",
      "UserKnownHostsFile=/dev/null",
    ];
    const look = () =>
      run("ssh", ...signIn, `ada@${address?.ip}`, "hostname; sudo -n ufw status; ls /dev/vdb").catch(String);
    // Its agent and ssh are there before cloud-init is through: they came with this image.
    await expect.poll(look, { timeout: 10 * 60_000, interval: 5_000 }).toContain("green\nStatus: active");
    const inside = await look();
    expect(inside).toMatch(/22\/tcp +ALLOW/);
    expect((await overHttp(house).ask("stop green", undefined, false)).say).toMatch(
      /^green is (off|still shutting down)\.$/,
    );
  } finally {
    await house.close();
    await virsh("destroy", "green").catch(() => {});
    await libvirtd.close();
    await close();
  }
});
