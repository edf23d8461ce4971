import { join } from "node:path";
import { assayHome } from "../platform/files/project.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { readOptionalTextFile } from "../platform/files/regular_file.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import type { GraphDescription } from "./onnx/describe_graph.ts";

/** The format's decoder is needed only for a file that was not described yet. */
const DESCRIBE_FILE = new URL("./describe_file.ts", import.meta.url);

/** Version of the stored description: another one is made again. */
const VERSION = 4;

interface FactsOptions {
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** Name of the file, for errors. */
  readonly file: string;
  /** Absolute path of the folder for derived state; default: `assayHome()`. */
  readonly home?: string;
}

/**
 * Describes an ONNX file. Descriptions are stored by the file's hash, in `networks/` of Assay's home: reading a large
 * model takes a second, and every evaluation starts with it.
 * @throws AssayError (exit 3) ONNX_BROKEN
 */
export async function readGraphFacts(
  path: string,
  { sha256, file, home = assayHome() }: FactsOptions,
): Promise<GraphDescription> {
  const note = join(home, "networks", `${sha256}.json`);
  const known = await readNote(note);
  if (known !== null) return known;
  const { describeFile } = await loadLater<typeof import("./describe_file.ts")>(DESCRIBE_FILE);
  const graph = describeFile(path, file);
  await writeNote(note, graph);
  return graph;
}

async function readNote(path: string): Promise<GraphDescription | null> {
  const text = await readOptionalTextFile(path).catch(() => null);
  if (text === null) return null;
  try {
    const { version, graph } = JSON.parse(text);
    return version === VERSION ? graph : null;
  } catch {
    return null;
  }
}

/** Stores a description; where it cannot be stored, it is made again next time. */
async function writeNote(path: string, graph: GraphDescription): Promise<void> {
  try {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    writeAtomically(path, [JSON.stringify({ version: VERSION, graph })]);
  } catch {
    // the folder may be read-only
  }
}
