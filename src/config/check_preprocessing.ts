import { listed } from "../base/text/listed.ts";
import { usageError } from "../records/errors.ts";
import {
  SHARED_CARD_PARAMETERS,
  stated,
  type StatingCard,
  valuesByCards,
} from "../stages/classifiers/card_preprocessing.ts";
import type { FaceDetectorPart } from "../stages/faces/contract.ts";
import { faceDetectors } from "../stages/faces/registry.ts";
import type { Variant } from "./variant.ts";

/** A model and what its card states. */
interface StatingModel extends StatingCard {
  readonly name: string;
}

/**
 * Checks that a variant's preprocessing is possible for its models: cards whose preprocessing it takes agree on what
 * all models share, and faces that are aligned have landmarks and a template.
 * @throws AssayError (exit 2)
 */
export function checkPreprocessing(variant: Variant, models: readonly StatingModel[]): void {
  if (variant.preprocessing === "card") requireAgreement(variant, models);
  const { shared, each } = valuesByCards({ ...variant }, models);
  const aligned = models.filter((_, i) => each[i]!.align === "landmarks");
  if (aligned.length === 0) return;
  const finder = Object.entries<FaceDetectorPart>(faceDetectors)
    .find(([name]) => name === shared.faceDetector);
  if (finder?.[1].landmarks === false) throw withoutLandmarks(variant, finder[0]);
  const bare = aligned.find(({ preprocessing }) => preprocessing?.template === undefined);
  if (bare) throw withoutTemplate(variant, bare);
}

function requireAgreement({ name }: Variant, models: readonly StatingModel[]): void {
  for (const parameter of SHARED_CARD_PARAMETERS) {
    const stating = models.map((model) => ({
      model: model.name,
      value: stated(model, [parameter])[parameter],
    })).filter(({ value }) => value !== undefined);
    if (new Set(stating.map(({ value }) => value)).size < 2) continue;
    throw usageError("CARDS_DISAGREE", {
      what: `variant "${name}" takes its preprocessing from the cards of its models, which state ` +
        `different values of ${parameter}, of which a variant has one: ${
          listed(stating.map(({ model, value }) => `${value} by "${model}"`))
        }`,
      remedy: 'Give each of these models a variant of its own, or set "preprocessing": "variant"',
    });
  }
}

function withoutLandmarks({ name, align }: Variant, faceDetector: string): Error {
  const finding = Object.entries<FaceDetectorPart>(faceDetectors)
    .filter(([, { landmarks }]) => landmarks).map(([detector]) => `"${detector}"`);
  const otherwise = align === "landmarks" ? '"align": "none"' : '"preprocessing": "variant"';
  return usageError("ALIGN_WITHOUT_LANDMARKS", {
    what: `variant "${name}" aligns faces by their landmarks, but the face detector ` +
      `"${faceDetector}" finds none`,
    remedy: `Set "faceDetector" to ${listed(finding, "or")}, or ${otherwise}`,
  });
}

function withoutTemplate({ name }: Variant, model: StatingModel): Error {
  return usageError("ALIGN_WITHOUT_TEMPLATE", {
    what: `variant "${name}" aligns faces by their landmarks, but the card of model ` +
      `"${model.name}" gives no template for them`,
    remedy: `Set "align": "none", or add to models/${model.name}/card.json: ` +
      '"preprocessing": {"template": {"side": 112, "points": [five pairs of x and y]}}',
  });
}
