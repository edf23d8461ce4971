import { deepEqual as same, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type Digest,
  type Stage,
  type StageKey,
  STAGES,
  type VideoRecord,
} from "../../../src/records/run_result.ts";
import type { DatasetVideo, VideoId, VideoMetadata } from "../../../src/records/video.ts";
import { measuredTimes } from "../../../src/pipeline/plan/measured_times.ts";
import { makePlan } from "../../../src/pipeline/plan/make_plan.ts";
import type { Plan } from "../../../src/pipeline/plan/plan.ts";
import {
  type ProbedVideo,
  samplePositions,
  videoWork,
} from "../../../src/pipeline/plan/plan_cost.ts";
import {
  decodingUnits,
  makespan,
  predictRun,
  timeAt,
} from "../../../src/pipeline/plan/predicted_time.ts";
import type { UnitTimes } from "../../../src/pipeline/plan/stage_times.ts";
import { context, variant } from "../example_plan.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

/** What everything costs in a world without noise. */
const TRUTH = { sample: 50, decode: 2, detect: 10, crop: 1, classify: 4, rest: 0.5, faces: 2 };

const timing = "attributed";

const one = makePlan([variant("a")], context);
const other = makePlan([
  variant("b", { frames: 8 }),
  variant("c", { frames: 20, readIndices: "each", threshold: 0.6 }),
  variant("d", { frames: 20, readIndices: "each", threshold: 0.7 }),
], context);

function probedVideo(frameCount: number): ProbedVideo {
  const metadata: VideoMetadata = {
    ...{ frameCount, fps: 30, width: 400, height: 300, rotation: 0, codec: "h264" },
    ...{ pixelFormat: "yuv420p" },
    durationSeconds: 5,
  };
  const id = `${frameCount}.mp4` as VideoId;
  const video: DatasetVideo = {
    id,
    source: fileClip(""),
    label: null,
    group: "g",
    split: null,
    tags: {},
  };
  return { video, metadata };
}

const videos = [90, 120, 150].map(probedVideo);

/** The record of one pass over a video where every unit costs what it costs. */
function exactRecord(plan: Plan, { video, metadata }: ProbedVideo): VideoRecord {
  const positions = samplePositions(plan, metadata);
  const union = videoWork(plan.variants, positions, 0);
  const decode = TRUTH.decode * decodingUnits(union);
  const stages: VideoRecord["stages"][number][] = [];
  const keys = new Map<StageKey, number>();
  const variants = plan.variants.map((planned) => {
    const frames = positions[planned.sample]!.size;
    const faces = TRUTH.faces * frames;
    const times: Readonly<Record<Stage, number>> = {
      ...{ sample: TRUTH.sample, decode, detect: TRUTH.detect * frames },
      ...{ crop: TRUTH.crop * faces, classify: TRUTH.classify * faces, pool: 0 },
    };
    const places = STAGES.map((stage, k) => {
      const key = planned.keys[k]!;
      if (!keys.has(key)) {
        const digest = "d" as Digest;
        keys.set(key, stages.length);
        stages.push({ stage, key, digest, milliseconds: times[stage], mode: "attributed" });
      }
      return keys.get(key)!;
    });
    return {
      ...{ variant: planned.variant.name, probability: 0.5, branch: "mean", status: "ok" as const },
      ...{ fallback: null, error: null, faces, framesRequested: frames, framesRead: frames },
      stages: places,
    };
  });
  const { frames } = union.preparations[0]!;
  return {
    ...{ filename: video.id, label: null, group: "g", split: null, contentHash: "c", metadata },
    stages,
    faces: Array.from({ length: TRUTH.faces * frames }, (_, face) => ({
      ...{ frame: face >> 1, face: face & 1, box: [0, 0, 1, 1] as const, detection: 1, scores: {} },
      faceDetection: plan.detections[0]!.name,
      facePreparation: plan.preparations[0]!.name,
    })),
    variants,
    milliseconds: TRUTH.sample + decode + frames *
        (TRUTH.detect + TRUTH.faces * (TRUTH.crop + TRUTH.classify) + TRUTH.rest),
  };
}

function measuredOn(plan: Plan): UnitTimes {
  const records = videos.map((video) => exactRecord(plan, video));
  const run = { plan, timing: "attributed", workers: 1, endToEndMs: null } as const;
  return measuredTimes(records, run)!.times;
}

Deno.test("what one plan took predicts what another plan takes", () => {
  for (const [learned, asked] of [[one, other], [other, one], [other, other]] as const) {
    const times = measuredOn(learned);
    const { shared, unknown } = predictRun(asked, videos, { times, timing, workers: 1 });
    const truth = videos.reduce((sum, video) => sum + exactRecord(asked, video).milliseconds, 0);
    ok(Math.abs(shared.wallMs - truth) < 1e-6 * truth, `${shared.wallMs} is not ${truth}`);
    same(unknown, []);
  }
});

Deno.test("each variant alone is predicted to take as long as its own run", () => {
  const times = { ...measuredOn(one), aroundMs: 1000 };
  const { alone } = predictRun(other, videos, { times, timing, workers: 2 });
  const each = other.variants.map((planned) =>
    predictRun({ ...other, variants: [planned] }, videos, { times, timing, workers: 2 }).shared
      .wallMs
  );
  ok(Math.abs(alone.wallMs - each.reduce((a, b) => a + b)) < 1e-6);
});

Deno.test("isolated times cost a warm-up and a pass of each variant", () => {
  const times = measuredOn(one);
  const passes = [...other.variants.slice(0, 1), ...other.variants].map((planned) =>
    predictRun({ ...other, variants: [planned] }, videos, { times, timing, workers: 1 }).shared
  );
  const { shared } = predictRun(other, videos, { times, timing: "isolated", workers: 1 });
  const sum = passes.reduce((total, { wallMs }) => total + wallMs, 0);
  ok(Math.abs(shared.wallMs - sum) < 1e-6);
});

