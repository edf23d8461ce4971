import type { GateVerdict } from "../../records/gate_verdict.ts";
import type { RunComparison } from "../../records/run_comparison.ts";

/** Number of names that a reason lists. */
const MOST_NAMES = 5;

/**
 * Fails each variant if a video of both runs has another label or other content, which `--shared` leaves out of every
 * other gate. Without `--shared` such runs are not compared at all.
 * @returns none if labels and contents are the same
 */
export function judgeDataset(
  { relabelledVideos, changedVideos, variants }: Pick<
    RunComparison,
    "relabelledVideos" | "changedVideos" | "variants"
  >,
): readonly GateVerdict[] {
  const relabelled = relabelledVideos.map(({ filename, before, after }) =>
    `${filename} (${labelText(before)} → ${labelText(after)})`
  );
  const names = new Set(relabelledVideos.map(({ filename }) => filename));
  const replaced = changedVideos.filter((filename) => !names.has(filename));
  return variants.flatMap(({ name }) => [
    ...verdictOn(name, "labels differ", relabelled),
    ...verdictOn(name, "contents differ", replaced),
  ]);
}

function verdictOn(
  variant: string,
  measure: string,
  videos: readonly string[],
): readonly GateVerdict[] {
  if (videos.length === 0) return [];
  const more = videos.length - MOST_NAMES;
  const list = videos.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return [{
    ...{ gate: "dataset", measure, variant, outcome: "fail" } as const,
    ...{ value: videos.length, limit: 0, unit: "videos", begins: null } as const,
    reason: list,
    advice: "Restore these videos or labels, or accept a run over the new ones as the baseline.",
  }];
}

function labelText(label: number): string {
  return label < 0 ? "none" : label === 1 ? "FAKE" : "REAL";
}
