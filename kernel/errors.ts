/** An error its caller can mend: the message is one line that says what is wrong and what is allowed. */
export class UserError extends Error {
  override name = "UserError";
}

/** A peer (Home Assistant, a child process, a remote server) that is away, refuses us or is too slow. */
export class PeerError extends UserError {
  override name = "PeerError";
}

/** The message of anything thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s+/g, " ").trim();
}
