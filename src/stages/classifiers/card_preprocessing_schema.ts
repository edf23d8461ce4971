import { z } from "zod";
import type { FaceDetectorPart } from "../faces/contract.ts";
import { faceDetectors } from "../faces/registry.ts";
import { parameterSchema } from "../parameter_schema.ts";
import { CARD_PARAMETERS } from "./card_preprocessing.ts";
import type { CardPreprocessing } from "./model_card.ts";

const coordinate = z.number().min(-10000).max(10000);

const points = z.array(z.tuple([coordinate, coordinate])).length(5, "must be five points, [x, y]")
  .refine(
    (all) => all.some(([x, y]) => x !== all[0]![0] || y !== all[0]![1]),
    "must not all be one point",
  );

const template = z.strictObject({
  side: z.number().gt(0).max(10000).describe("side of the square that the points are given in"),
  points: points.describe(
    "left eye, right eye, nose, left and right mouth corner, as seen in the picture",
  ),
}).describe("places of the landmarks in an aligned face");

const NAMES = [...CARD_PARAMETERS, "template"];

const fields: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(CARD_PARAMETERS.map((name) => [name, written(name)])),
  template,
};

/** Schema of the preprocessing that a card states: parameters by their names and values in the config. */
export const cardPreprocessingSchema: z.ZodType<CardPreprocessing> = z.strictObject(
  Object.fromEntries(NAMES.map((name) => [name, z.exactOptional(fields[name]!)])),
).superRefine((value: CardPreprocessing, context) => {
  for (const message of contradictions(value)) context.addIssue({ code: "custom", message });
}).describe("what the classifier was trained with; variants that differ are warned of");

/** Lists what does not go together. */
function contradictions({ align, template, faceDetector }: CardPreprocessing): readonly string[] {
  if (align !== "landmarks") return [];
  const detector = Object.entries<FaceDetectorPart>(faceDetectors)
    .find(([name]) => name === faceDetector);
  return [
    ...(template === undefined
      ? [
        'given a template with align "landmarks": {"side": 112, "points": [five pairs of x and y]}',
      ]
      : []),
    ...(detector?.[1].landmarks === false
      ? [
        `without align "landmarks", whose landmarks faceDetector "${faceDetector}" does not find`,
      ]
      : []),
  ];
}

/** The schema of a parameter, as a card may write it. */
function written(name: typeof CARD_PARAMETERS[number]): z.ZodType {
  const schema = parameterSchema(name);
  if (!(schema instanceof z.ZodEnum)) return schema;
  return z.enum(schema.options.map(String)).describe(schema.description ?? "");
}
