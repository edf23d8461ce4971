import type { PositionSet } from "../../base/position_set.ts";
import type { StageRecord, VariantRecord, VideoRecord } from "../../records/run_result.ts";
import type { VideoMetadata } from "../../records/video.ts";
import type { SizedTime, UnitTimes } from "./stage_times.ts";
import type { Plan, PlannedVariant } from "./plan.ts";
import { samplePositions, videoWork } from "./plan_cost.ts";
import { decodingUnits, makespan, totalOf, videoTime } from "./predicted_time.ts";
import { largest } from "../../base/numeric/extremes.ts";

export interface MeasuredRun {
  readonly plan: Plan;
  readonly timing: "attributed" | "isolated";
  readonly workers: number;
  /** Milliseconds from start to end of the evaluation; `null`: the records do not cover all its videos. */
  readonly endToEndMs: number | null;
}

/** Times of a run's units of work, and the number of videos that they were computed from. */
export interface Measured {
  readonly times: UnitTimes;
  readonly videos: number;
}

/**
 * Computes the time of each unit of work as the mean over a run's videos (means, because sums are predicted). Leaves
 * out videos that failed or used the stage cache; `null` when none is left.
 */
export function measuredTimes(records: Iterable<VideoRecord>, run: MeasuredRun): Measured | null {
  const all = [...records];
  const timed = all.flatMap((record) => timedVideo(record, run.plan) ?? []);
  if (timed.length === 0) return null;
  const samples = new UnitSamples();
  for (const video of timed) samples.note(video, run);
  const units = samples.means();
  const restMs = meanOf(timed.map((video) => restOf(video, run)));
  const aroundMs = timed.length === all.length ? aroundVideos(all, run) : null;
  return { times: { ...units, restMs, aroundMs }, videos: timed.length };
}

/** Computes the time of a run outside its videos, milliseconds. */
function aroundVideos(
  records: readonly VideoRecord[],
  { endToEndMs, timing, workers }: MeasuredRun,
): number | null {
  // With isolated timing, the warm-up pass is in no record.
  if (endToEndMs === null || timing === "isolated") return null;
  // Wall times, which already include the effect of other workers' help.
  const videos = records.map(({ milliseconds }) => ({ ms: milliseconds, shareableMs: 0 }));
  const inVideos = makespan(videos, workers);
  return Math.max(0, endToEndMs - inVideos);
}

/** A video with usable times. */
interface TimedVideo {
  readonly record: VideoRecord;
  readonly metadata: VideoMetadata;
  /** Positions in the stream that each sample of the plan requests. */
  readonly positions: readonly PositionSet[];
}

/** Whether so few requested frames were read that the times do not fit the planned work. */
function isShort(
  variant: VideoRecord["variants"][number] | undefined,
  positions: PositionSet | undefined,
): boolean {
  return (variant?.framesRead ?? 0) < (positions?.size ?? 0) / 2;
}

function timedVideo(record: VideoRecord, plan: Plan): TimedVideo | null {
  const { metadata, stages, variants } = record;
  if (metadata === null || stages.some(({ mode }) => mode === "cached")) return null;
  if (variants.some(({ fallback }) => fallback === "error")) return null;
  const positions = samplePositions(plan, metadata);
  if (plan.variants.some(({ sample }, i) => isShort(variants[i], positions[sample]))) return null;
  return { record, metadata, positions };
}

/** Collects times by unit of work, one value per video and view. */
class UnitSamples {
  readonly #sample: number[] = [];
  readonly #decode = new Samples();
  readonly #detect = new Map<string, Samples>();
  readonly #crop = new Samples();
  readonly #classify = new Samples();
  readonly #faces = new Samples();

