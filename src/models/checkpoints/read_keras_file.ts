import { basename } from "node:path";
import { inputError } from "../../records/errors.ts";
import { type KerasLayer, requireKerasSize } from "./keras_weights.ts";
import { type Clock, systemClock } from "../../platform/host/clock.ts";
import { openFileSource } from "../../platform/files/file_source.ts";
import { callWorker } from "../../platform/workers/worker_call.ts";
import type { KerasFile } from "./keras_weights_worker.ts";

/** Longest reading time, milliseconds: valid files take well under a second, on a busy machine several. */
const PATIENCE = 30_000;

/**
 * Reads the layers of a Keras weights file on a thread of its own, which can be stopped: the HDF5 library loops
 * forever on some broken files.
 * @param options `patience`: longest reading time, milliseconds on `clock`
 * @throws AssayError FILE_NOT_READ or KERAS_WEIGHTS (exit 3) when it is not such a file
 */
export async function readKerasFile(
  path: string,
  { patience = PATIENCE, clock = systemClock }: {
    readonly patience?: number;
    readonly clock?: Clock;
  } = {},
): Promise<readonly KerasLayer[]> {
  const file = basename(path);
  const layers = await callWorker<KerasFile, readonly KerasLayer[]>(
    { bytes: wholeFile(path, file), file },
    { url: new URL("./keras_weights_worker.ts", import.meta.url), patience, clock },
  );
  if (layers !== null) return layers;
  throw inputError("KERAS_WEIGHTS", {
    what: `${file} is not a Keras weights file: reading it timed out`,
    remedy: "Download it again, or save the model's weights as HDF5",
  });
}

function wholeFile(path: string, file: string): Uint8Array {
  const source = openFileSource(path);
  try {
    requireKerasSize(source, file);
    return source.read(0, source.byteLength);
  } finally {
    source.close();
  }
}
