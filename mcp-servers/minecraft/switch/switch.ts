/** How a world's server is switched. */
export interface Switch {
  /** whether its process runs; whether it answers is another question */
  isOn(signal: AbortSignal): Promise<boolean>;
  /** @throws PeerError, UserError */
  start(signal: AbortSignal): Promise<void>;
  stop(signal: AbortSignal): Promise<void>;
  /** what a person should know of it */
  notes: readonly string[];
}
