import { dirname, join } from "node:path";
import { AssayError } from "../records/errors.ts";
import { counted } from "../base/text/counted.ts";
import { largest } from "../base/numeric/extremes.ts";
import { openFileSource } from "../platform/files/file_source.ts";
import type { Interface } from "./card_fit.ts";
import { scoreVerificationImages } from "./fixed_image_scores.ts";
import { freeBatchEdits } from "./onnx/free_batch.ts";
import { readOnnxModel } from "./onnx/onnx_file.ts";
import { writeEdited } from "./prepare_onnx.ts";

/** How many faces a network takes in a run. */
export interface SettledBatch {
  /** Faces in every run; `null`: any number. */
  readonly batch: number | null;
  readonly note: string;
}

/** Largest difference of a score at which the freed network is the same. */
const EQUAL = 1e-5;

interface SettleOptions {
  readonly card: Interface;
  /** Faces in every run, as the file declares. */
  readonly batch: number;
  /** Name of the user's file, for errors. */
  readonly file: string;
}

/**
 * Frees the first axis of a network that was exported for a fixed number of faces, where it then gives the same
 * scores, alone and in a batch; else it is left as it is. Both forms are run.
 * @param path of the model's own file, which is replaced by the freed one
 * @throws AssayError as `scoreVerificationImages` does, when the network fails as it is
 */
export async function settleBatch(
  path: string,
  { card: { input, output }, batch, file }: SettleOptions,
): Promise<SettledBatch> {
  const exported = `It was exported for ${counted(batch, "face")} in every run`;
  const fixed = { input: { ...input, batch }, output };
  const scores = await scoreVerificationImages(path, { card: fixed, precision: "fp32" });
  const free = join(dirname(path), "free.onnx");
  await writeFreed(path, free, { batch, file });
  const { batch: _, ...any } = input;
  const freed = await scoresOrNone(free, { input: any, output });
  if (freed === null || largest(scores.map((one, i) => Math.abs(one - freed[i]!))) > EQUAL) {
    await Deno.remove(free);
    return { batch, note: `${exported}, and is run that way.` };
  }
  await Deno.rename(free, path);
  return { batch: null, note: `${exported}; its first axis was freed, with equal scores.` };
}

async function writeFreed(
  path: string,
  target: string,
  { batch, file }: Pick<SettleOptions, "batch" | "file">,
): Promise<void> {
  const source = openFileSource(path);
  try {
    const edits = freeBatchEdits(readOnnxModel(source, file), batch);
    await writeEdited(source, target, { edits, file });
  } finally {
    source.close();
  }
}

async function scoresOrNone(path: string, card: Interface): Promise<readonly number[] | null> {
  try {
    return await scoreVerificationImages(path, { card, precision: "fp32" });
  } catch (error) {
    if (error instanceof AssayError) return null;
    throw error;
  }
}
