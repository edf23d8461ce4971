import { join, resolve } from "node:path";
import type { ModelCard, ModelWeights } from "../stages/classifiers/model_card.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import { download, type DownloadOptions } from "../platform/packages/download.ts";
import { sha256File, sha256Hex } from "../platform/files/hash.ts";
import { assayHome } from "../platform/files/project.ts";
import { recordTrusted, requireTrusted } from "../platform/packages/trust_store.ts";
import { importOnnx, type ImportOptions, makeFromWeights } from "./import_model.ts";

export interface FetchOptions extends ImportOptions {
  /** A folder that has the files already; `null`: they are downloaded. */
  readonly from: string | null;
  /** The folder for derived state; default `assayHome()`. */
  readonly home?: string;
  readonly download?: Pick<DownloadOptions, "onProgress" | "onRetry" | "patience" | "pause">;
}

/**
 * Makes the model of a card from the file of weights at the address that the card has. The file must have the
 * card's hash, and where the card has none, that of the file that was first used from this address on this
 * machine. What was downloaded is removed once the model is made.
 * @throws AssayError MODEL_HAS_NO_ADDRESS (exit 2); (exit 3) FILE_NOT_READ, FETCHED_FILE_WRONG, and what
 * downloading, the trust store and importing throw
 */
export async function fetchModel(card: ModelCard, options: FetchOptions): Promise<ModelCard> {
  const { home = assayHome(), from } = options;
  const { weights, url } = addressOf(card);
  const path = from === null
    ? await downloaded(url, weights, { ...options, home })
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
    if (isTheFile && from === null) await Deno.remove(path); // else it would be met again
    throw error;
  }
}

function addressOf({ name, weights }: ModelCard): { weights: ModelWeights; url: string } {
  if (weights?.url) return { weights, url: weights.url };
  throw usageError("MODEL_HAS_NO_ADDRESS", {
    what: `the card of model "${name}" has no address to fetch it from`,
    remedy: "Import its file with `deno task models import`, or build it",
  });
}

async function downloaded(
  url: string,
  { file }: ModelWeights,
  { home, progress, download: more }: FetchOptions & { readonly home: string },
): Promise<string> {
  const path = join(home, "downloads", sha256Hex(url).slice(0, 8), file);
  progress(`fetching ${file} from ${new URL(url).host}`);
  await download(url, { path, ...more });
  return path;
}

/** @returns the file's SHA-256, hex, when nothing speaks against it */
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
      what: `${file} cannot be read in the folder of --from`,
      remedy: `Download it from ${url}`,
      cause,
    });
  });
  if (stated !== null && stated !== sha256) throw wrong(file, { stated, sha256 });
  await requireTrusted(url, sha256, { home });
  return sha256;
}

function wrong(file: string, { stated, sha256 }: { stated: string; sha256: string }) {
  return inputError("FETCHED_FILE_WRONG", {
    what: `${file} has the SHA-256 ${sha256}, not ${stated} as its card says`,
    remedy: "Do not use it; fetch it again, from another network if this goes on",
  });
}

async function makeFrom(
  path: string,
  card: ModelCard,
  options: ImportOptions,
): Promise<ModelCard> {
  const { schemaVersion: _, family: __, files: ___, verification: ____, ...draft } = card;
  if (!path.endsWith(".onnx")) return await makeFromWeights(path, draft, options);
  const cardFile = `models/${card.name}/card.json`;
  return await importOnnx(path, card, { ...options, name: null, cardFile });
}
