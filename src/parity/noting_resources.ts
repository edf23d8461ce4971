import type { Classifier } from "../stages/classifiers/contract.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { ScoreQueue } from "../pipeline/execution/score_queue.ts";
import {
  openClassifier,
  openWorkerResources,
  type ResourceFolders,
  type WorkerResources,
} from "../pipeline/execution/worker_resources.ts";
import { sha256Hex } from "../platform/files/hash.ts";

/** P(fake) by the SHA-256 of the prepared face. */
export type ScoresByPixels = ReadonlyMap<string, number>;

export interface NotingResources {
  readonly resources: WorkerResources;
  /** Scores so far, by index of the plan's classifiers. */
  readonly scored: readonly ScoresByPixels[];
}

/** Opens the resources of a run with classifiers that record the pixels they score. */
export async function openNotingResources(
  plan: Plan,
  folders: ResourceFolders,
): Promise<NotingResources> {
  const inner = await openWorkerResources(plan, folders);
  const scored = plan.classifiers.map(() => new Map<string, number>());
  const classifiers: Classifier[] = [];
  const queues: ScoreQueue[] = [];
  for (const [index, notes] of scored.entries()) {
    const classifier = await openClassifier(plan, index);
    classifiers.push(classifier);
    queues.push(new ScoreQueue(noting(classifier, notes), index));
  }
  const resources: WorkerResources = {
    ...inner,
    queue: (index) => Promise.resolve(queues[index]!),
    queues: () => Promise.resolve(queues),
    async release() {
      await inner.release();
      for (const classifier of classifiers) await classifier.release();
    },
  };
  return { resources, scored };
}

function noting(classifier: Classifier, scored: Map<string, number>): Classifier {
  const length = classifier.card.input.size ** 2 * 3;
  return {
    ...classifier,
    async score(faces, count) {
      const scores = await classifier.score(faces, count);
      scores.forEach((score, i) =>
        scored.set(sha256Hex(faces.subarray(i * length, (i + 1) * length)), score)
      );
      return scores;
    },
  };
}
