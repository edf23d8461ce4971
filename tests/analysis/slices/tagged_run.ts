import type { VideoRecord } from "../../../src/records/run_result.ts";
import type { Tags } from "../../../src/records/video.ts";
import { type FakeRun, fakeRun, type FakeRunOptions } from "../../runs/fake_run.ts";

export const METHODS = ["Deepfakes", "Face2Face", "FaceSwap"] as const;
export const COMPRESSIONS = ["c23", "c40"] as const;

/** Tags as FaceForensics++ has them: a compression for each pair of videos, a method for each fake. */
export function usualTags({ label }: VideoRecord, place: number): Tags {
  const pair = place >> 1;
  return {
    compression: COMPRESSIONS[pair % COMPRESSIONS.length]!,
    ...label === "FAKE" ? { method: METHODS[pair % METHODS.length]! } : {},
  };
}

/** A run whose videos have tags. */
export function taggedRun(
  options: FakeRunOptions = {},
  tagsOf: (record: VideoRecord, place: number) => Tags = usualTags,
): FakeRun {
  const run = fakeRun(options);
  const records = run.records.map((record, place) => ({ ...record, tags: tagsOf(record, place) }));
  return { ...run, records };
}
