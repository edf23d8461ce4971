import type { Classifier } from "../../stages/classifiers/contract.ts";
import { type Clock, systemClock } from "../../platform/host/clock.ts";
import { Activity } from "../../platform/workers/activity.ts";
import type { IdleWorkers } from "../../platform/workers/idle_workers.ts";
import type { Plan } from "../plan/plan.ts";
import type { FaceSlot } from "./views.ts";

/** A batch that another worker is asked to score. */
export interface ScorePiece {
  /** Index into the plan's classifiers. */
  readonly classifier: number;
  /** Prepared faces one after another, uint8 RGB, no more than a batch. */
  readonly faces: Uint8Array;
  readonly count: number;
}

/** What a batch scored, whoever scored it. */
export interface ScoredBatch {
  /** P(fake) of each face, in [0, 1]. */
  readonly probabilities: Float32Array;
  /** Milliseconds of the whole batch. */
  readonly milliseconds: number;
}

/** Batches that take less are not worth a message to another worker, milliseconds. */
export const WORTH_GIVING_MS = 100;

/**
 * Whether workers without a video score batches of another's: not where times are to be a variant's own, and not on
 * a GPU, which all workers share.
 */
export function sharesBatches(
  { provider }: Pick<Plan, "provider">,
  timing: "attributed" | "isolated",
): boolean {
  return timing === "attributed" && provider === "cpu";
}

/** What a queue works with beside its classifier. */
export interface QueueTools {
  /** Who scores batches as well; `null` or left out: only this worker does. */
  readonly others?: IdleWorkers<ScorePiece, ScoredBatch> | null;
  /** Tells another thread that a network runs; left out: none asks. */
  readonly activity?: Activity;
  /** Measures how long a batch takes; left out: the machine's clock. */
  readonly clock?: Clock;
}

/**
 * Gathers faces into batches for one classifier. A batch is scored when it is full, here or by a worker that has
 * nothing to do, so that memory does not grow with the video; `flush` begins what is left at the video's end and
 * `settle` waits for all.
 */
export class ScoreQueue {
  readonly #classifier: Classifier;
  readonly #index: number;
  readonly #batch: Uint8Array;
  readonly #waiting: FaceSlot[] = [];
  readonly #faceBytes: number;
  readonly #others: IdleWorkers<ScorePiece, ScoredBatch> | null;
  readonly #activity: Activity;
  readonly #clock: Clock;
  /** Batches that others were given. */
  #given: Promise<void>[] = [];
  /** The batch being scored here: the classifier takes one at a time. */
  #here: Promise<unknown> = Promise.resolve();
  /** What the last batch took here. */
  #lastMs = 0;

  /** @param index of the classifier in the plan, under which scores are noted */
  constructor(
    classifier: Classifier,
    index: number,
    { others = null, activity = new Activity(), clock = systemClock }: QueueTools = {},
  ) {
    this.#classifier = classifier;
    this.#index = index;
    this.#others = others;
    this.#activity = activity;
    this.#clock = clock;
    this.#faceBytes = classifier.card.input.size ** 2 * 3;
    this.#batch = new Uint8Array(classifier.batchSize * this.#faceBytes);
  }

  /** Asks for the score of a face, unless somebody has. `pixels` are not needed afterwards. */
  async request(slot: FaceSlot, pixels: Uint8Array): Promise<void> {
    if (slot.scores.has(this.#index)) return;
    slot.scores.set(this.#index, undefined);
    if (this.#classifier.batchSize === 1) return await this.#score(pixels, [slot]);
    this.#batch.set(pixels, this.#waiting.length * this.#faceBytes);
    this.#waiting.push(slot);
    if (this.#waiting.length === this.#classifier.batchSize) await this.flush();
  }

  /** Has the faces that wait scored, if any. */
  async flush(): Promise<void> {
    const slots = this.#waiting.splice(0);
    if (slots.length > 0) await this.#score(this.#batch, slots);
  }

  /** Waits for the batches that others were given, and scores those that nobody has begun. */
  async settle(): Promise<void> {
    this.#others?.takeBack();
    await Promise.all(this.#given);
    this.#given = [];
  }

  /** Scores a batch here, after the one that is being scored. */
  score(faces: Uint8Array, count: number): Promise<ScoredBatch> {
    const scored = this.#here.then(() => this.#measured(faces, count));
    this.#here = scored.catch(() => {});
    return scored;
  }

  /** Forgets faces that wait and batches that were given away, after a video that failed. */
  clear(): void {
    this.#waiting.length = 0;
    this.#given = [];
    this.#others?.takeBack();
  }

  /** @param faces pixels of the faces that `slots` are for, one after another; not needed afterwards */
  async #score(faces: Uint8Array, slots: readonly FaceSlot[]): Promise<void> {
    if (this.#lastMs >= WORTH_GIVING_MS && this.#others) {
      this.#others.requestHelp();
      if (await this.#others.hasRoom()) {
        const own = faces.slice(0, slots.length * this.#faceBytes);
        const given = this.#give(own, { slots, others: this.#others });
        given.catch(() => {}); // thrown by `settle`
        this.#given.push(given);
        return;
      }
    }
    const scored = await this.score(faces, slots.length);
    this.#lastMs = scored.milliseconds;
    this.#note(slots, scored, false);
  }

  /** Has another worker score a batch; what it does not do is done here. */
  async #give(
    faces: Uint8Array,
    { slots, others }: {
      slots: readonly FaceSlot[];
      others: IdleWorkers<ScorePiece, ScoredBatch>;
    },
  ): Promise<void> {
    const given = this.#given;
    const count = slots.length;
    const scored = await others.give({ classifier: this.#index, faces, count });
    if (given !== this.#given) return; // the video has failed
    this.#note(slots, scored ?? await this.score(faces, count), scored !== null);
  }

  #note(slots: readonly FaceSlot[], scored: ScoredBatch, byOther: boolean): void {
    const milliseconds = scored.milliseconds / slots.length;
    slots.forEach((slot, i) => {
      const probability = scored.probabilities[i]!;
      slot.scores.set(this.#index, { probability, milliseconds, byOther });
    });
  }

  async #measured(faces: Uint8Array, count: number): Promise<ScoredBatch> {
    const start = this.#clock.now();
    const score = () => this.#classifier.score(faces, count);
    const probabilities = await this.#activity.during(score);
    return { probabilities, milliseconds: this.#clock.now() - start };
  }
}
