import { PeerError, UserError } from "../../kernel/errors.ts";

/** The longest form, in bytes: a recording and a little around it; and those of all forms at once. */
const FORM_BYTES = 10 * 1024 * 1024 + 64 * 1024;
const ALL_BYTES = 8 * FORM_BYTES;

/** A form with a recording. */
export interface Form {
  audio: Uint8Array;
  /** another field of it */
  text(name: string): string | undefined;
}

/** Reads the form of a request whose recording is in one of `names`, and does what is to be done with it. @throws UserError */
export type WithForm = <T>(request: Request, names: readonly string[], work: (form: Form) => Promise<T>) => Promise<T>;

/** Forms are read with a limit each and one for all that are under way, so that many at once do not fill the memory. */
export function createForms(most = ALL_BYTES): WithForm {
  let held = 0;
  return async (request, names, work) => {
    let mine = 0;
    const hold = (bytes: number) => {
      if (mine + bytes > FORM_BYTES) throw new UserError("A recording has at most 10 MB here.");
      if (held + bytes > most) throw new PeerError("Too many recordings at once. Try again in a moment.");
      held += bytes;
      mine += bytes;
    };
    try {
      return await work(await formOf(request, names, hold));
    } finally {
      held -= mine;
    }
  };
}

async function formOf(request: Request, names: readonly string[], hold: (bytes: number) => void): Promise<Form> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new UserError(`Send a form (multipart/form-data) with the recording as ${names[0]}.`);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of request.body ?? []) {
    hold(piece.byteLength);
    pieces.push(piece);
  }
  const whole = new Response(Buffer.concat(pieces), { headers: { "content-type": type } });
  const form = await whole.formData().catch((thrown: unknown) => {
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
