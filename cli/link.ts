import { z } from "zod";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const made = z.object({ url: z.string() });

/** steward link: a link that signs a browser in, once, within 10 minutes. */
export const link: Command = async ({ args, client, print }) => {
  optionsOf(args, {}, "link");
  const { body } = await (await client()).request("POST", "/api/links", {});
  print(made.parse(body).url);
};
