import { PeerError, UserError } from "../../kernel/errors.ts";
import { orAborted } from "../until.ts";

export interface Waits {
  /** who asked has gone: what has not begun is never done */
  signal?: AbortSignal;
  /** milliseconds within which there is an answer */
  within: number;
}

/** Work done one after the other; `queued` is how long it waited, in milliseconds. */
export type Queue = <T>(work: (signal: AbortSignal, queued: number) => Promise<T>, waits: Waits) => Promise<T>;

/** A queue of so many at most. @throws UserError when it is full; PeerError when it takes too long; the reason of `signal` */
export function createQueue(most: number): Queue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (work, { signal, within }) => {
    if (waiting >= most) throw new UserError(`${most} are waiting to be heard already. Try again in a moment.`);
    const begun = performance.now();
    const late = new PeerError(`It was not heard within ${Math.round(within / 1000)} s. Try again.`);
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(late), within);
    const either = signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal;
    waiting += 1;
    const turn = last.then(() => {
      either.throwIfAborted();
      return work(either, performance.now() - begun);
    });
    last = turn.catch(() => {});
    try {
      return await orAborted(turn, either);
    } finally {
      clearTimeout(timer);
      void turn.catch(() => {}).then(() => (waiting -= 1));
    }
  };
}