Deno.test("work that was never measured is listed and left out", () => {
  const times = measuredOn(one);
  const unmeasured = makePlan([variant("x", { precision: "fp16", detectorScale: 1 })], context);
  const { shared, unknown } = predictRun(unmeasured, videos, { times, timing, workers: 1 });
  same(unknown, ["mtcnn@1", "small@fp16@b1"]);
  equal(shared.stages.classify, 0);
  ok(shared.stages.decode > 0);
});

Deno.test("videos that failed or came from the cache teach nothing", () => {
  const record = exactRecord(one, videos[0]!);
  const run = { plan: one, timing: "attributed", workers: 1, endToEndMs: 9999 } as const;
  const cached = record.stages.map((stage) => ({ ...stage, mode: "cached" as const }));
  const failed = record.variants.map((verdict) => ({ ...verdict, fallback: "error" as const }));
  equal(measuredTimes([{ ...record, stages: cached }], run), null);
  equal(measuredTimes([{ ...record, variants: failed }], run), null);
  equal(measuredTimes([], run), null);
  const mixed = measuredTimes([record, { ...record, stages: cached }], run)!;
  equal(mixed.videos, 1);
  equal(mixed.times.aroundMs, null, "unknown where not every video tells its time");
  const whole = measuredTimes([record], run)!;
  equal(whole.times.aroundMs, 9999 - record.milliseconds);
});

Deno.test("the time at another size is interpolated between measured sizes, or proportional to the pixels", () => {
  const sizes = [{ megapixels: 1, ms: 10 }, { megapixels: 2, ms: 30 }];
  equal(timeAt(sizes, 1), 10);
  equal(timeAt(sizes, 1.5), 20);
  equal(timeAt(sizes, 4), 60);
  equal(timeAt(sizes, 0.5), 5);
  equal(timeAt([], 1), null);
});

/** Jobs of which a share can be taken over. */
const jobLists = fc.array(
  fc.record({
    ms: fc.double({ min: 0, max: 100, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1 },
);

Deno.test("the makespan of jobs lies between the mean load and the load of one worker", () => {
  fc.assert(
    fc.property(jobLists, fc.integer({ min: 1, max: 5 }), (list, workers) => {
      const sum = list.reduce((all, { ms }) => all + ms, 0);
      const span = (share: (share: number) => number) =>
        makespan(list.map(({ ms, share: own }) => ({ ms, shareableMs: ms * share(own) })), workers);
      const [whole, helped, fluid] = [span(() => 0), span((own) => own), span(() => 1)];
      ok(whole >= sum / workers - 1e-9 && whole <= sum + 1e-9);
      ok(whole >= Math.max(...list.map(({ ms }) => ms)));
      ok(helped <= whole + 1e-9 && helped >= fluid - 1e-9);
      ok(Math.abs(fluid - sum / workers) < 1e-9, "what can be shared is done by all");
      equal(makespan(list.map(({ ms, share }) => ({ ms, shareableMs: ms * share })), 1), sum);
    }),
  );
});

Deno.test("an idle worker takes over the shareable part of another's video", () => {
  equal(makespan([{ ms: 10, shareableMs: 8 }], 2), 5);
  equal(makespan([{ ms: 10, shareableMs: 4 }], 2), 6);
  equal(makespan([{ ms: 4, shareableMs: 0 }, { ms: 10, shareableMs: 8 }], 2), 7);
});

Deno.test("slow classifiers are predicted to be shared on the CPU, where times are attributed", () => {
  const video = videos[0]!;
  const slow = makePlan([variant("slow", { batchSize: 4 })], context);
  const { column } = slow.classifiers[0]!;
  const times = measuredOn(one);
  const wall = (ms: number, settings: { plan?: Plan; timing?: "isolated"; workers: number }) => {
    const { plan = slow, timing = "attributed", workers } = settings;
    const learned = { ...times, classify: { [column]: ms } };
    return predictRun(plan, [video], { times: learned, timing, workers }).shared.wallMs;
  };
  ok(wall(30, { workers: 2 }) < 0.7 * wall(30, { workers: 1 }));
  equal(wall(20, { workers: 2 }), wall(20, { workers: 1 }), "not worth it");
  const onGpu = { ...slow, provider: "cuda" as const };
  equal(wall(30, { plan: onGpu, workers: 2 }), wall(30, { workers: 1 }));
  const isolated = "isolated" as const;
  equal(wall(30, { timing: isolated, workers: 2 }), wall(30, { timing: isolated, workers: 1 }));
});

Deno.test("what other workers did of a video is none of its rest", () => {
  const record = exactRecord(one, videos[0]!);
  const helped = { ...record, milliseconds: record.milliseconds - 60, helpedMs: 60 };
  const run = { plan: one, timing: "attributed", workers: 2, endToEndMs: null } as const;
  const restOf = (one: VideoRecord) => measuredTimes([one], run)!.times.restMs;
  ok(Math.abs(restOf(helped) - restOf(record)) < 1e-9);
});

Deno.test("the work of several variants is the union of their work", () => {
  for (const { metadata } of videos) {
    const positions = samplePositions(other, metadata);
    const work = videoWork(other.variants, positions, 0);
    const union = new Set(positions.flatMap((set) => [...set]));
    equal(work.frames, union.size);
    equal(work.streamFrames, 1 + Math.max(...union));
    same(work.detections, [{ detection: 0, frames: union.size }]);
    same(work.classifications, [{ classifier: 0, preparation: 0, frames: union.size }]);
  }
});
