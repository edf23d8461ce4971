import type { DatasetVideo, VideoMetadata } from "../domain/video.ts";
import { planReading } from "../frames/read_plan.ts";
import { frameSelectors } from "../frames/registry.ts";
import type { Plan, PlannedVariant } from "./plan.ts";

/** How much work there is, in units that each take about equally long. */
export interface PlanCost {
  /** Frames that are decoded. */
  readonly frames: number;
  /** Frames that are searched for faces, once for each face detection. */
  readonly detections: number;
  /** Frames whose faces are prepared, once for each preparation. */
  readonly preparations: number;
  /** Frames whose faces are scored, once for each classifier. */
  readonly classifications: number;
}

/** The cost of a plan over a dataset: every variant alone, and all of them sharing. */
export interface SharedCost {
  readonly alone: PlanCost;
  readonly shared: PlanCost;
  /** Videos that could be probed. */
  readonly videos: number;
}

const NOTHING: PlanCost = { frames: 0, detections: 0, preparations: 0, classifications: 0 };

/**
 * Counts the work of a plan without decoding anything. How many faces a frame shows is not known before it
 * is searched, so faces are counted as the frames that they come from.
 */
export function planCost(
  plan: Plan,
  probed: readonly { readonly video: DatasetVideo; readonly metadata: VideoMetadata }[],
): SharedCost {
  let alone = NOTHING;
  let shared = NOTHING;
  for (const { metadata } of probed) {
    const positions = plan.samples.map((sample) => {
      const indices = frameSelectors[sample.selection].select(metadata.frameCount, sample);
      return planReading(indices, sample.readIndices).map(({ position }) => position);
    });
    for (const variant of plan.variants) alone = sum(alone, costOf([variant], positions));
    shared = sum(shared, costOf(plan.variants, positions));
  }
  return { alone, shared, videos: probed.length };
}

/** The work on one video that a set of variants needs, each distinct piece once. */
function costOf(
  variants: readonly PlannedVariant[],
  positions: readonly (readonly number[])[],
): PlanCost {
  const unions = { frames: new Unions(), detections: new Unions() };
  const faces = { preparations: new Unions(), classifications: new Unions() };
  for (const { sample, detection, scorings } of variants) {
    const wanted = positions[sample];
    unions.frames.add("", wanted);
    unions.detections.add(String(detection), wanted);
    for (const { preparation, classifier } of scorings) {
      faces.preparations.add(String(preparation), wanted);
      faces.classifications.add(`${classifier} ${preparation}`, wanted);
    }
  }
  return {
    frames: unions.frames.size(),
    detections: unions.detections.size(),
    preparations: faces.preparations.size(),
    classifications: faces.classifications.size(),
  };
}

/** Sets of positions by name, and how many they are together. */
class Unions {
  readonly #sets = new Map<string, Set<number>>();

  add(name: string, positions: readonly number[]): void {
    let set = this.#sets.get(name);
    if (!set) this.#sets.set(name, set = new Set());
    for (const position of positions) set.add(position);
  }

  size(): number {
    return [...this.#sets.values()].reduce((total, set) => total + set.size, 0);
  }
}

function sum(a: PlanCost, b: PlanCost): PlanCost {
  return {
    frames: a.frames + b.frames,
    detections: a.detections + b.detections,
    preparations: a.preparations + b.preparations,
    classifications: a.classifications + b.classifications,
  };
}
