import type { Classifier } from "../../stages/classifiers/contract.ts";
import { type Clock, systemClock } from "../../platform/host/clock.ts";
import { Activity } from "../../platform/workers/activity.ts";
import type { IdleWorkers } from "../../platform/workers/idle_workers.ts";
import type { Plan } from "../plan/plan.ts";
import type { FaceSlot } from "./views.ts";

/** A batch to be scored by another worker. */
export interface ScorePiece {
  /** Index into the plan's classifiers. */
  readonly classifier: number;
  /** Prepared faces, uint8 RGB, `[count][size][size][3]`, at most a batch. */
  readonly faces: Uint8Array;
  readonly count: number;
}

/** Scores of a batch. */
export interface ScoredBatch {
  /** P(fake) of each face, in [0, 1]. */
  readonly probabilities: Float32Array;
  /** Milliseconds of the whole batch. */
  readonly milliseconds: number;
}

/** Milliseconds below which a batch is not worth sending to another worker. */
export const WORTH_GIVING_MS = 100;

/**
 * Decides whether idle workers score batches of other workers' videos: not with isolated timing, and not on a GPU,
 * which all workers share.
 */
export function sharesBatches(
  { provider }: Pick<Plan, "provider">,
  timing: "attributed" | "isolated",
): boolean {
  return timing === "attributed" && provider === "cpu";
}

/** Options of a queue. */
export interface QueueTools {
  /** Idle workers that can score batches; `null` or left out: none. */
  readonly others?: IdleWorkers<ScorePiece, ScoredBatch> | null;
  /** Shows other threads that a network is running; left out: none watches. */
  readonly activity?: Activity;
  /** Measures how long a batch takes; left out: the machine's clock. */
  readonly clock?: Clock;
}

/**
 * Collects faces into batches for one classifier. A full batch is scored at once, here or by an idle worker, so that
 * memory does not grow with the video's length. At the end of a video, `flush` scores the last batch and `settle`
 * waits for all batches.
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
  /** Batches sent to other workers. */
  #given: Promise<void>[] = [];
  /** The batch being scored here; the classifier scores one at a time. */
  #here: Promise<unknown> = Promise.resolve();
  /** Milliseconds of the last batch scored here. */
  #lastMs = 0;

  /** @param index index of the classifier in the plan, under which scores are stored */
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

  /** Requests the score of a face, unless it was requested before. `pixels` may be reused afterwards. */
  async request(slot: FaceSlot, pixels: Uint8Array): Promise<void> {
    if (slot.scores.has(this.#index)) return;
    slot.scores.set(this.#index, undefined);
    if (this.#classifier.batchSize === 1) return await this.#score(pixels, [slot]);
    this.#batch.set(pixels, this.#waiting.length * this.#faceBytes);
    this.#waiting.push(slot);
    if (this.#waiting.length === this.#classifier.batchSize) await this.flush();
  }

  /** Scores the waiting faces, if any. */
  async flush(): Promise<void> {
    const slots = this.#waiting.splice(0);
    if (slots.length > 0) await this.#score(this.#batch, slots);
  }

  /** Waits for the batches sent to other workers; takes back and scores those that no worker has started. */
  async settle(): Promise<void> {
    this.#others?.takeBack();
    await Promise.all(this.#given);
    this.#given = [];
  }

  /** Scores a batch here, after the current one. */
  score(faces: Uint8Array, count: number): Promise<ScoredBatch> {
    const scored = this.#here.then(() => this.#measured(faces, count));
    this.#here = scored.catch(() => {});
    return scored;
  }

  /** Drops waiting faces and sent batches, after a video that failed. */
  clear(): void {
    this.#waiting.length = 0;
    this.#given = [];
    this.#others?.takeBack();
  }

  /** Scores a batch here or by an idle worker. @param faces pixels in the order of `slots`; may be reused afterwards */
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

  /** Lets another worker score a batch; scores it here if that worker does not. */
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
