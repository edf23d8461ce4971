import { rmSync } from "node:fs";
import { join } from "node:path";
import type { VideoRecord } from "../records/run_result.ts";
import type { DatasetVideo, VideoId } from "../records/video.ts";
import { executeVideo } from "../pipeline/execution/execute_video.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { type ThumbnailTools, thumbnailTools } from "../pipeline/execution/thumbnail_jpeg.ts";
import { type ThumbnailTaker, thumbnailTaker } from "../pipeline/execution/thumbnails.ts";
import { type OpenJournal, resumeJournal } from "../runs/journal.ts";
import { writeThumbs } from "../runs/thumbs.ts";
import { temporaryFolder } from "./folder.ts";
import { requireWorked, stageSums } from "./pass.ts";
import {
  type NetworkWork,
  openTimedResources,
  type TimedPart,
  type TimedResources,
} from "./timed_resources.ts";

/** Parts of the wall time, milliseconds. `probe` is ffprobe with the file's hash in parallel. */
export type PassTimes = Readonly<
  Partial<Record<TimedPart | "probe" | "decode wait" | "pool", number>>
>;

/** A repeatable run of one variant over videos. */
export interface TimedPass {
  readonly tools: TimedResources;
  /** Runs every video, journal and thumbnails included, as one worker and its main thread do. */
  once(): Promise<{ readonly times: PassTimes; readonly work: NetworkWork }>;
  release(): Promise<void>;
}

/** Opens a pass. @param plan with one variant */
export async function openTimedPass(
  videos: readonly DatasetVideo[],
  plan: Plan,
): Promise<TimedPass> {
  const tools = await openTimedResources(plan);
  const folder = temporaryFolder();
  const journal = resumeJournal(join(folder, "journal.jsonl"));
  const small = timedThumbnailTools(tools.timers);
  return {
    tools,
    async once() {
      const records: VideoRecord[] = [];
      for (const video of videos) {
        records.push(await workOn(video, { plan, tools, journal, folder, small }));
      }
      const { sample = 0, decode = 0, pool = 0 } = stageSums(records);
      const times = { ...tools.timers.take(), probe: sample, "decode wait": decode, pool };
      return { times, work: tools.takeWork() };
    },
    async release() {
      journal.close();
      await tools.resources.release();
      rmSync(folder, { recursive: true });
    },
  };
}

async function workOn(
  video: DatasetVideo,
  { plan, tools: { resources, timers }, journal, folder, small }: {
    plan: Plan;
    tools: TimedResources;
    journal: OpenJournal;
    folder: string;
    small: ThumbnailTools;
  },
): Promise<VideoRecord> {
  const thumbnails = timedTaker(thumbnailTaker(small), timers);
  const options = { timing: "attributed", thumbnails } as const;
  const record = await executeVideo(video, { plan, resources }, options);
  requireWorked(record);
  const answer = { record, thumbnails: thumbnails.taken() };
  const received = timers.time("hand-over", () => structuredClone(answer));
  const filename = crypto.randomUUID() as string as VideoId; // a journal accepts each video once
  timers.time("thumbnails", () => writeThumbs(folder, filename, received.thumbnails));
  timers.time("journal", () => journal.append({ ...received.record, filename }));
  return record;
}

function timedTaker(taker: ThumbnailTaker, { time }: TimedResources["timers"]): ThumbnailTaker {
  return { ...taker, offer: (...face) => time("thumbnails", () => taker.offer(...face)) };
}

/** Thumbnail tools that time resizing, colour conversion and cosine transforms as pixel work. */
function timedThumbnailTools({ time }: TimedResources["timers"]): ThumbnailTools {
  const { resize, encoder } = thumbnailTools();
  return {
    resize: (...images) => time("thumbnail pixels", () => resize(...images)),
    encoder: {
      ...encoder,
      setImage: (image) => time("thumbnail pixels", () => encoder.setImage(image)),
    },
  };
}
