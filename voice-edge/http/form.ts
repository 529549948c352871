import { UserError } from "../../kernel/errors.ts";

/** The longest form, in bytes: a recording and a little around it. */
export const FORM_BYTES = 10 * 1024 * 1024 + 64 * 1024;

/** A form with a recording in one of `names`, read with a limit. @throws UserError */
export async function formOf(
  request: Request,
  names: readonly string[],
): Promise<{ audio: Uint8Array; text(name: string): string | undefined }> {
  if (!/^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new UserError(`Send a form (multipart/form-data) with the recording as ${names[0]}.`);
  }
  const bytes = await bytesOf(request);
  const form = await new Response(bytes, { headers: { "content-type": request.headers.get("content-type") ?? "" } })
    .formData()
    .catch((thrown: unknown) => {
      throw new UserError("The form is broken.", { cause: thrown });
    });
  const file = names.map((name) => form.get(name)).find((part) => part instanceof File);
  if (!file) throw new UserError(`The form has no recording: it is sent as a file called ${names.join(" or ")}.`);
  return {
    audio: await file.bytes(),
    text(name) {
      const part = form.get(name);
      return typeof part === "string" && part !== "" ? part : undefined;
    },
  };
}

async function bytesOf(request: Request): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.byteLength;
    if (length > FORM_BYTES) throw new UserError("A recording has at most 10 MB here.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
