import { type CardFacts, factsFrom, type Triple } from "./facts.ts";
import { type JsonObject, numberOf, objectOf, tripleOf } from "./json_fields.ts";

const DEFAULT_RESCALE = 1 / 255;

/**
 * Reads the preprocessing that a Hugging Face image processor does, from its `preprocessor_config.json`. A step
 * that is switched off there is left out.
 * @param file its name
 */
export function processorFacts(given: JsonObject, file: string): CardFacts {
  const config = objectOf(given.image_processor) ?? given; // of a processor for several kinds of input
  const normalised = normalisation(config);
  return {
    ...factsFrom(`${file} (${normalised?.fields ?? ""})`, { ...normalised?.values }),
    ...factsFrom(`${file} (size)`, { size: faceSize(config) }),
    ...channelFacts(config, file),
  };
}

interface Normalisation {
  readonly fields: string;
  readonly values: { readonly scale: number; readonly mean: Triple; readonly std: Triple };
}

/** Reads `(v · scale − mean) / std`; `null`: the file does not say. */
function normalisation(config: JsonObject): Normalisation | null {
  const scale = config.do_rescale === false
    ? 1
    : numberOf(config.rescale_factor) ?? DEFAULT_RESCALE;
  if (!(scale > 0)) return null;
  if (config.do_normalize === false || isMobileViT(config)) {
    const values = withOffset({ scale, mean: [0, 0, 0], std: [1, 1, 1] }, config);
    return { fields: "do_normalize, rescale_factor", values };
  }
  const [mean, std] = [tripleOf(config.image_mean), tripleOf(config.image_std)];
  if (mean === null || std === null || !std.every((one) => one > 0)) return null;
  return {
    fields: "image_mean, image_std, rescale_factor",
    values: withOffset({ scale, mean, std: twiceDivided(std, config) }, config),
  };
}

/** Tells whether the file is of a processor that never normalises: it flips channels instead. */
function isMobileViT({ do_flip_channel_order, do_normalize, image_mean }: JsonObject): boolean {
  return do_flip_channel_order !== undefined && do_normalize === undefined &&
    image_mean === undefined;
}

/** Adds the 1 that EfficientNet's processor subtracts after scaling. */
function withOffset(
  { scale, mean, std }: Normalisation["values"],
  { rescale_offset, do_rescale }: JsonObject,
): Normalisation["values"] {
  const offset = rescale_offset === true && do_rescale !== false ? 1 : 0;
  return { scale, std, mean: [mean[0] + offset, mean[1] + offset, mean[2] + offset] };
}

/** Squares the divisors where EfficientNet's processor divides twice. */
function twiceDivided(
  std: Triple,
  { include_top, image_processor_type: type }: JsonObject,
): Triple {
  const twice = include_top === true && String(type ?? "EfficientNet").startsWith("EfficientNet");
  return twice ? [std[0] ** 2, std[1] ** 2, std[2] ** 2] : std;
}

/** Finds the side of the image that the network gets, pixels; `null`: not stated, or not a square. */
function faceSize(config: JsonObject): number | null {
  const cut = config.do_center_crop === false ? null : side(config.crop_size);
  return cut ?? side(config.size);
}

function side(size: unknown): number | null {
  const plain = numberOf(Array.isArray(size) && size[0] === size[1] ? size[0] : size);
  if (plain !== null) return whole(plain);
  const { height, width, shortest_edge: edge } = objectOf(size) ?? {};
  if (height !== undefined) return height === width ? whole(numberOf(height)) : null;
  return whole(numberOf(edge));
}

function whole(number: number | null): number | null {
  return number !== null && Number.isInteger(number) && number > 0 ? number : null;
}

/** Reads the order of the channels; processors give RGB unless they say otherwise. */
function channelFacts(config: JsonObject, file: string): CardFacts {
  return config.do_flip_channel_order === true
    ? factsFrom(`${file} (do_flip_channel_order)`, { channels: "BGR" })
    : factsFrom(`${file} (image processors give RGB)`, { channels: "RGB" });
}
