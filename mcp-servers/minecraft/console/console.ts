/** The console of a running server. */
export interface Console {
  /** names of who plays */
  players(signal: AbortSignal): Promise<string[]>;
  say(text: string, signal: AbortSignal): Promise<void>;
  /** Whether the server may write the world by itself. */
  saving(isOn: boolean, signal: AbortSignal): Promise<void>;
  /** Writes all of the world; done when it is written. */
  flush(signal: AbortSignal): Promise<void>;
}

/** Text for everybody: one line, without what the server reads as formatting or as a selector. */
export const spokenLine = (text: string): string =>
  text
    .replace(/[\u00a7@\p{Cc}]/gu, " ")
    .trim()
    .slice(0, 250);
