import { inputError } from "../../records/errors.ts";
import { compareNaturally } from "../../base/text/compare_naturally.ts";

/**
 * Chooses the compression of a dataset that holds each video in several: the wanted one, else the only one.
 * @param present those that have videos
 * @returns `null`: there are none
 * @throws AssayError DATASET_CHOICE (exit 3), naming those that are there
 */
export function requireCompression(
  present: Iterable<string>,
  wanted: string | undefined,
): string | null {
  const names = [...new Set(present)].sort(compareNaturally);
  if (wanted === undefined && names.length <= 1) return names[0] ?? null;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  if (names.length === 0) return null;
  const choices = names.map((name) => `\`--where compression=${name}\``).join(" or ");
  throw inputError("DATASET_CHOICE", {
    what: wanted === undefined
      ? `the dataset holds videos in several compressions: ${names.join(", ")}`
      : `the dataset has no videos of the compression ${JSON.stringify(wanted)}, ` +
        `but of ${names.join(", ")}`,
    remedy: `Choose with ${choices}`,
  });
}
