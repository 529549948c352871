/** Does work that ends with a signal after so many milliseconds, or with `outer`; leaves no timer behind. */
export async function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const end = () => controller.abort(outer?.reason);
  // AbortSignal.timeout would keep its timer for the whole time, of every call.
  const timer = setTimeout(() => controller.abort(new DOMException("too slow", "TimeoutError")), ms);
  outer?.addEventListener("abort", end, { once: true });
  if (outer?.aborted) end();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", end);
  }
}
