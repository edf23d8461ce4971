import { EVERY_FAMILY_READS } from "../../stages/classifiers/contract.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import type { LoadingPart, Part } from "../../stages/part.ts";
import { type ParameterValues, type PartUse, usePart } from "../../stages/part_use.ts";
import { partNamed, type PipelineParts } from "../execution/parts.ts";

/** A part and the parameters that it reads in one variant. */
export interface ActivePart {
  readonly part: LoadingPart;
  readonly use: PartUse;
}

/** Parts that a variant uses. */
export interface VariantWork {
  readonly counting: ActivePart;
  readonly selector: ActivePart;
  readonly reading: ActivePart;
  readonly turning: ActivePart;
  readonly detectorInput: ActivePart;
  readonly detector: ActivePart;
  /** Face preparation of each model, in the variant's order. */
  readonly preparations: readonly ActivePart[];
  readonly limits: ActivePart;
  /** Family of each model, in the variant's order. */
  readonly families: readonly ActivePart[];
  readonly pooling: ActivePart;
  readonly scoreRules: ActivePart;
}

/** A model of a variant, with the resolved parameters that hold for it. */
export interface ModelWork {
  readonly card: ModelCard;
  readonly values: ParameterValues;
}

/** Chooses the parts that a variant uses. @param values the resolved parameters that all its models share */
export function variantWork(
  values: ParameterValues,
  { parts, models }: { readonly parts: PipelineParts; readonly models: readonly ModelWork[] },
): VariantWork {
  const active = (name: string, part: Part, of = values) => ({
    part,
    use: usePart(name, part, of),
  });
  const chosen = (registry: Readonly<Record<string, Part>>, parameter: string) => {
    const name = String(values[parameter]);
    return active(name, partNamed(registry, name));
  };
  return {
    counting: active("counting of frames", parts.frameCounting),
    selector: chosen(parts.frameSelectors, "selection"),
    reading: active("reading of frames", parts.readPlan),
    turning: active("turning of frames", parts.frameTurning),
    detectorInput: active("face detector's input", parts.detectorInput),
    detector: chosen(parts.faceDetectors, "faceDetector"),
    preparations: models.map((model) =>
      active("face preparation", parts.facePreparation, model.values)
    ),
    limits: active("face limits", parts.faceLimits),
    families: models.map(({ card: { family } }) => {
      const part = partNamed(parts.classifierFamilies, family);
      return active(family, { ...part, reads: union(EVERY_FAMILY_READS, part.reads) });
    }),
    pooling: chosen(parts.poolingStrategies, "pooling"),
    scoreRules: active("rules of scores", parts.scoreRules),
  };
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])];
}
