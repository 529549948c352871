// A web worker's world inside a worker thread: what the WebAssembly build of whisper.cpp expects of a browser.
import { parentPort, workerData } from "node:worker_threads";

const world = {
  self: globalThis,
  WorkerGlobalScope: Object,
  name: "em-pthread",
  onmessage: undefined,
  postMessage: (message: unknown) => parentPort?.postMessage(message),
};
Object.assign(globalThis, world);

parentPort?.on("message", (data: unknown) => {
  const handle: unknown = Reflect.get(globalThis, "onmessage");
  if (typeof handle === "function") handle({ data });
});
await import(String(workerData));
