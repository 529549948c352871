/** The longest body, in bytes. */
export const LONGEST = 4 * 1024 * 1024;

/** A fault of JSON-RPC as an HTTP answer. */
export const faultResponse = (status: number, code: number, message: string): Response =>
  Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status });

const tooLong = () => ({ refused: faultResponse(413, -32600, `A body has at most ${LONGEST} bytes.`) });

/** The body of a POST, parsed once; or the answer to one that is too long or no JSON. */
export async function readBody(request: Request): Promise<{ body: unknown } | { refused: Response }> {
  if (Number(request.headers.get("content-length")) > LONGEST) return tooLong();
  const text = await request.text();
  if (Buffer.byteLength(text) > LONGEST) return tooLong();
  try {
    return { body: JSON.parse(text) };
  } catch {
    return { refused: faultResponse(400, -32700, "Parse error: the body is no JSON.") };
  }
}
