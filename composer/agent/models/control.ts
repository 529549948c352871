/** How a model stands in the memory of whatever serves it. */
export type Standing =
  /** bytes of main memory, and other models that are in it */
  | { state: "loaded"; bytes: number; others: string[] }
  | { state: "unloaded"; others: string[] }
  /** it is not there at all */
  | { state: "missing" };

/** What is asked and told of a model's memory, beside sentences. */
export interface MemoryControl {
  /** @throws ModelFault */
  standing(signal?: AbortSignal): Promise<Standing>;
  /** Gives its memory back; settles once it is no longer there. @throws ModelFault */
  unload(signal?: AbortSignal): Promise<void>;
  /** ends what is ours of it */
  close?(): Promise<void>;
}
