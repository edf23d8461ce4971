import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Stage, STAGES } from "../../records/run_result.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { StageVersions } from "./keys.ts";
import { lockEntries } from "./lock_entries.ts";
import { type ReachedSources, SourceGraph } from "./source_graph.ts";
import { NOT_COUNTED, STAGE_SOURCES, STAGE_TOOLS, TOOL_FINDERS } from "./stage_sources.ts";

/** Builds of the tools in use, as they report them. */
export interface ToolBuilds {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  readonly onnxRuntime: string;
}

/**
 * Computes the versions of all stages by hashing. Each covers the sources that can change the stage's output, the
 * deno.lock entries of the packages that they import, and the tools that the stage uses.
 * @param root absolute path of the checkout
 */
export function stageVersions(root: string, builds: ToolBuilds): StageVersions {
  const graph = stageGraph();
  const lock = readFileSync(join(root, "deno.lock"), "utf8");
  const entries = lockEntries(lock);
  const versions = STAGES.map((stage) => {
    const { hashes, packages } = sourcesOf(stage, graph);
    const sources = [...hashes]
      .map(([path, hash]) => [relative(root, path), hash] as const)
      .sort(byName);
    const locked = [...packages].sort().map((name) => entries(name));
    const tools = STAGE_TOOLS[stage].map((tool) => builds[tool]);
    return [stage, sha256Hex(JSON.stringify([sources, locked, tools])).slice(0, 16)];
  });
  return Object.fromEntries(versions) as Record<Stage, string>;
}

/** Makes the graph of this program's sources. */
export function stageGraph(): SourceGraph {
  return new SourceGraph({ leaves: paths(TOOL_FINDERS), excluded: paths(NOT_COUNTED) });
}

/** Collects the files and packages that a stage's version covers. */
export function sourcesOf(stage: Stage, graph: SourceGraph): ReachedSources {
  const all = STAGE_SOURCES[stage];
  const { hashes, packages } = graph.reached(paths(all.flatMap(({ reached }) => reached)));
  const alone = paths(all.flatMap(({ alone }) => alone));
  const own = alone.map((path) => [path, graph.hash(path)] as const);
  return { hashes: new Map([...hashes, ...own]), packages };
}

function paths(urls: readonly URL[]): string[] {
  return urls.map((url) => fileURLToPath(url));
}

/** Compares by code point of the path; paths are unique. */
function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
