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
  const compressed = leftOut.filter(({ name, reason }) =>
    reason === "compressed" && (isVideoName(name) || isFrameName(name))
  );
  const [first] = compressed;
  if (first === undefined) return;
  const what = isVideoName(first.name) ? "video" : "picture";
  throw inputError("DATASET_COMPRESSED", {
    what: `${counted(compressed.length, what)} in an archive, such as ${
      JSON.stringify(first.name)
    }, cannot be read in place, being compressed`,
    remedy: HOW_TO_STORE,
  });
}
