import { join } from "node:path";
import type { InferenceSession } from "onnxruntime-node";
import { computeCacheLimit, evictOldest } from "../files/cache_eviction.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import { cpuProbe } from "./cpu_probe.ts";
import { hasRegularFile, requireRegularFileSync } from "../files/regular_file.ts";
import { refersToOtherFiles } from "./external_data.ts";
import { digester, sha256File, sha256Hex } from "../files/hash.ts";
import { hashesFolder } from "../files/project.ts";
import { readLastUse, rememberedHash } from "../files/remembered_hash.ts";

type Runtime = typeof import("onnxruntime-node");

export interface GraphCacheOptions {
  /** Absolute path of the folder with the optimised graphs; created when it is missing. */
  readonly folder: string;
  /** SHA-256 of the model, hex, if known; default: computed from the file. */
  readonly sha256?: string | undefined;
  /** Session options, including the optimisation level. */
  readonly session: InferenceSession.SessionOptions;
  /** Most bytes of all graphs; default: 4 GB or a tenth of the free disk space, whichever is less. */
  readonly limit?: number;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
}

/** Graphs used this recently are kept: a run opens them one by one in every worker. */
const SPARE_MS = 3_600_000;

/**
 * Returns the path of the optimised form of a model for the CPU provider, and creates it when it is missing.
 * Optimising is half of a large model's loading time and most of its memory. The file name holds a hash of what
 * the graph depends on (model, ONNX Runtime, instruction set) and a hash of its bytes, so that a changed file
 * is detected. Processes may call this at once: a graph appears under its name only when it is complete.
 * Afterwards the least recently used graphs are evicted, except those used within the last hour.
 * @returns `null` when the folder is not writable, ONNX Runtime rejects the model, or its constants are in other
 * files
 */
export async function optimisedGraph(
  runtime: Runtime,
  model: string,
  options: GraphCacheOptions,
): Promise<string | null> {
  const { folder } = options;
  try {
    await Deno.mkdir(folder, { recursive: true });
    const key = await graphKey(runtime, model, options);
    const saved = await findGraph(key, options);
    if (saved !== null) return saved;
    if (refersToOtherFiles(model)) return null; // a saved graph would look for them in its own folder
    using _ = await acquireLock(join(folder, ".lock"));
    const savedMeanwhile = await findGraph(key, options);
    if (savedMeanwhile !== null) return savedMeanwhile;
    // A model that changed since its hash was computed must not be saved under the old hash.
    if (options.sha256 !== undefined && await sha256File(model) !== options.sha256) return null;
    const made = await createGraph(runtime, model, { ...options, key });
    await evictGraphs(options);
    return made;
  } catch {
    return null; // loading the model itself reports any error
  }
}

/**
 * Acquires the lock for creating graphs: optimising takes twice a session's memory, and all workers of a run
 * start at once. Where files cannot be locked, nothing waits and each worker creates its own graph.
 */
async function acquireLock(path: string): Promise<Disposable> {
  await hasRegularFile(path);
  const file = await Deno.open(path, { write: true, create: true });
  await file.lock(true).catch(() => {});
  return file; // closing it releases the lock
}

async function graphKey(
  runtime: Runtime,
  model: string,
  options: GraphCacheOptions,
): Promise<string> {
  const probed = await optimise(runtime, cpuProbe(), options);
  try {
    const sha256 = options.sha256 ?? await sha256File(model);
    const facts = [sha256, runtime.env.versions.node, sha256Hex(Deno.readFileSync(probed))];
    return sha256Hex(facts.join(" ")).slice(0, 32);
  } finally {
    await Deno.remove(probed);
  }
}

/** Finds the graph of this key whose bytes match its name; removes damaged ones. */
async function findGraph(
  key: string,
  { folder, clock }: GraphCacheOptions,
): Promise<string | null> {
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith(`${key}-`) || !name.endsWith(".onnx")) continue;
    const path = join(folder, name);
    if (name === graphName(key, await rememberedDigest(path, clock))) return path;
    await Deno.remove(path).catch(() => {}); // another process may have removed it
  }
  return null;
}

async function createGraph(
  runtime: Runtime,
  model: string,
  options: GraphCacheOptions & { readonly key: string },
): Promise<string> {
  const unnamed = await optimise(runtime, model, options);
  const path = join(options.folder, graphName(options.key, await digestOf(unnamed)));
  await Deno.rename(unnamed, path);
  return path;
}

async function evictGraphs({ folder, limit, clock }: GraphCacheOptions): Promise<void> {
  await evictOldest(folder, limit ?? await computeCacheLimit(folder), {
    suffix: ".onnx",
    spareMs: SPARE_MS,
    clock,
    // Every use requests its digest; updating its modification time would force rehashing.
    lastUse: (path) => readLastUse(path, digestNotes()),
  });
}

/** Writes the optimised form of a model to a new file in the folder. */
async function optimise(
  runtime: Runtime,
  model: string | Uint8Array,
  { folder, session }: GraphCacheOptions,
): Promise<string> {
  // The runtime writes without asking for permission, so Deno creates the file first.
  const path = await Deno.makeTempFile({ dir: folder, suffix: ".tmp" });
  try {
    const options = { ...session, optimizedModelFilePath: path };
    // The two overloads differ in the model's type only.
    const made = typeof model === "string"
      ? await runtime.InferenceSession.create(model, options)
      : await runtime.InferenceSession.create(model, options);
    await made.release();
    return path;
  } catch (error) {
    await Deno.remove(path);
    throw error;
  }
}

function rememberedDigest(path: string, clock = systemClock): Promise<string> {
  return rememberedHash(path, { ...digestNotes(), compute: digestOf, clock });
}

function digestNotes() {
  return { folder: hashesFolder(), kind: "xxh64" } as const;
}

function graphName(key: string, digest: string): string {
  return `${key}-${digest}.onnx`;
}

/**
 * Computes the XXH64 of a file, 16 hex digits. Reads synchronously: on a busy machine a thousand turns of the
 * event loop add up.
 */
async function digestOf(path: string): Promise<string> {
  const { start, hex } = await digester();
  const hash = start();
  requireRegularFileSync(path);
  using file = Deno.openSync(path);
  const piece = new Uint8Array(1 << 18);
  for (let read = file.readSync(piece); read !== null; read = file.readSync(piece)) {
    hash.update(piece.subarray(0, read));
  }
  return hex(hash);
}
