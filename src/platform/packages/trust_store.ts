import { join } from "node:path";
import { AssayError, inputError } from "../../records/errors.ts";
import { sha256Hex } from "../files/hash.ts";
import { assayHome } from "../files/project.ts";
import { hasRegularFile, readOptionalTextFile } from "../files/regular_file.ts";

/** `trust.json`: the hashes of downloaded files, by URL. */
interface TrustFile {
  /** 1: written by a version without a hash of the file. */
  readonly schemaVersion: 1 | 2;
  /** SHA-256 of each file, hex, at its first use. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Checks that a file has the hash recorded at the first use of its URL, if there was one.
 * @param sha256 of the file, hex
 * @param home the folder for derived state
 * @throws AssayError FETCHED_FILE_CHANGED or TRUST_BROKEN (exit 3)
 */
export async function requireTrusted(
  url: string,
  sha256: string,
  { home = assayHome() }: { readonly home?: string } = {},
): Promise<void> {
  const { [url]: known } = (await readTrust(home)).files;
  if (known === undefined || known === sha256) return;
  throw inputError("FETCHED_FILE_CHANGED", {
    what: `${url} has changed since it was first used: its SHA-256 was ${known} and is ${sha256}`,
    remedy:
      "Find out why before you use it; if the change is intended, delete its entry in .assay/trust.json",
  });
}

/**
 * Records the hash of a file under its URL, unless one is recorded.
 * @throws AssayError FETCHED_FILE_CHANGED when a different hash is recorded, TRUST_BROKEN (exit 3)
 */
export async function recordTrusted(
  url: string,
  sha256: string,
  { home = assayHome() }: { readonly home?: string } = {},
): Promise<void> {
  await Deno.mkdir(home, { recursive: true });
  await hasRegularFile(join(home, "trust.json.lock"));
  using lock = await Deno.open(join(home, "trust.json.lock"), { create: true, write: true });
  await lock.lock(true);
  await requireTrusted(url, sha256, { home });
  const { files } = await readTrust(home);
  const content: TrustFile = { schemaVersion: 2, files: { ...files, [url]: sha256 } };
  const text = JSON.stringify({ ...content, sha256: sealOf(content) }, null, 2);
  const unfinished = `${trustPath(home)}.tmp`;
  await Deno.writeTextFile(unfinished, `${text}\n`);
  await Deno.rename(unfinished, trustPath(home));
}

function trustPath(home: string): string {
  return join(home, "trust.json");
}

/** A hash over all entries: an address changed by damage would count as new, and new addresses are trusted. */
function sealOf(content: TrustFile): string {
  return sha256Hex(JSON.stringify(content));
}

/** Reads the entries; none if the file is missing, an error if it cannot be read. */
async function readTrust(home: string): Promise<TrustFile> {
  const text = await readOptionalTextFile(trustPath(home)).catch((error) => {
    throw error instanceof AssayError ? error : trustError(error);
  });
  if (text === null) return { schemaVersion: 1, files: {} };
  try {
    const { sha256, ...content } = JSON.parse(text) as TrustFile & { readonly sha256?: string };
    const { schemaVersion, files } = content;
    const seal = schemaVersion === 1 ? undefined : sealOf(content);
    const whole = (schemaVersion === 1 || schemaVersion === 2) && sha256 === seal &&
      Object.values(files).every((hash) => /^[0-9a-f]{64}$/.test(hash));
    if (!whole) throw new RangeError("it was changed, or is of another version");
    return { schemaVersion, files };
  } catch (cause) {
    throw trustError(cause);
  }
}

function trustError(cause: unknown) {
  return inputError("TRUST_BROKEN", {
    what: ".assay/trust.json, which records the hashes of downloaded files, cannot be read",
    remedy: "Repair it, or delete it if you trust the files that are downloaded next",
    cause,
  });
}
