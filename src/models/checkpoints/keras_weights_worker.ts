import { memorySource } from "../../base/bytes.ts";
import { type KerasLayer, readKerasWeights } from "./keras_weights.ts";
import { serveWorker } from "../../platform/workers/serve_worker.ts";

/** A file to read, with its name for errors. */
export interface KerasFile {
  readonly bytes: Uint8Array;
  readonly file: string;
}

// Reads one Keras weights file; started by `read_keras_file.ts`.
serveWorker<null, null, KerasFile, readonly KerasLayer[]>({
  setup: () => Promise.resolve(null),
  work: ({ bytes, file }) => readKerasWeights(memorySource(bytes), file),
  release: () => Promise.resolve(),
});
