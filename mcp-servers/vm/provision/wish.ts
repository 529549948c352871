import { z } from "zod";
import { UserError } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import { secret } from "../../../kernel/schema.ts";
import { wantedOf } from "../network/wanted.ts";
import { CLOUD, DESKTOPS, DISTRIBUTIONS } from "./inside.ts";

const KEY =
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]{40,2000}={0,3}( .{0,200})?$/;
const line = (most: number) => z.string().refine((text) => clean(text, most) === text, "must be one line");
const whole = (unit: string, least: number, most: number) =>
  z.coerce
    .number()
    .int(`must be whole ${unit}`)
    .min(least, `must be ${least} to ${most} ${unit}`)
    .max(most, `must be ${least} to ${most} ${unit}`);

const common = {
  /** also what the guest calls itself */
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "must be 1 to 40 small letters, digits and dashes between them"),
  displayName: line(128).default(""),
  owner: line(80).default(""),
  /** GB */
  memory: z.coerce.number().min(0.25, "must be 0.25 to 1024 GB").max(1_024, "must be 0.25 to 1024 GB").default(4),
  cpus: whole("processors", 1, 128).default(2),
  /** GB */
  disk: whole("GB", 1, 16_384).default(32),
  /** name of the host, where there are several */
  host: z.string().default(""),
  /** "" for the one called default, or the only one */
  pool: line(128).default(""),
  network: z
    .string()
    .refine((text) => wantedOf(text) !== undefined, "must be nat:NETWORK, bridge:NAME or macvtap:CARD")
    .default("nat:default"),
  /** of the image */
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, "must be 64 hex digits")
    .optional(),
  /** who signs in */
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/, "must be a name for Linux: small letters, digits, - and _")
    .refine((user) => user !== "root", "must not be root: it does not sign in"),
};

/** What a new machine shall be, as people say it, a field each; `image` makes it by cloud-init, `iso` by an installer. */
export const wishFields = {
  ...common,
  user: common.user.optional(),
  image: line(2_000).optional(),
  iso: line(2_000).optional(),
  distribution: z.enum(DISTRIBUTIONS, `must be one of ${DISTRIBUTIONS.join(", ")}`).optional(),
  desktop: z.enum(DESKTOPS, `must be one of ${DESKTOPS.join(", ")}`).default("xfce"),
  /** an ssh public key */
  key: z.string().trim().regex(KEY, "must be one line of an ssh public key: ssh-ed25519 AAAA…").optional(),
  password: secret(z.string().max(200).default("")),
};

/** A wish that can be made, without its password. */
export const wish = z.discriminatedUnion("way", [
  z.object({
    ...common,
    way: z.literal("cloud"),
    source: z.string(),
    distribution: z.enum(CLOUD),
    desktop: z.enum(DESKTOPS),
    key: z.string().nullable(),
  }),
  z.object({
    ...common,
    user: common.user.nullable(),
    way: z.literal("iso"),
    source: z.string(),
    distribution: z.enum(DISTRIBUTIONS),
  }),
]);
export type Wish = z.infer<typeof wish>;
const fields = z.object(wishFields);
export type Said = z.infer<typeof fields>;

/** The longest password that bcrypt takes whole; bytes. */
const PASSWORD_BYTES = 72;

/** What was said as a wish. @throws UserError that says what is missing, or does not go together */
export function wishOf({ image, iso, password, key, user, desktop, distribution, ...rest }: Said): Wish {
  const source = image ?? iso;
  if (source === undefined || (image !== undefined && iso !== undefined))
    throw new UserError("A machine is made from an image (with cloud-init) or an iso: give one of them.");
  if (Buffer.byteLength(password) > PASSWORD_BYTES || /[^\x20-\x7e]/.test(password))
    throw new UserError(
      `A password for a new machine is at most ${PASSWORD_BYTES} characters that every keyboard has.`,
    );
  if (image === undefined) {
    if (key !== undefined) throw new UserError("A key is for an image: an installer asks for its own.");
    if (password !== "" && user === undefined) throw new UserError("Whose password is it? Give the user too.");
    return { ...rest, way: "iso", source, user: user ?? null, distribution: distribution ?? "other" };
  }
  if (user === undefined) throw new UserError("Who shall sign in? Give a user.");
  if (key === undefined && password === "")
    throw new UserError("Nobody could sign in: give an ssh public key, a password, or both.");
  if (password === "" && desktop !== "none")
    throw new UserError("A desktop is signed in to by password: give one, or desktop none.");
  const known = CLOUD.find((one) => one === distribution);
  if (!known) throw new UserError(`Which distribution is the image of? Allowed: ${CLOUD.join(", ")}.`);
  return { ...rest, way: "cloud", source, user, key: key ?? null, desktop, distribution: known };
}
