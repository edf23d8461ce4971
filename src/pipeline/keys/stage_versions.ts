import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Stage, STAGES } from "../../records/run_result.ts";
import { sha256Hex } from "../../platform/files/hash.ts";

/** Hash of the code and tools that make a stage's output; equal versions, equal behaviour. */
export type StageVersions = Readonly<Record<Stage, string>>;

/** The folder under `src/` with a stage's own code; what all stages share is in COMMON. */
const OWN_FOLDER: Readonly<Record<Stage, string>> = {
  sample: "stages/frames",
  decode: "platform",
  detect: "stages/faces",
  crop: "stages/faces",
  classify: "stages/classifiers",
  pool: "stages/pooling",
};

const COMMON = ["records", "base", "platform", "pipeline"] as const;

/**
 * Versions of all stages, read off the source files, so that nobody has to remember to raise a number. Read
 * without giving way: hundreds of small files take longer to wait for than to read.
 * @param root absolute path of the checkout
 * @param builds descriptions of the ffmpeg and ONNX Runtime builds in use
 */
export function stageVersions(root: string, builds: readonly string[]): StageVersions {
  const folders = new Set<string>([...COMMON, ...Object.values(OWN_FOLDER)]);
  const hashes = new Map(
    Array.from(folders, (folder) => [folder, sourceHash(join(root, "src", folder))]),
  );
  const lock = sha256Hex(readFileSync(join(root, "deno.lock")));
  const common = [lock, ...builds, ...COMMON.map((folder) => hashes.get(folder))];
  const version = (stage: Stage) =>
    sha256Hex(JSON.stringify([...common, hashes.get(OWN_FOLDER[stage])])).slice(0, 16);
  return Object.fromEntries(STAGES.map((stage) => [stage, version(stage)])) as Record<
    Stage,
    string
  >;
}

/** TypeScript, and AssemblyScript, of which a TypeScript file holds the compiled form. */
const SOURCE = /\.(ts|as)$/;

/** Hash of the names and texts of all source files in a folder, subfolders included. */
function sourceHash(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = paths.map((path) => readFileSync(path, "utf8"));
  return sha256Hex(
    JSON.stringify(paths.map((path, i) => [path.slice(folder.length), texts[i]])),
  );
}
