import { join } from "node:path";
import { counted } from "../base/text/counted.ts";
import type { CacheHits } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";
import type { CacheSetup } from "../pipeline/execution/worker_protocol.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";
import { assayHome } from "../platform/files/project.ts";
import type { Evaluation } from "./evaluation.ts";
import type { RunOptions } from "./run_options.ts";

/** Chooses the stage cache of a run; `null`: it is off, or every variant runs alone for timing. */
export function stageCacheOf(
  { config, provider }: Pick<Evaluation, "config" | "provider">,
  options: Pick<RunOptions, "cache">,
): CacheSetup | null {
  if (!options.cache || config.timing === "isolated") return null;
  const { architecture, cpu } = readHostFacts();
  const device = JSON.stringify([architecture, cpu, provider.device, provider.tf32]);
  return { folder: join(assayHome(), "stages"), device };
}

/** Counts a video's hits in the stage cache. */
export function withVideo(hits: CacheHits, record: VideoRecord): CacheHits {
  const { stages } = record;
  if (!stages.some(({ mode }) => mode === "cached")) return hits;
  const computed = stages.some(({ stage, mode, milliseconds }) =>
    (stage === "decode" || stage === "detect" || stage === "crop") &&
    (mode !== "cached" || milliseconds > 0)
  );
  const { whole, partly } = hits;
  return computed ? { whole, partly: partly + 1 } : { whole: whole + 1, partly };
}

/** Describes the hits in the stage cache in one sentence; `null`: there were none. */
export function cacheSentence({ whole, partly }: CacheHits, videos: number): string | null {
  if (whole + partly === 0) return null;
  const all = counted(videos, "video");
  if (whole === 0) return `stage cache hits: ${partly} of ${all} partly`;
  const more = partly > 0 ? `, ${partly} partly` : "";
  return `stage cache hits: ${whole} of ${all} completely${more}`;
}
