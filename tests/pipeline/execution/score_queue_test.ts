import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { Classifier } from "../../../src/stages/classifiers/contract.ts";
import {
  type ScoredBatch,
  type ScorePiece,
  ScoreQueue,
} from "../../../src/pipeline/execution/score_queue.ts";
import type { FaceSlot } from "../../../src/pipeline/execution/views.ts";
import type { IdleWorkers } from "../../../src/platform/workers/idle_workers.ts";
import { type ManualClock, manualClock } from "../../platform/host/manual_clock.ts";
import { card } from "../example_plan.ts";

const FACE_BYTES = card.input.size ** 2 * 3;

/** A face whose pixels are all `value`. */
function face(value: number): { slot: FaceSlot; pixels: Uint8Array } {
  const slot = { scores: new Map() } as unknown as FaceSlot;
  return { slot, pixels: new Uint8Array(FACE_BYTES).fill(value) };
}

/**
 * Scores a face by its first byte; 255 is refused. One call at a time.
 * @param clock on which a batch takes long enough to be shared
 */
function slowClassifier(batchSize: number, clock: ManualClock): Classifier & { calls: number } {
  let inCall = false;
  return {
    card,
    batchSize,
    calls: 0,
    async score(faces, count) {
      ok(!inCall, "a classifier is not reentrant");
      this.calls++;
      inCall = true;
      await Promise.resolve();
      clock.advance(110);
      inCall = false;
      return firstBytes(faces, count);
    },
    release: () => Promise.resolve(),
  };
}

function firstBytes(faces: Uint8Array, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    if (faces[i * FACE_BYTES] === 255) throw new Error("refused");
    return faces[i * FACE_BYTES]! / 256;
  });
}

/** Takes every piece, and does it in `doOne`. */
class Others implements IdleWorkers<ScorePiece, ScoredBatch> {
  readonly pieces: ScorePiece[] = [];
  readonly #ends: ((scored: ScoredBatch | null) => void)[] = [];
  room = true;
  requests = 0;

  requestHelp(): void {
    this.requests++;
  }

  hasRoom(): Promise<boolean> {
    return Promise.resolve(this.room);
  }

  give(piece: ScorePiece): Promise<ScoredBatch | null> {
    this.pieces.push(piece);
    return new Promise((resolve) => this.#ends.push(resolve));
  }

  takeBack(): void {
    for (const end of this.#ends.splice(0)) end(null);
  }

  /** Does the piece that waits longest. */
  doOne(): void {
    const { faces, count } = this.pieces[this.pieces.length - this.#ends.length]!;
    const end = this.#ends.shift()!;
    end({ probabilities: firstBytes(faces, count), milliseconds: 70 });
  }
}

function scoresOf(faces: readonly { slot: FaceSlot }[], index: number) {
  return faces.map(({ slot }) => slot.scores.get(index)!);
}

Deno.test("batches are sent to other workers once they are known to be slow, with the same scores", async () => {
  const clock = manualClock();
  const classifier = slowClassifier(2, clock);
  const others = new Others();
  const queue = new ScoreQueue(classifier, 7, { others, clock });
  const faces = Array.from({ length: 9 }, (_, i) => face(10 + i));
  for (const { slot, pixels } of faces) {
    await queue.request(slot, pixels);
    pixels.fill(0); // they are not needed afterwards
  }
  equal(classifier.calls, 1, "only the first batch, whose time is not known");
  deepEqual(others.pieces.map(({ classifier, count }) => [classifier, count]), [
    [7, 2],
    [7, 2],
    [7, 2],
  ]);
  ok(others.requests > 0);
  others.doOne();
  await queue.flush(); // gives the ninth face away
  await queue.settle(); // takes three back
  equal(classifier.calls, 4);
  const scores = scoresOf(faces, 7);
  deepEqual(scores.map(({ probability }) => probability * 256), faces.map((_, i) => 10 + i));
  deepEqual(scores.map(({ byOther }) => byOther), faces.map((_, i) => i === 2 || i === 3));
  equal(scores[2]!.milliseconds, 35, "a face's share of its batch");
});

Deno.test("without an idle worker, or with quick batches, everything is scored here", async () => {
  const others = new Others();
  const clock = manualClock();
  others.room = false;
  const slow = slowClassifier(1, clock);
  const quick = {
    ...slowClassifier(1, clock),
    score: (f: Uint8Array, n: number) => Promise.resolve(firstBytes(f, n)),
  };
  const faces = [face(1), face(2), face(3)];
  for (const [index, classifier] of [slow, quick].entries()) {
    others.room = classifier === quick;
    const queue = new ScoreQueue(classifier, index, { others, clock });
    for (const { slot, pixels } of faces) await queue.request(slot, pixels);
    await queue.settle();
    ok(scoresOf(faces, index).every(({ byOther }) => !byOther));
  }
  equal(others.pieces.length, 0);
});

Deno.test("an error in a batch that came back is thrown when the video settles", async () => {
  const others = new Others();
  const clock = manualClock();
  const queue = new ScoreQueue(slowClassifier(1, clock), 0, { others, clock });
  await queue.request(face(1).slot, face(1).pixels);
  await queue.request(face(255).slot, face(255).pixels);
  await rejects(queue.settle(), /refused/);
  queue.clear();
  await queue.settle();
});

Deno.test("batches of a video that failed are dropped", async () => {
  const others = new Others();
  const clock = manualClock();
  const classifier = slowClassifier(1, clock);
  const queue = new ScoreQueue(classifier, 0, { others, clock });
  const faces = [face(1), face(2), face(3)];
  for (const { slot, pixels } of faces) await queue.request(slot, pixels);
  queue.clear();
  await queue.settle();
  equal(classifier.calls, 1);
  deepEqual(scoresOf(faces, 0).map((score) => score?.probability), [1 / 256, undefined, undefined]);
});
