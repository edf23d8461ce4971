import { counted } from "../../base/text/counted.ts";
import { isCompressedArchiveName } from "../../platform/archives/archive_names.ts";
import { inputError } from "../../records/errors.ts";
import type { LeftOut } from "../../records/video.ts";
import { isFrameName, isVideoName } from "./clip_names.ts";

/** What to do with an archive whose files are compressed. */
export const HOW_TO_STORE = "Unpack it, or pack it again without compression: " +
  "zip -0 -r new.zip folder";

/** What is said of archives that were not read, and what to do. */
export interface UnreadArchives {
  /** Continues a sentence on what is not there. */
  readonly what: string;
  readonly remedy: string;
}

/** Says which archives, or links in them, were not read; `null`: none were there. */
export function unreadArchives(leftOut: readonly LeftOut[]): UnreadArchives | null {
  return wholeArchives(leftOut) ?? memberLinks(leftOut);
}

function memberLinks(leftOut: readonly LeftOut[]): UnreadArchives | null {
  const links = leftOut.filter(({ reason }) => reason === "member_link");
  return links.length === 0 ? null : {
    what: `, and ${counted(links.length, "link")} in an archive ${
      links.length === 1 ? "is" : "are"
    } not followed`,
    remedy: "Unpack the archive, and pass the folder",
  };
}

function wholeArchives(leftOut: readonly LeftOut[]): UnreadArchives | null {
  const compressed = leftOut.filter(({ name, reason }) =>
    reason === "compressed" && isCompressedArchiveName(name)
  );
  const others = leftOut.filter(({ reason }) => reason === "archive");
  const [first] = compressed.length > 0 ? compressed : others;
  if (first === undefined) return null;
  const archives = ({ length }: readonly LeftOut[]) =>
    length === 1
      ? `the archive ${JSON.stringify(first.name)}`
      : `${length} archives such as ${JSON.stringify(first.name)}`;
  return compressed.length > 0
    ? {
      what: `, and ${archives(compressed)} cannot be read, being ` +
        "compressed as a whole",
      remedy: "Unpack them, or make .tar files of them, as gunzip and unxz do",
    }
    : {
      what: `, and ${archives(others)} cannot be read: damaged, ` +
        "encrypted, in another archive, or beside its own files",
      remedy: "Unpack the archives, and pass the folder",
    };
}

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
