import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { AssayError, inputError } from "../../records/errors.ts";
import { type Precision, PRECISIONS } from "../../records/provider.ts";
import { readBuilt } from "../../platform/files/built_record.ts";
import { readOptionalTextFile } from "../../platform/files/regular_file.ts";
import { sha256File, sha256Hex } from "../../platform/files/hash.ts";
import { makingRemedy } from "./making_command.ts";
import type { ModelCard } from "./model_card.ts";
import { cardError, parseCardText, parseModelCard } from "./parse_card.ts";

/** A model that has a card. Its files may still have to be built or fetched. */
export interface CatalogueEntry {
  readonly card: ModelCard;
  /** Absolute path of the card's folder. */
  readonly folder: string;
  /** Precisions whose file exists. */
  readonly present: readonly Precision[];
}

/**
 * Reads the models under a folder, sorted by name. Skips subfolders without a classifier's card, and those whose
 * name begins with a dot: models that are being made.
 * @param onBroken called for each card that breaks the schema; left out: the first error is thrown
 * @throws AssayError MODEL_CARD_BROKEN (exit 3)
 */
export async function readCatalogue(
  modelsFolder: string,
  onBroken: (name: string, error: AssayError) => void = (_, error) => {
    throw error;
  },
): Promise<readonly CatalogueEntry[]> {
  const found = await readdir(modelsFolder).catch(() => []);
  const names = found.filter((name) => !name.startsWith(".")).sort();
  const read = await Promise.allSettled(
    names.map((name) => readEntry(join(modelsFolder, name), name)),
  );
  return read.flatMap((outcome, i) => {
    if (outcome.status === "fulfilled") return outcome.value ?? [];
    if (!(outcome.reason instanceof AssayError)) throw outcome.reason;
    onBroken(names[i]!, outcome.reason);
    return [];
  });
}

async function readEntry(folder: string, name: string): Promise<CatalogueEntry | null> {
  const text = await readOptionalTextFile(join(folder, "card.json"));
  if (text === null) return null;
  const raw = parseCardText(text, place(name));
  if (isNetworkCard(raw)) return null;
  const card = parseModelCard(raw, place(name));
  if (card.name !== name) {
    throw cardError(place(name), `the name "${card.name}" differs from the folder's, "${name}"`);
  }
  const present: Precision[] = [];
  for (const precision of PRECISIONS) {
    const path = card.files[precision]?.path;
    if (path && await isFile(join(folder, path))) present.push(precision);
  }
  return { card, folder, present };
}

/** Tests whether a card describes a face detector's networks, which lie under models/ as well. */
export function isNetworkCard(raw: unknown): boolean {
  return typeof raw === "object" && raw !== null && "kind" in raw &&
    raw.kind === "face detector";
}

function place(name: string): string {
  return `models/${name}/card.json`;
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isFile(), () => false);
}

/** Computes a digest of a card's family, input and output sections, 16 hex digits. */
export function interfaceDigest(card: ModelCard): string {
  return sha256Hex(JSON.stringify([card.family, card.input, card.output])).slice(0, 16);
}

/**
 * Hashes a model's file and checks the hash against its card or, if the card states none, against the record of its
 * build.
 * @param hashOf gives the SHA-256 of a file, hex; by default reads the file
 * @returns SHA-256, hex
 * @throws AssayError MODEL_MISSING or MODEL_CHANGED (exit 3)
 */
export async function verifiedHash(
  { card, folder, present }: CatalogueEntry,
  precision: Precision,
  hashOf: (path: string) => Promise<string> = sha256File,
): Promise<string> {
  const file = card.files[precision];
  if (!file || !present.includes(precision)) {
    throw inputError("MODEL_MISSING", {
      what: `the ${precision} file of model "${card.name}" is missing`,
      remedy: remedyForMissing(card, { present, path: file?.path }),
    });
  }
  const sha256 = await hashOf(join(folder, file.path));
  if (file.sha256 === null) await requireAsBuilt({ card, folder }, file.path, sha256);
  else if (file.sha256 !== sha256) {
    throw inputError("MODEL_CHANGED", {
      what: `the SHA-256 of ${file.path} of model "${card.name}" does not match its card`,
      remedy: remedyForChanged(card, { precision, sha256 }),
    });
  }
  const built = file.sha256 === null ? (await readBuilt(folder))?.files[file.path] : undefined;
  if (built !== undefined && built !== sha256) {
    throw inputError("MODEL_CHANGED", {
      what: `${file.path} of model "${card.name}" has changed since it was built here`,
      remedy: `Build it again with \`deno task models build ${card.name}\``,
    });
  }
  return sha256;
}

/** Checks a file against the record of its build; a model without a record is accepted. */
async function requireAsBuilt(
  { card, folder }: Pick<CatalogueEntry, "card" | "folder">,
  path: string,
  sha256: string,
): Promise<void> {
  const built = await readBuilt(folder);
  const recorded = built !== null && Object.hasOwn(built.files, path) ? built.files[path] : sha256;
  if (recorded === sha256) return;
  throw inputError("MODEL_CHANGED", {
    what: `${path} of model "${card.name}" has changed since it was built`,
    remedy: `Run \`deno task models build ${card.name}\``,
  });
}

function remedyForMissing(
  card: ModelCard,
  { present, path }: { readonly present: readonly Precision[]; readonly path: string | undefined },
): string {
  const place = path === undefined ? "" : `, or put ${path} into models/${card.name}`;
  return `${makingRemedy(card, present)}${place}`;
}

function remedyForChanged(
  card: ModelCard,
  { precision, sha256 }: { readonly precision: Precision; readonly sha256: string },
): string {
  return `${makingRemedy(card, [])}; if the change is yours, set ` +
    `files.${precision}.sha256 in models/${card.name}/card.json to ${sha256}`;
}
