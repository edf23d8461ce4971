import { basename } from "node:path";
import type { Checkpoint, MetadataValue } from "../checkpoints/checkpoint.ts";
import { readCheckpoint, withoutWrappers } from "../checkpoints/read_checkpoint.ts";
import { truncateText } from "../checkpoints/checkpoint_errors.ts";
import { isAskedFor, isAveraged } from "../checkpoints/weight_sets.ts";
import { openFileSource } from "../../platform/files/file_source.ts";
import { inputError } from "../../records/errors.ts";
import type { NetworkPlace, Tensors } from "./fit_parameters.ts";
import { isCounter } from "./harmless_tensors.ts";

/** Most sets of weights that a message names. */
const MOST_NAMED = 6;

/** The weights in a file that a network is built from. */
export interface OpenWeights {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Without the names of wrappers, and without counters. */
  readonly tensors: Tensors;
  readonly metadata: Checkpoint["metadata"];
  /** Places of all sets of weights in the file, the one taken first. */
  readonly places: readonly string[];
  /** What was taken of a file with several sets of weights. */
  readonly notes: readonly string[];
}

/**
 * Reads a PyTorch or safetensors file while a function uses its weights.
 * @param options `asked`: which of several sets of weights is taken
 */
export async function withWeights<Result>(
  path: string,
  { asked, use }: {
    readonly asked: string | null;
    readonly use: (weights: OpenWeights) => Promise<Result>;
  },
): Promise<Result> {
  const source = openFileSource(path);
  try {
    const file = basename(path);
    const checkpoint = readCheckpoint(source, file, { asked });
    const named = withoutWrappers(checkpoint.tensors);
    const tensors = new Map([...named].filter(([, tensor]) => !isCounter(tensor)));
    const { metadata, place, otherPlaces } = checkpoint;
    const notes = placeNotes(checkpoint, file);
    return await use({ file, tensors, metadata, places: [place, ...otherPlaces], notes });
  } finally {
    source.close();
  }
}

function placeNotes({ place, otherPlaces }: Checkpoint, file: string): string[] {
  if (place === "" && otherPlaces.length === 0) return [];
  const taken = `The weights are those under ${place === "" ? "no key" : place} in ${file}.`;
  return otherPlaces.length === 0 ? [taken] : [`${taken} ${othersText(otherPlaces)}`];
}

/** Says which network of a file with several was taken. */
export function networkNotes({ prefix, others }: NetworkPlace): string[] {
  if (others.length === 0) return [];
  const names = others.map((other) => tellingPart(other, prefix));
  return [
    `The network is the one under ${prefix.slice(0, -1) || "no prefix"}. ${othersText(names)}`,
  ];
}

/** Writes how to take other weights than those taken: `It also has ema: --weights ema takes them.` */
function othersText(others: readonly string[]): string {
  const shown = others.slice(0, MOST_NAMED).map(truncateText);
  const ways = shown.map((other) => `--weights ${other}`).join(", ");
  const more = others.length > shown.length ? ` and ${others.length - shown.length} more` : "";
  return `It also has ${shown.join(", ")}${more}: ${ways} takes ${
    shown.length > 1 ? "those" : "them"
  }.`;
}

/**
 * Checks that a file has the weights asked for, or only one network that is not an average.
 * @throws AssayError (exit 3) WEIGHTS_MISSING, WEIGHTS_AMBIGUOUS
 */
export function requireAsked(
  asked: string | null,
  { weights: { file, places }, place }: {
    readonly weights: OpenWeights;
    readonly place: NetworkPlace;
  },
): void {
  const known = [...places, ...[place.prefix, ...place.others].flatMap(prefixParts)];
  if (asked === null) return requireSingle(place, file);
  if (known.some((one) => isAskedFor(one, asked))) return;
  const named = known.filter((one) => one !== "").slice(0, MOST_NAMED).map(truncateText);
  throw inputError("WEIGHTS_MISSING", {
    what: `${file} has no weights called ${asked}${
      named.length === 0 ? "" : `, only ${named.join(", ")}`
    }`,
    remedy: "Leave out --weights to take those that a network is usually saved under",
  });
}

function requireSingle({ prefix, others }: NetworkPlace, file: string): void {
  const [other] = others.filter((one) => !isAveraged(one));
  if (other === undefined || isAveraged(prefix)) return;
  const names = [tellingPart(prefix, other), tellingPart(other, prefix)].map(truncateText);
  throw inputError("WEIGHTS_AMBIGUOUS", {
    what: `${file} has the weights of several networks (${names.join(", ")})`,
    remedy: `Give ${
      names.filter((name) => name !== "").map((name) =>
        `--weights ${name}`
      ).join(" or ")
    }` +
      "; a model that uses both can be exported to ONNX",
  });
}

/** Returns the part of a prefix that tells it from another: `rgb` for `model.rgb.` beside `model.frequency.`. */
function tellingPart(prefix: string, other: string): string {
  const others = new Set(prefixParts(other));
  const parts = prefixParts(prefix);
  return parts.find((part) => !others.has(part)) ?? parts[0] ?? "";
}

/** Lists the words that a prefix such as `ema_model.encoder.` can be asked for by. */
function prefixParts(prefix: string): string[] {
  return prefix.split(".").filter((part) => part !== "");
}

/** Returns the architecture that training scripts name beside weights, such as timm's `arch`; `null`: none. */
export function statedArchitecture(metadata: OpenWeights["metadata"]): string | null {
  const places = [null, "args", "hyper_parameters", "hparams", "config", "cfg"];
  for (const place of places) {
    const entries = place === null ? Object.fromEntries(metadata) : metadata.get(place);
    for (const key of ["arch", "architecture", "model_name", "model", "encoder", "backbone"]) {
      const stated = textEntry(entries, key);
      if (stated !== null) return stated;
    }
  }
  return null;
}

function textEntry(entries: MetadataValue | undefined, key: string): string | null {
  if (typeof entries !== "object" || entries === null || Array.isArray(entries)) return null;
  const value = (entries as { readonly [key: string]: MetadataValue })[key];
  return typeof value === "string" ? value : null;
}
