import type { Classifier } from "../stages/classifiers/contract.ts";
import { classifierFamilies } from "../stages/classifiers/registry.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { ScoreQueue } from "../pipeline/execution/score_queue.ts";
import { openToolbox, type Toolbox, type ToolboxFolders } from "../pipeline/execution/toolbox.ts";
import { sha256Hex } from "../platform/files/hash.ts";

/** P(fake) by the SHA-256 of the prepared face that it was given for. */
export type ScoresByPixels = ReadonlyMap<string, number>;

export interface NotingToolbox {
  readonly toolbox: Toolbox;
  /** What each classifier of the plan has scored so far, by its index. */
  readonly scored: readonly ScoresByPixels[];
}

/** A run's own toolbox, but for classifiers that note which pixels they were given. */
export async function openNotingToolbox(
  plan: Plan,
  folders: ToolboxFolders,
): Promise<NotingToolbox> {
  const inner = await openToolbox(plan, folders);
  const scored = plan.classifiers.map(() => new Map<string, number>());
  const classifiers: Classifier[] = [];
  const queues: ScoreQueue[] = [];
  for (const index of plan.classifiers.keys()) {
    const classifier = await openClassifier(plan, index);
    classifiers.push(classifier);
    queues.push(new ScoreQueue(noting(classifier, scored[index]), index));
  }
  const toolbox: Toolbox = {
    ...inner,
    queue: (index) => Promise.resolve(queues[index]),
    queues: () => Promise.resolve(queues),
    async release() {
      await inner.release();
      for (const classifier of classifiers) await classifier.release();
    },
  };
  return { toolbox, scored };
}

async function openClassifier(
  { classifiers, models, provider, threads }: Plan,
  index: number,
): Promise<Classifier> {
  const { model, precision, batchSize } = classifiers[index];
  const planned = models.find(({ card }) => card.name === model);
  if (!planned) throw new Error(`the plan has no model "${model}"`);
  const { card, folder } = planned;
  const options = { provider, precision, batchSize, threads };
  return await classifierFamilies[card.family].load(card, folder, options);
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
