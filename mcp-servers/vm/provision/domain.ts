import { XMLSerializer } from "@xmldom/xmldom";
import type { Abilities } from "../driver.ts";
import type { Wanted } from "../network/wanted.ts";
import type { Element } from "../xml.ts";
import { below, child, escaped, parseXml } from "../xml.ts";

/** A machine to be defined. */
export interface Blueprint {
  name: string;
  uuid: string;
  mac: string;
  /** MiB */
  memory: number;
  cpus: number;
  network: Wanted;
  disk: { path: string; format: "qcow2" | "raw" };
  /** path of a disc; null for none */
  disc: string | null;
  /** its first system is being installed: a screen on a socket of its own, and off instead of a new start */
  installing: boolean;
}

/** Many an installer is signed by nobody, Arch's among them: a firmware that asks for a signature shows its menu instead. */
const UNSIGNED = `<firmware><feature enabled="no" name="secure-boot"/></firmware>`;

/** How machines can be made, the best first. */
const TYPES = ["kvm", "qemu", "test"] as const;

/** The type of a machine on a host; undefined where it makes none that we know. */
export const typeOn = ({ types }: Abilities): (typeof TYPES)[number] | undefined =>
  TYPES.find((type) => types.includes(type));

/** The XML of a machine: UEFI, virtio, a channel for its agent, and no screen once it is installed. */
export function domainXml(plan: Blueprint, abilities: Abilities): string {
  const type = typeOn(abilities) ?? "kvm";
  const isArm = abilities.arch === "aarch64";
  const disc = plan.disc === null ? "" : discXml(plan.disc, plan.installing, isArm);
  const screen = `<graphics type="vnc"><listen type="socket"/></graphics><video><model type="virtio"/></video><input type="tablet" bus="usb"/>`;
  return `<domain type="${type}">
  <name>${escaped(plan.name)}</name>
  <uuid>${plan.uuid}</uuid>
  <memory unit="MiB">${plan.memory}</memory>
  <vcpu>${plan.cpus}</vcpu>
  ${type === "test" ? `<os><type arch="${abilities.arch}">hvm</type></os>` : `<os firmware="efi"><type arch="${abilities.arch}" machine="${isArm ? "virt" : "q35"}">hvm</type>${UNSIGNED}</os>`}
  <features><acpi/>${isArm ? "" : "<apic/>"}</features>
  ${type === "kvm" ? `<cpu mode="host-passthrough"/>` : ""}
  <clock offset="utc"/>
  <on_reboot>${plan.installing ? "destroy" : "restart"}</on_reboot>
  <devices>
    <disk type="file" device="disk"><driver name="qemu" type="${plan.disk.format}" discard="unmap"/><source file="${escaped(plan.disk.path)}"/><target dev="vda" bus="virtio"/><boot order="1"/></disk>
    ${disc}
    ${cardXml(plan.network, plan.mac)}
    <channel type="unix"><target type="virtio" name="org.qemu.guest_agent.0"/></channel>
    <serial type="pty"/><console type="pty"/>
    <rng model="virtio"><backend model="random">/dev/urandom</backend></rng>
    <memballoon model="virtio"/>
    ${plan.installing ? screen : ""}
  </devices>
</domain>`;
}

/** An installer's is a drive it boots from; a seed is a disk, since kernels made for clouds know no other drive than virtio's. */
function discXml(path: string, installing: boolean, isArm: boolean): string {
  const [device, target, order] = installing
    ? ["cdrom", `dev="sda" bus="${isArm ? "scsi" : "sata"}"`, `<boot order="2"/>`]
    : ["disk", `dev="vdb" bus="virtio"`, ""];
  const source = `<driver name="qemu" type="raw"/><source file="${escaped(path)}"/><target ${target}/>`;
  return `<disk type="file" device="${device}">${source}<readonly/>${order}</disk>`;
}

function cardXml({ kind, source }: Wanted, mac: string): string {
  const place = escaped(source);
  const [type, at] = {
    nat: ["network", `network="${place}"`],
    bridge: ["bridge", `bridge="${place}"`],
    macvtap: ["direct", `dev="${place}" mode="bridge"`],
  }[kind];
  return `<interface type="${type}"><mac address="${mac}"/><source ${at}/><model type="virtio"/></interface>`;
}

/**
 * A machine's own XML as it is once it is made: without its disc and its installer's screen, with `memory` MiB. All
 * else stays where libvirt put it, so that its guest finds its network card under the same name.
 */
export function finishedXml(xml: string, memory: number): string {
  const root = parseXml(xml);
  const devices = child(root, "devices");
  const goes = [
    ...below(root, "disk").filter((disk) => child(disk, "readonly")),
    ...["graphics", "video", "audio"].flatMap((name) => below(root, name)),
    ...below(root, "input").filter((input) => input.getAttribute("type") === "tablet"),
  ];
  for (const element of goes) if (element.parentNode === devices) devices?.removeChild(element);
  for (const name of ["memory", "currentMemory"]) setText(child(root, name), String(memory * KIB), { unit: "KiB" });
  setText(child(root, "on_reboot"), "restart");
  return new XMLSerializer().serializeToString(root);
}

const KIB = 1_024;

function setText(element: Element | undefined, text: string, attributes: Record<string, string> = {}): void {
  if (!element) return;
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
