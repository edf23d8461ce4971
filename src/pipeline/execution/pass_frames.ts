import { PositionSet } from "../../base/position_set.ts";
import { AssayError } from "../../records/errors.ts";
import type { DecodedFrame } from "../../records/frame.ts";
import type { Limits } from "../../records/limits.ts";
import type { ClipSource, VideoMetadata } from "../../records/video.ts";
import { systemClock } from "../../platform/host/clock.ts";
import { rotateImage } from "../../platform/ffmpeg/frame_rotation.ts";
import { patienceOf } from "../../platform/host/countdown.ts";
import { decodeFrames } from "../../platform/ffmpeg/frame_stream.ts";
import { type FrameEvidence, measureFrame } from "./frame_evidence.ts";
import { workOnFrame } from "./frame_work.ts";
import type { Plan } from "../plan/plan.ts";
import { replayFrame } from "../cache/replay.ts";
import type { ThumbnailTaker } from "./thumbnails.ts";
import type { WorkerResources } from "./worker_resources.ts";
import type { VideoCache } from "../cache/video_cache.ts";
import { type TurnedViews, type Views, viewsByTurn } from "./views.ts";

/** Inputs and resources of a pass over a video. */
export interface PassTools {
  readonly source: ClipSource;
  readonly metadata: VideoMetadata;
  readonly limits: Limits;
  readonly plan: Plan;
  readonly resources: WorkerResources;
  readonly cache: VideoCache;
  /** Whether hardware decoding is allowed; not on the retry after it failed. */
  readonly hardware: boolean;
  readonly signal: AbortSignal | undefined;
  readonly note: (text: string) => void;
  readonly thumbnails: ThumbnailTaker | undefined;
}

/**
 * Works on the union of all frames that views need, in order: from the stage cache up to the first frame that is not
 * fully cached, then by decoding.
 */
export async function passFrames(views: Views, tools: PassTools): Promise<void> {
  const positions = PositionSet.union(views.samples.map((view) => view.positions));
  if (positions.size === 0) return;
  tools.thumbnails?.begin(positions);
  const tell = nowAndThen(tools.note);
  const turned = viewsByTurn(views);
  const replayed = await replayFrames(positions, turned, tools);
  if (replayed < positions.size) {
    await decodeRest(positions, turned, { ...tools, replayed, tell });
  }
  tell(() => "classifying");
  const queues = await tools.resources.queues();
  for (const queue of queues) await queue.flush();
  await Promise.all(queues.map((queue) => queue.settle()));
}

/** Works on the first frames as far as they are cached. @returns the number of frames */
async function replayFrames(
  positions: PositionSet,
  turned: readonly TurnedViews[],
  tools: PassTools,
): Promise<number> {
  let done = 0;
  for (const position of positions) {
    const wanting = wantingAt(position, turned);
    const known: [FrameEvidence, TurnedViews][] = [];
    for (const views of wanting) {
      const frame = await replayFrame(position, views, tools);
      if (!frame) return done;
      known.push([frame, views]);
    }
    for (const [frame, views] of known) {
      await workOnFrame(frame, views, { ...tools, decodeMilliseconds: 0 });
    }
    tools.signal?.throwIfAborted();
    done++;
  }
  return done;
}

/** The views by rotation, without those that do not need the frame at a position. */
function wantingAt(position: number, turned: readonly TurnedViews[]): readonly TurnedViews[] {
  return turned.filter(({ decodes }) =>
    decodes.some(({ sample }) => sample.positions.has(position))
  );
}

/** Makes a function that rotates frames into reused memory; a frame that needs no rotation is returned itself. */
function frameTurner(turned: readonly TurnedViews[]) {
  const targets = new Map(turned.map(({ turn }) => [turn, new Uint8Array()]));
  return ({ position, image }: DecodedFrame, { turn }: TurnedViews): DecodedFrame => {
    let target = targets.get(turn)!;
    if (turn !== 0 && target.length !== image.data.length) {
      targets.set(turn, target = new Uint8Array(image.data.length));
    }
    return { position, image: rotateImage(image, { rotation: turn, target }) };
  };
}

/** Decodes and works on the frames after the replayed ones. */
async function decodeRest(
  positions: PositionSet,
  turned: readonly TurnedViews[],
  { replayed, tell, ...tools }: PassTools & {
    readonly replayed: number;
    readonly tell: (text: () => string) => void;
  },
): Promise<void> {
  const { source, metadata, limits, signal, cache, resources } = tools;
  const hardware = tools.hardware ? await resources.decoders.choose(source, metadata) : null;
  const options = {
    positions: positions.dropFirst(replayed),
    turn: 0,
    signal,
    hardware,
    megapixels: limits.megapixels,
    patience: patienceOf(limits),
  } as const;
  const turn = frameTurner(turned);
  let decodeMilliseconds = 0;
  let done = replayed;
  let asked = systemClock.now();
  try {
    for await (const decoded of decodeFrames(source, metadata, options)) {
      decodeMilliseconds += systemClock.now() - asked;
      tell(() => `frame ${++done} of ${positions.size}`);
      for (const views of wantingAt(decoded.position, turned)) {
        const start = systemClock.now();
        const seen = turn(decoded, views);
        decodeMilliseconds += systemClock.now() - start;
        const frame = await measureFrame(seen, views, tools);
        await workOnFrame(frame, views, { ...tools, decodeMilliseconds });
        await frame.note(cache);
      }
      signal?.throwIfAborted();
      asked = systemClock.now();
    }
  } catch (error) {
    // A damaged rest of the video is an error only if no frame was read before it.
    const undecodable = error instanceof AssayError && error.code === "VIDEO_UNDECODABLE";
    if (!undecodable || replayed === 0) throw error;
  }
}

/** Makes a callback that passes texts on at most four times a second. */
function nowAndThen(say: (text: string) => void): (text: () => string) => void {
  let last = -Infinity;
  return (text) => {
    const words = text();
    if (systemClock.now() - last < 250) return;
    last = systemClock.now();
    say(words);
  };
}
