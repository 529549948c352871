/** Distributions whose cloud images are known, and desktops that they can be given. */
export const CLOUD = ["debian", "ubuntu"] as const;
export const DESKTOPS = ["xfce", "gnome", "none"] as const;

/** Distributions whose own steps are known. */
export const DISTRIBUTIONS = ["debian", "ubuntu", "fedora", "arch", "other"] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

const APT = [
  "sudo apt-get install openssh-server qemu-guest-agent acpid xrdp xorgxrdp ufw",
  "sudo systemctl enable --now ssh acpid xrdp",
  "sudo adduser xrdp ssl-cert && sudo systemctl restart xrdp",
  "sudo ufw allow 22/tcp && sudo ufw allow 3389/tcp && sudo ufw enable",
] as const;

const LINES: Record<Distribution, readonly string[]> = {
  debian: [...APT, "echo 'export XDG_CURRENT_DESKTOP=GNOME' > ~/.xsessionrc    # or XFCE, KDE …"],
  ubuntu: [
    ...APT,
    "printf 'export XDG_CURRENT_DESKTOP=ubuntu:GNOME\\nexport GNOME_SHELL_SESSION_MODE=ubuntu\\n' > ~/.xsessionrc",
  ],
  fedora: [
    "sudo dnf install openssh-server qemu-guest-agent acpid xrdp",
    "sudo systemctl enable --now sshd qemu-guest-agent acpid xrdp",
    "sudo firewall-cmd --permanent --add-service=ssh --add-port=3389/tcp && sudo firewall-cmd --reload",
  ],
  arch: [
    "sudo pacman -S openssh qemu-guest-agent acpid ufw    # and xrdp, xorgxrdp from the AUR",
    "sudo systemctl enable --now sshd qemu-guest-agent acpid xrdp ufw",
    "sudo ufw allow 22/tcp && sudo ufw allow 3389/tcp && sudo ufw enable",
    "echo 'exec startplasma-x11' > ~/.xinitrc    # or the session of your desktop",
  ],
  other: [
    "an ssh server, on port 22",
    "qemu-guest-agent, so that its host can ask it",
    "acpid, or anything that obeys a power button",
    "an RDP server such as xrdp, on port 3389",
    "a firewall that lets 22 and 3389 in",
  ],
};

/** What a person does inside of a machine that was installed by hand, a line each. */
export const insideLines = (distribution: Distribution): readonly string[] => LINES[distribution];