  /** Adds the times of one video's views. */
  note(video: TimedVideo, run: Pick<MeasuredRun, "plan" | "timing">): void {
    const { record, metadata } = video;
    const { plan } = run;
    const megapixels = String(metadata.width * metadata.height / 1e6);
    const seen = new Set<number>();
    plan.variants.forEach((planned, v) => {
      const { variant, stages, indices } = viewsOf(record, v);
      const fresh = (place: number) => !seen.has(indices[place]!) && seen.add(indices[place]!);
      const [sample, , detect, crop, classify] = stages;
      const frames = variant.framesRead ?? 0;
      const { name } = plan.detections[planned.detection]!;
      if (fresh(0)) this.#sample.push(sample!.milliseconds);
      if (fresh(2) && frames > 0) {
        once(this.#detect, name).add(megapixels, detect!.milliseconds / frames);
      }
      if (fresh(3)) this.#noteCrop(planned, { variant, crop: crop!, plan });
      if (fresh(4)) this.#noteClassify(planned, { variant, classify: classify!, plan });
    });
    for (const pass of passesOf(run)) this.#noteDecoding(pass, { video, plan, megapixels });
    this.#noteFaces(video, plan);
  }

  /** Computes the mean of each unit. */
  means(): Omit<UnitTimes, "restMs" | "aroundMs"> {
    return {
      sampleMs: meanOf(this.#sample),
      decode: this.#decode.bySize(),
      detect: Object.fromEntries([...this.#detect].map(([name, all]) => [name, all.bySize()])),
      crop: this.#crop.byName(),
      classify: this.#classify.byName(),
      facesPerFrame: this.#faces.byName(),
    };
  }

  /** Adds the decoding of a pass, which lasts until the variant with the last frame. */
  #noteDecoding(
    pass: readonly number[],
    { video, plan, megapixels }: { video: TimedVideo; plan: Plan; megapixels: string },
  ): void {
    const work = videoWork(
      pass.map((v) => plan.variants[v]!),
      video.positions,
      video.metadata.rotation,
    );
    const times = pass.map((v) => viewsOf(video.record, v).stages[1]!.milliseconds);
    const units = decodingUnits(work);
    if (units > 0) this.#decode.add(megapixels, largest(times) / units);
  }

  #noteCrop(
    { scorings }: PlannedVariant,
    { variant, crop, plan }: { variant: VariantRecord; crop: StageRecord; plan: Plan },
  ): void {
    const preparations = new Set(scorings.map(({ preparation }) => preparation));
    if (!variant.faces) return;
    const each = crop.milliseconds / (variant.faces * preparations.size);
    for (const place of preparations) this.#crop.add(plan.preparations[place]!.name, each);
  }

  /** Adds a view's classification time, divided equally among its classifiers: only their sum is recorded. */
  #noteClassify(
    { scorings }: PlannedVariant,
    { variant, classify, plan }: { variant: VariantRecord; classify: StageRecord; plan: Plan },
  ): void {
    if (!variant.faces || classify.milliseconds === 0) return;
    const each = classify.milliseconds / (variant.faces * scorings.length);
    for (const { classifier } of scorings) {
      this.#classify.add(plan.classifiers[classifier]!.column, each);
    }
  }

  /** Adds the faces per frame, over the frames that some variant searched, without dropped faces. */
  #noteFaces({ record, metadata, positions }: TimedVideo, plan: Plan): void {
    if (metadata.rotation !== 0) return; // its faces may have other names
    for (
      const { preparation, frames } of videoWork(plan.variants, positions, metadata.rotation)
        .preparations
    ) {
      const { name, detection } = plan.preparations[preparation]!;
      const found = plan.detections[detection]!.name;
      const faces = record.faces.filter(({ faceDetection, facePreparation }) =>
        faceDetection === found && facePreparation === name
      );
      if (frames > 0) this.#faces.add(found, faces.length / frames);
    }
  }
}

/** Gets a variant's record of a video with its six stages. */
function viewsOf({ variants, stages }: VideoRecord, place: number) {
  const variant = variants[place]!;
  return { variant, indices: variant.stages, stages: variant.stages.map((i) => stages[i]!) };
}

/** Lists the variants of each pass over a video, by index in the plan. */
function passesOf({ plan, timing }: Pick<MeasuredRun, "plan" | "timing">): number[][] {
  const all = [...plan.variants.keys()];
  return timing === "isolated" ? all.map((v) => [v]) : [all];
}

/** Computes the part of a video's time that its own stages do not explain, milliseconds per frame read. */
function restOf(video: TimedVideo, run: MeasuredRun): number {
  const { plan } = run;
  const { record, metadata, positions } = video;
  const samples = new UnitSamples();
  samples.note(video, run);
  const times = { ...samples.means(), restMs: 0, aroundMs: null };
  const works = passesOf(run).map((pass) =>
    videoWork(pass.map((v) => plan.variants[v]!), positions, metadata.rotation)
  );
  const explained = works.map((work) =>
    totalOf(videoTime(work, { plan, metadata, times, unknown: new Set() }))
  );
  const spent = record.milliseconds + (record.helpedMs ?? 0);
  const left = explained.reduce((rest, value) => rest - value, spent);
  return left / Math.max(1, works.reduce((sum, { frames }) => sum + frames, 0));
}

/** Collects numbers by name. */
class Samples {
  readonly #values = new Map<string, number[]>();

  add(name: string, value: number): void {
    const values = this.#values.get(name);
    if (values) values.push(value);
    else this.#values.set(name, [value]);
  }

  byName(): Record<string, number> {
    return Object.fromEntries([...this.#values].map(([name, values]) => [name, meanOf(values)]));
  }

  /** Lists means by megapixels, which are the names, ascending. */
  bySize(): SizedTime[] {
    return [...this.#values]
      .map(([name, values]) => ({ megapixels: Number(name), ms: meanOf(values) }))
      .sort((a, b) => a.megapixels - b.megapixels);
  }
}

function once(known: Map<string, Samples>, name: string): Samples {
  let samples = known.get(name);
  if (!samples) known.set(name, samples = new Samples());
  return samples;
}

/** Computes the mean of at least one value. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
