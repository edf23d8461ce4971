import { counted } from "../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../records/data_warning.ts";
import type { Dataset, LeftOut } from "../records/video.ts";
import { splitLeaks } from "./split_leaks.ts";
import { extensionOf } from "./tree/clip_names.ts";

/**
 * Checks a dataset before any video is opened: for missing files, for what was left out, and for groups and persons in
 * several splits.
 * @param dataset complete, not one split
 */
export function datasetWarnings(dataset: Dataset): readonly DataWarning[] {
  return [
    missingFiles(dataset),
    ...LEFT_OUT.map(({ reason, warn }) => warn(namesLeftOut(dataset, reason))),
    ...splitLeaks(dataset.videos),
  ].filter((warning) => warning !== null);
}

/** Warns of listed videos that are not there, apart from links, of which there is another warning. */
function missingFiles({ missing, leftOut }: Dataset): DataWarning | null {
  const links = new Set(leftOut.map(({ name }) => name));
  const absent = missing.filter((id) => !links.has(id));
  const { length } = absent;
  return dataWarning(
    "missing_files",
    absent,
    (first) =>
      `${counted(length, "video")} ${
        length === 1 ? "is" : "are"
      } listed in the labels but not on disk ` +
      `(the first is ${first}), and left out of all results. Add the files, or use --strict to ` +
      "stop when files are missing.",
  );
}

/** The warning for each reason to leave something out, in the order in which they are given. */
const LEFT_OUT: readonly {
  readonly reason: LeftOut["reason"];
  readonly warn: (names: readonly string[]) => DataWarning | null;
}[] = [
  { reason: "link", warn: linkWarning },
  { reason: "broken_link", warn: brokenLinkWarning },
  { reason: "member_link", warn: memberLinkWarning },
  { reason: "compressed", warn: compressedWarning },
  { reason: "archive", warn: archiveWarning },
  { reason: "unlisted", warn: unlistedWarning },
  { reason: "extension", warn: extensionWarning },
];

function namesLeftOut({ leftOut }: Dataset, reason: LeftOut["reason"]): readonly string[] {
  return leftOut.filter((one) => one.reason === reason).map(({ name }) => name);
}

function linkWarning(links: readonly string[]): DataWarning | null {
  return dataWarning(
    "links_left_out",
    links,
    (first) =>
      links.length === 1
        ? `1 link that leads out of the dataset's folder is left out: ${first}. Pass ` +
          "--follow-links to read what it leads to."
        : `${links.length} links that lead out of the dataset's folder are left out (the first is ` +
          `${first}). Pass --follow-links to read what they lead to.`,
  );
}

function brokenLinkWarning(links: readonly string[]): DataWarning | null {
  return dataWarning(
    "links_left_out",
    links,
    (first) =>
      `${counted(links.length, "broken link")} ${links.length === 1 ? "is" : "are"} left out ` +
      `(the first is ${first}): what ${links.length === 1 ? "it leads" : "they lead"} to is ` +
      "missing. Put the files themselves in their place.",
  );
}

function memberLinkWarning(links: readonly string[]): DataWarning | null {
  return dataWarning(
    "links_left_out",
    links,
    (first) =>
      `${counted(links.length, "link")} in an archive ${links.length === 1 ? "is" : "are"} left ` +
      `out (the first is ${first}). Unpack the archive to read what ${
        links.length === 1 ? "it leads" : "they lead"
      } to.`,
  );
}

function compressedWarning(names: readonly string[]): DataWarning | null {
  return dataWarning(
    "compressed_members",
    names,
    (first) =>
      `${counted(names.length, "member")} of an archive ${names.length === 1 ? "is" : "are"} ` +
      `left out (the first is ${first}): compressed in it, and only stored ones are read. ` +
      "Unpack the archive, or make it again without compression (zip -0).",
  );
}

function archiveWarning(names: readonly string[]): DataWarning | null {
  return dataWarning(
    "archives_left_out",
    names,
    (first) =>
      `${counted(names.length, "archive")} ${names.length === 1 ? "is" : "are"} left out ` +
      `(the first is ${first}): damaged, encrypted or in another one, or files of its names lie beside it. ` +
      "Replace it, or unpack it into a folder of its own.",
  );
}

function unlistedWarning(unlisted: readonly string[]): DataWarning | null {
  const isOne = unlisted.length === 1;
  return dataWarning(
    "unlisted_files",
    unlisted,
    (first) =>
      `${counted(unlisted.length, "video")} in the dataset's folder ${isOne ? "is" : "are"} not ` +
      `in its labels and left out (the first is ${first}). Label ${isOne ? "it" : "them"} as the ` +
      `others are, or move ${isOne ? "it" : "them"} out of the folder.`,
  );
}

function extensionWarning(names: readonly string[]): DataWarning | null {
  const extensions = [...new Set(names.map((name) => `.${extensionOf(name)}`))].sort();
  return dataWarning(
    "formats_left_out",
    names,
    (first) =>
      `${counted(names.length, "file")} ${names.length === 1 ? "is" : "are"} left out (the first ` +
      `is ${first}): ${extensions.join(" and ")} ${extensions.length === 1 ? "is" : "are"} not ` +
      "read as video. Convert them to .mp4 or .mkv.",
  );
}
