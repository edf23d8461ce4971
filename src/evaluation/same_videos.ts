import { counted } from "../base/text/counted.ts";
import { sha256Clip } from "../platform/files/clip_contents.ts";
import type { Terminal } from "../platform/host/terminal.ts";
import type { RunManifest } from "../records/manifest.ts";
import { isRetryable } from "../records/temporary_failure.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { sameTags } from "../records/tagged_facts.ts";
import type { DatasetVideo } from "../records/video.ts";
import type { Journal } from "../runs/journal.ts";
import { changedVideos, selectionProof } from "../runs/selection_proof.ts";
import { resumeDiffers } from "./started_run.ts";

/** Number of names that an error lists. */
const MOST_NAMES = 10;

/**
 * Makes sure that a run is resumed over the videos it was started with: the same names, labels, groups, splits and
 * tags, and the same contents of those that have a record.
 * @returns the videos that have a record and are to be tried again
 * @throws AssayError RESUME_DIFFERS (exit 2), naming the videos
 */
export async function requireSameVideos(
  videos: readonly DatasetVideo[],
  { journal, manifest, terminal }: {
    readonly journal: Journal;
    readonly manifest: RunManifest;
    readonly terminal: Pick<Terminal, "progress">;
  },
): Promise<ReadonlySet<string>> {
  const byId = new Map<string, DatasetVideo>(videos.map((video) => [video.id, video]));
  const again = new Set<string>();
  const gone: string[] = [], relabelled = changedFacts(videos, manifest), replaced: string[] = [];
  let done = 0;
  for (const name of journal.filenames()) {
    const record = journal.read(name);
    const video = byId.get(name);
    if (video === undefined) gone.push(name);
    else if (!sameFacts(video, record)) relabelled.add(name);
    else if (isRetryable(record)) again.add(name);
    else if (!await sameContent(video, record)) replaced.push(name);
    terminal.progress(`comparing finished videos with those of the dataset: ${++done}`);
  }
  requireNone([
    [gone, "is no longer in the dataset", "are no longer in the dataset"],
    [
      [...relabelled],
      "is new or has another label, group, split or tag",
      "are new or have another label, group, split or tag",
    ],
    [replaced, "has changed since it was evaluated", "have changed since they were evaluated"],
  ]);
  const { proof } = manifest;
  if (selectionProof(videos).selection === proof?.selection) return again;
  throw resumeDiffers(
    `the run was started over ${counted(manifest.dataset.videos, "video")}, ` +
      `but the dataset now has ${videos.length}: some without a record are gone`,
  );
}

function changedFacts(videos: readonly DatasetVideo[], { proof }: RunManifest): Set<string> {
  return new Set(proof ? changedVideos(videos, proof) : []);
}

function sameFacts(video: DatasetVideo, record: VideoRecord): boolean {
  const { label, group, split, tags = {} } = record;
  return video.label === label && video.group === group && video.split === split &&
    sameTags(video.tags, tags);
}

/** Compares contents; a file that could not be read when it was evaluated has none to compare. */
async function sameContent(
  { source }: DatasetVideo,
  { contentHash }: VideoRecord,
): Promise<boolean> {
  if (contentHash === null) return true;
  return await sha256Clip(source).catch(() => null) === contentHash;
}

function requireNone(
  faults: readonly (readonly [names: readonly string[], one: string, more: string])[],
): void {
  const texts = faults
    .filter(([names]) => names.length > 0)
    .map(([names, one, more]) => `${listed(names)} ${names.length === 1 ? one : more}`);
  if (texts.length === 0) return;
  throw resumeDiffers(`the dataset changed since the run was started: ${texts.join("; ")}`);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name)).join(", ");
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
