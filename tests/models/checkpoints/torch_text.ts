import { float32Bytes, littleEndian } from "./byte_text.ts";
import { dictionary, integer, pickle, tensor, text, tuple } from "./pickle_text.ts";
import { type ZipFile, type ZipOptions, zipText } from "./zip_text.ts";

/** Six numbers, which the tensors of these files look into. */
export const SIX = [1, 2, 3, 4, 5, 6];

export interface TorchText {
  /** The object's pickle. */
  readonly body?: string;
  /** Bytes by key. */
  readonly storages?: Readonly<Record<string, string>>;
}

/** The pickle body of a state dict with one 2 × 3 tensor. */
export const ONE_TENSOR = dictionary({ weight: tensor() });

const STORAGES = { "0": float32Bytes(...SIX) };

/** The files of a checkpoint in the zip format. */
export function torchZipFiles(
  { body = ONE_TENSOR, storages = STORAGES }: TorchText = {},
): ZipFile[] {
  return [
    { name: "archive/data.pkl", content: pickle(body) },
    ...Object.entries(storages).map(([key, content]) => ({ name: `archive/data/${key}`, content })),
    { name: "archive/version", content: "3\n" },
  ];
}

/** A checkpoint in the zip format, a letter a byte. */
export function torchZipText(parts: TorchText = {}, options: ZipOptions = {}): string {
  return zipText(torchZipFiles(parts), options);
}

/** The magic number, the protocol and the facts about the machine, a pickle each. */
export const LEGACY_HEAD = pickle("\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19") + pickle(integer(1001)) +
  pickle("}");

/** A checkpoint in the older format, a letter a byte; storages are of float32. */
export function torchLegacyText(
  { body = ONE_TENSOR, storages = STORAGES }: TorchText = {},
): string {
  const keys = pickle(tuple(...Object.keys(storages).map(text)));
  const numbers = Object.values(storages)
    .map((content) => littleEndian(content.length / 4, 8) + content);
  return LEGACY_HEAD + pickle(body) + keys + numbers.join("");
}
