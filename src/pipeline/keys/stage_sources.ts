import type { Stage } from "../../records/run_result.ts";

/** Source files that a stage's version covers. */
export interface StageSources {
  /** Files covered with all their imports. */
  readonly reached: readonly URL[];
  /** Files covered without their imports: they connect stages, and import sources of other stages. */
  readonly alone: readonly URL[];
}

/**
 * Files that find a tool, covered without their imports: how a tool was found or installed changes no output, and its
 * build is covered separately.
 */
export const TOOL_FINDERS: readonly URL[] = [
  new URL("../../platform/ffmpeg/ffmpeg_tools.ts", import.meta.url),
];

/** Files that change no output and are never covered: clocks, locations of folders, eviction from caches. */
export const NOT_COUNTED: readonly URL[] = [
  new URL("../../platform/files/cache_eviction.ts", import.meta.url),
  new URL("../../platform/files/project.ts", import.meta.url),
  new URL("../../platform/host/clock.ts", import.meta.url),
];

/** Sources of every stage: digests, access to parameters, and execution. */
const EVERY_STAGE: StageSources = {
  reached: [
    new URL("../../platform/files/clip_contents.ts", import.meta.url),
    new URL("../../platform/files/hash.ts", import.meta.url),
  ],
  alone: [
    new URL("../../stages/part_use.ts", import.meta.url),
    new URL("../execution/execute_video.ts", import.meta.url),
    new URL("../execution/parts.ts", import.meta.url),
  ],
};

/** Sources that work on faces and scores frame by frame, and replay frames from the stage cache. */
const EVERY_FRAME: StageSources = {
  reached: [],
  alone: [
    new URL("../execution/frame_evidence.ts", import.meta.url),
    new URL("../execution/frame_work.ts", import.meta.url),
    new URL("../execution/pass_frames.ts", import.meta.url),
    new URL("../cache/replay.ts", import.meta.url),
    new URL("../execution/views.ts", import.meta.url),
  ],
};

/** Sources that open the parts of a plan. */
const OPENING: StageSources = {
  reached: [],
  alone: [new URL("../execution/worker_resources.ts", import.meta.url)],
};

/** Sources of the stage cache. */
const KEPT: StageSources = {
  reached: [
    new URL("../cache/video_cache.ts", import.meta.url),
    new URL("../../platform/files/stage_segment.ts", import.meta.url),
  ],
  alone: [new URL("../../platform/files/stage_store.ts", import.meta.url)],
};

/** Sources that can change a stage's output. A part's file is reached from its registry. */
export const STAGE_SOURCES: Readonly<Record<Stage, readonly StageSources[]>> = {
  sample: [EVERY_STAGE, {
    reached: [
      new URL("../../stages/frames/registry.ts", import.meta.url),
      new URL("../../stages/frames/read_plan.ts", import.meta.url),
      new URL("../../stages/frames/frame_count.ts", import.meta.url),
      new URL("../../platform/ffmpeg/frame_counter.ts", import.meta.url),
      new URL("../../platform/ffmpeg/video_probe.ts", import.meta.url),
    ],
    alone: [
      new URL("../execution/frame_counts.ts", import.meta.url),
      new URL("../execution/sample_frames.ts", import.meta.url),
    ],
  }],
  decode: [EVERY_STAGE, EVERY_FRAME, {
    reached: [
      new URL("../../stages/frames/frame_turn.ts", import.meta.url),
      new URL("../../platform/ffmpeg/frame_stream.ts", import.meta.url),
      new URL("../../platform/ffmpeg/decoder_choice.ts", import.meta.url),
      new URL("../../platform/ffmpeg/video_probe.ts", import.meta.url),
    ],
    alone: [],
  }],
  detect: [EVERY_STAGE, EVERY_FRAME, OPENING, KEPT, {
    reached: [
      new URL("../../stages/faces/detector_input.ts", import.meta.url),
      new URL("../../stages/faces/registry.ts", import.meta.url),
      new URL("../execution/detector_context.ts", import.meta.url),
    ],
    alone: [new URL("../execution/find_faces.ts", import.meta.url)],
  }],
  crop: [EVERY_STAGE, EVERY_FRAME, KEPT, {
    reached: [
      new URL("../../stages/faces/face_limits.ts", import.meta.url),
      new URL("../../stages/faces/preparation.ts", import.meta.url),
    ],
    alone: [new URL("../execution/cut_face.ts", import.meta.url)],
  }],
  classify: [EVERY_STAGE, EVERY_FRAME, OPENING, {
    reached: [
      new URL("../../stages/classifiers/registry.ts", import.meta.url),
      new URL("../execution/score_queue.ts", import.meta.url),
    ],
    alone: [new URL("../execution/video_record.ts", import.meta.url)],
  }],
  pool: [EVERY_STAGE, {
    reached: [
      new URL("../../stages/pooling/ensemble.ts", import.meta.url),
      new URL("../../stages/pooling/registry.ts", import.meta.url),
      new URL("../../stages/pooling/score_rules.ts", import.meta.url),
    ],
    alone: [
      new URL("../execution/no_frames.ts", import.meta.url),
      new URL("../execution/verdicts.ts", import.meta.url),
      new URL("../execution/video_record.ts", import.meta.url),
    ],
  }],
};

/** Tools whose builds can change a stage's output. */
export const STAGE_TOOLS: Readonly<
  Record<Stage, readonly ("ffmpeg" | "ffprobe" | "onnxRuntime")[]>
> = {
  sample: ["ffmpeg", "ffprobe"],
  decode: ["ffmpeg", "ffprobe"],
  detect: ["onnxRuntime"],
  crop: [],
  classify: ["onnxRuntime"],
  pool: [],
};
