import type { Classifier } from "../classifiers/contract.ts";
import type { FaceSlot } from "./views.ts";

/**
 * Gathers faces into batches for one classifier. A batch is scored when it is full, so that memory does not
 * grow with the video; `flush` scores what is left at the video's end.
 */
export class ScoreQueue {
  readonly #classifier: Classifier;
  readonly #index: number;
  readonly #batch: Uint8Array;
  readonly #waiting: FaceSlot[] = [];
  readonly #faceBytes: number;

  /** @param index of the classifier in the plan, under which scores are noted */
  constructor(classifier: Classifier, index: number) {
    this.#classifier = classifier;
    this.#index = index;
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

  /** Scores the faces that wait, if any. */
  async flush(): Promise<void> {
    const slots = this.#waiting.splice(0);
    if (slots.length > 0) await this.#score(this.#batch, slots);
  }

  /** @param faces pixels of the faces that `slots` are for, one after another */
  async #score(faces: Uint8Array, slots: readonly FaceSlot[]): Promise<void> {
    const start = performance.now();
    const probabilities = await this.#classifier.score(faces, slots.length);
    const milliseconds = (performance.now() - start) / slots.length;
    slots.forEach((slot, i) =>
      slot.scores.set(this.#index, { probability: probabilities[i], milliseconds })
    );
  }

  /** Forgets faces that wait, after a video that failed. */
  clear(): void {
    this.#waiting.length = 0;
  }
}
