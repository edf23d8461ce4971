import { counted } from "../../base/text/counted.ts";
import { inputError } from "../../records/errors.ts";
import type { LeftOut } from "../../records/video.ts";
import { isFrameName, isVideoName } from "./clip_names.ts";

/** What to do with an archive whose files are compressed. */
export const HOW_TO_STORE = "Unpack it, or pack it again without compression: " +
  "zip -0 -r new.zip folder";

/**
 * Makes sure that no video was left out because it is compressed in an archive: zip stores what it cannot make smaller,
 * so that those which remain would be a chosen few.
 * @throws AssayError DATASET_COMPRESSED (exit 3), with what to do
 */
export function requireStoredClips(leftOut: readonly LeftOut[]): void {
  const isClip = ({ name, reason }: LeftOut) =>
    reason === "compressed" && (isVideoName(name) || isFrameName(name));
  const first = leftOut.find(isClip);
  if (first === undefined) return;
  const compressed = leftOut.filter((one) => isClip(one) && one.archive === first.archive);
  const what = isVideoName(first.name) ? "video" : "picture";
  throw inputError("DATASET_COMPRESSED", {
    what: `${counted(compressed.length, what)} in ${first.archive ?? "an archive"}, such as ${
      JSON.stringify(first.name)
    }, cannot be read in place, being compressed`,
    remedy: HOW_TO_STORE,
  });
}
