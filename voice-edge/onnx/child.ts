import { serveJobs } from "../children/serve.ts";

// ONNX Runtime in one process for all that needs it; each job is loaded with its first order.
serveJobs({
  ear: async () => (await import("../stream/job.ts")).loadEars(),
  piper: async () => (await import("../say/piper/job.ts")).loadPiper(),
});
