import { stringify } from "yaml";
import type { CLOUD, DESKTOPS } from "./inside.ts";

export interface Seed {
  /** told to the guest as its instance: another one is a first start */
  uuid: string;
  /** of the machine, and what it calls itself */
  name: string;
  distribution: (typeof CLOUD)[number];
  desktop: (typeof DESKTOPS)[number];
  /** who signs in */
  user: string;
  /** an ssh public key; null where there is none */
  key: string | null;
  /** crypt(3) of the password; null where there is none */
  hash: string | null;
}

/** What each desktop is made of, by distribution. */
const PACKAGES: Record<Seed["desktop"], Record<Seed["distribution"], string[]>> = {
  xfce: { debian: ["xfce4", "xfce4-terminal", "dbus-x11"], ubuntu: ["xfce4", "xfce4-terminal", "dbus-x11"] },
  gnome: { debian: ["gnome-core"], ubuntu: ["ubuntu-desktop-minimal"] },
  none: { debian: [], ubuntu: [] },
};
/** A session by xrdp starts with no idea of its desktop: these lines tell it. */
const SESSIONS: Record<Seed["desktop"], Record<Seed["distribution"], string>> = {
  xfce: { debian: "XFCE", ubuntu: "XFCE" },
  gnome: { debian: "GNOME", ubuntu: "ubuntu:GNOME" },
  none: { debian: "", ubuntu: "" },
};

/** The files of a NoCloud seed, whose disc is labelled "cidata". */
export function seedFiles(seed: Seed): Map<string, Uint8Array> {
  const meta = { "instance-id": seed.uuid, "local-hostname": seed.name };
  return new Map([
    ["meta-data", Buffer.from(stringify(meta))],
    ["user-data", Buffer.from(`#cloud-config\n${stringify(userData(seed), { lineWidth: 0 })}`)],
  ]);
}

function userData({ name, distribution, desktop, user, key, hash }: Seed) {
  const hasDesktop = desktop !== "none";
  const session = SESSIONS[desktop][distribution];
  const lines = [`export XDG_CURRENT_DESKTOP=${session}`];
  if (session === "ubuntu:GNOME") lines.push("export GNOME_SHELL_SESSION_MODE=ubuntu");
  const starts = { xfce: "startxfce4", gnome: "gnome-session", none: "" }[desktop];
  return {
    hostname: name,
    users: [
      {
        name: user,
        groups: ["sudo"],
        shell: "/bin/bash",
        // Without a password there is none that sudo could ask for.
        sudo: hash === null ? "ALL=(ALL) NOPASSWD:ALL" : "ALL=(ALL) ALL",
        lock_passwd: hash === null,
        ...(hash !== null && { hashed_passwd: hash }),
        ...(key !== null && { ssh_authorized_keys: [key] }),
      },
    ],
    // By key alone where there is one; else nobody could sign in from elsewhere.
    ssh_pwauth: key === null,
    package_update: true,
    packages: [
      "openssh-server",
      "qemu-guest-agent",
      "acpid",
      "ufw",
      ...(hasDesktop ? ["xrdp", "xorgxrdp", ...PACKAGES[desktop][distribution]] : []),
    ],
    // Before users are made: each finds them in its home.
    ...(hasDesktop && {
      write_files: [
        { path: "/etc/skel/.xsessionrc", content: `${lines.join("\n")}\n` },
        { path: "/etc/skel/.xsession", content: `${starts}\n` },
      ],
    }),
    runcmd: [
      ["systemctl", "start", "qemu-guest-agent"],
      ["systemctl", "enable", "--now", "acpid"],
      ["ufw", "allow", "22/tcp"],
      ...(hasDesktop
        ? [
            ["ufw", "allow", "3389/tcp"],
            ["adduser", "xrdp", "ssl-cert"],
            ["systemctl", "restart", "xrdp"],
          ]
        : []),
      ["ufw", "--force", "enable"],
    ],
  };
}
