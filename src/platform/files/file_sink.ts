import { dirname } from "node:path";
import type { ByteSink } from "../../base/bytes.ts";

/**
 * Writes a file piece by piece; it appears under its name only when it is complete. Creates missing folders.
 * @param write appends the file's bytes to the sink
 */
export async function writeThroughSink(
  path: string,
  write: (sink: ByteSink) => void,
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    using file = await Deno.open(unfinished, { write: true, createNew: true });
    write({ write: (bytes) => writeAll(file, bytes) });
    await file.sync();
    await Deno.rename(unfinished, path);
  } catch (error) {
    await Deno.remove(unfinished).catch(() => {}); // it may not exist
    throw error;
  }
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}
