import { join, resolve } from "node:path";
import type { ModelCard, ModelWeights } from "../stages/classifiers/model_card.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import { download, type DownloadOptions } from "../platform/packages/download.ts";
import { sha256File, sha256Hex } from "../platform/files/hash.ts";
import { assayHome } from "../platform/files/project.ts";
import { recordTrusted, requireTrusted } from "../platform/packages/trust_store.ts";
import { importOnnx, type ImportOptions, makeFromWeights } from "./import_model.ts";

export interface FetchOptions extends ImportOptions {
  /** Folder that already contains the files; `null`: download them. */
  readonly from: string | null;
  /** Folder for derived state; default `assayHome()`. */
  readonly home?: string;
  readonly download?: Pick<DownloadOptions, "onProgress" | "onRetry" | "patience" | "pause">;
}

/**
 * Builds the model of a card from the weights file at the card's URL. The file must match the card's SHA-256,
 * or, if the card has none, the one recorded when this machine first used the URL. The download is deleted once
 * the model is built.
 * @throws AssayError MODEL_HAS_NO_ADDRESS (exit 2); (exit 3) FILE_NOT_READ, FETCHED_FILE_WRONG, and the errors
 * of downloading, the trust store and importing
 */
export async function fetchModel(card: ModelCard, options: FetchOptions): Promise<ModelCard> {
  const { home = assayHome(), from } = options;
  const { weights, url } = findUrl(card);
  const path = from === null
    ? await downloadFile(url, weights, { ...options, home })
    : join(resolve(from), weights.file);
  try {
    const sha256 = await requireKnown(path, { url, weights, home });
    const fetched = { ...card, weights: { ...weights, sha256 } };
    const made = await makeFrom(path, fetched, { ...options, earlier: card });
    await recordTrusted(url, sha256, { home });
    if (from === null) await Deno.remove(path);
    return made;
  } catch (error) {
    const isTheFile = error instanceof AssayError && error.exitCode === 3;
    if (isTheFile && from === null) await Deno.remove(path); // otherwise a wrong file would be used again
    throw error;
  }
}

function findUrl({ name, weights }: ModelCard): { weights: ModelWeights; url: string } {
  if (weights?.url) return { weights, url: weights.url };
  throw usageError("MODEL_HAS_NO_ADDRESS", {
    what: `the card of model "${name}" has no download URL`,
    remedy:
      "Import its file with `deno task models import`, or build it with `deno task models build`",
  });
}

async function downloadFile(
  url: string,
  { file }: ModelWeights,
  { home, progress, download: more }: FetchOptions & { readonly home: string },
): Promise<string> {
  const path = join(home, "downloads", sha256Hex(url).slice(0, 8), file);
  progress(`fetching ${file} from ${new URL(url).host}`);
  await download(url, { path, ...more });
  return path;
}

/** Checks the file's SHA-256. @returns it, hex */
async function requireKnown(
  path: string,
  { url, weights: { file, sha256: stated }, home }: {
    readonly url: string;
    readonly weights: ModelWeights;
    readonly home: string;
  },
): Promise<string> {
  const sha256 = await sha256File(path).catch((cause) => {
    throw inputError("FILE_NOT_READ", {
      what: `${file} in the folder of --from cannot be read`,
      remedy: `Download it from ${url} into that folder`,
      cause,
    });
  });
  if (stated !== null && stated !== sha256) throw wrongHashError(file, { stated, sha256 });
  await requireTrusted(url, sha256, { home });
  return sha256;
}

function wrongHashError(file: string, { stated, sha256 }: { stated: string; sha256: string }) {
  return inputError("FETCHED_FILE_WRONG", {
    what: `the SHA-256 of ${file} does not match the card: it is ${sha256}, not ${stated}`,
    remedy: "Do not use it; fetch it again, from another network if this persists",
  });
}

async function makeFrom(
  path: string,
  card: ModelCard,
  options: ImportOptions,
): Promise<ModelCard> {
  const { schemaVersion: _, family: __, files: ___, verification: ____, ...draft } = card;
  if (!path.endsWith(".onnx")) {
    const { name, architecture: family = "" } = draft;
    const task = { name, family, request: { size: null, asked: null }, draftOf: () => draft };
    return await makeFromWeights(path, task, options);
  }
  const cardFile = `models/${card.name}/card.json`;
  return await importOnnx(path, card, { ...options, name: null, cardFile });
}
