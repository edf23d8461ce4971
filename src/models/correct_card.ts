import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseModelCard } from "../stages/classifiers/parse_card.ts";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { type Precision, PRECISIONS } from "../records/provider.ts";
import { atomicWriter } from "../platform/files/atomic_writer.ts";
import { largest } from "../base/numeric/extremes.ts";
import { HALF_TOLERANCE, halfDiffers, largestDifference } from "./complete_model.ts";
import { requireFit } from "./card_fit.ts";
import { describeFile } from "./describe_file.ts";
import { scoreVerificationImages } from "./fixed_image_scores.ts";
import { hasRegularFile } from "../platform/files/regular_file.ts";

/** A field of a card whose value was changed. */
export interface CardChange {
  /** Path, such as `output.index`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Result of correcting a card. */
export interface CorrectedCard {
  readonly card: ModelCard;
  /** Empty: the card said so before. */
  readonly changes: readonly CardChange[];
  /** P(fake) of the fixed images with the card; `null`: the model has no files here, or nothing was changed. */
  readonly after: readonly number[] | null;
  /** With the card as it was; `null` also when it could not be run so. */
  readonly before: readonly number[] | null;
}

/**
 * Writes a corrected card, after the model's files were run with it on the fixed images.
 * @param raw the card as it is in its file, which may break the schema
 * @param corrected the same with the user's values
 * @throws AssayError (exit 3) MODEL_CARD_BROKEN, MODEL_UNFIT when the files do not run with the card, or
 * MODEL_HALF_DIFFERS when float16 differs too much with it; the card stays as it was
 */
export async function correctCard(
  folder: string,
  { raw, corrected, place }: {
    readonly raw: unknown;
    readonly corrected: unknown;
    readonly place: string;
  },
): Promise<CorrectedCard> {
  const card = parseModelCard(corrected, place);
  const changes = changesBetween(raw, { ...schemaOf(raw), ...card });
  if (changes.length === 0) return { card, changes, before: null, after: null };
  const scores = await scoresOf(folder, card);
  const [after = null] = scores.values();
  const before = await scoresBefore(folder, raw);
  const verified = withDifference(card, scores);
  const writer = atomicWriter(join(folder, "card.json"));
  writer.write(`${JSON.stringify({ ...schemaOf(raw), ...verified }, null, 2)}\n`);
  writer.commit();
  return { card: verified, changes, before, after };
}

/** Computes P(fake) of the fixed images by each file that is here. */
async function scoresOf(
  folder: string,
  card: ModelCard,
): Promise<ReadonlyMap<Precision, readonly number[]>> {
  const scores = new Map<Precision, readonly number[]>();
  for (const precision of PRECISIONS) {
    const path = card.files[precision]?.path;
    if (path === undefined || !await hasRegularFile(join(folder, path))) continue;
    requireFit(describeFile(join(folder, path), path), card, { file: path });
    scores.set(precision, await scoreVerificationImages(join(folder, path), { card, precision }));
  }
  return scores;
}

async function scoresBefore(folder: string, raw: unknown): Promise<readonly number[] | null> {
  try {
    const [first = null] = (await scoresOf(folder, parseModelCard(raw, ""))).values();
    return first;
  } catch {
    return null; // that is why it is corrected
  }
}

function withDifference(
  card: ModelCard,
  scores: ReadonlyMap<Precision, readonly number[]>,
): ModelCard {
  const { verification } = card;
  const [plain, half] = [scores.get("fp32"), scores.get("fp16")];
  if (!plain || !half) return card;
  const halfPrecisionDifference = largestDifference(plain, half);
  if (halfPrecisionDifference > HALF_TOLERANCE && !verification?.forced) {
    throw halfDiffers(card.name, {
      difference: halfPrecisionDifference,
      remedy: "Keep the value, or make the model again with --precision fp32 alone",
    });
  }
  if (verification === undefined) return card;
  return { ...card, verification: { ...verification, halfPrecisionDifference } };
}

/** The address of the schema, for editors, which is no part of the card itself. */
function schemaOf(raw: unknown): { readonly $schema?: unknown } {
  const { $schema } = raw as { readonly $schema?: unknown };
  return $schema === undefined ? {} : { $schema };
}

/** Lists the fields that differ, by path. */
export function changesBetween(before: unknown, after: unknown, prefix = ""): CardChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, new_] = [before, after].map(plainObject);
  if (!old || !new_) return [{ path: prefix, before, after }];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(new_)])];
  return keys.flatMap((key) =>
    changesBetween(old[key], new_[key], prefix === "" ? key : `${prefix}.${key}`)
  );
}

function plainObject(value: unknown): Readonly<Record<string, unknown>> | null {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? value as Record<string, unknown> : null;
}

/** Computes the largest change of P(fake). */
export function largestChange(before: readonly number[], after: readonly number[]): number {
  return largest(before.map((score, i) => Math.abs(score - after[i]!)));
}
