import { basename } from "node:path";
import { counted } from "../../base/text/counted.ts";
import type { ImportedScores } from "../../records/imported_scores.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { RunSummary } from "../../records/summary.ts";
import { deviceText, durationText, timeText } from "./format.ts";

/** A fact about a run: its name and its value. */
export type Fact = readonly [name: string, value: string];

/** Facts that determine a run's numbers, for comparison with another run. */
export function runFacts({ manifest, intervals }: RunSummary): readonly Fact[] {
  const { dataset, versions, times, imported } = manifest;
  return [
    ["run", `${manifest.runId}, ${manifest.status}`],
    ...(imported === undefined
      ? [["started", timeText(times.startedAt)], ["took", tookText(manifest)]] as const
      : importFacts(imported)),
    ["dataset", `${dataset.name} (${dataset.layout}), split ${dataset.split ?? "all"}`],
    ...(dataset.limit === undefined ? [] : [["--limit", dataset.limit] as const]),
    ["dataset digest", dataset.digest ?? "unknown"],
    ...manifest.models.map(({ name, precision, sha256 }): Fact => [
      `model ${name}`,
      `${precision}, sha256 ${sha256}`,
    ]),
    ...(imported === undefined ? executionFacts(manifest) : []),
    ["Assay", assayText(versions)],
    ["Deno", versions.deno],
    ...(imported === undefined
      ? [["ONNX Runtime", versions.onnxRuntime], ["ffmpeg", versions.ffmpeg]] as const
      : []),
    ["intervals", `95 %, ${intervals.method}, ${intervals.draws} draws, seed ${intervals.seed}`],
    ["log loss", `probabilities clipped to [${manifest.clip}, 1 − ${manifest.clip}]`],
  ];
}

function executionFacts(manifest: RunManifest): readonly Fact[] {
  const { execution } = manifest;
  return [
    ["provider", `${deviceText(manifest)}${execution.tf32 ? "; TF32 allowed" : ""}`],
    ["provider requested", execution.asked],
    ["parallelism", spreadText(manifest)],
    ["timing", `${execution.timing}; stage cache ${execution.cache ? "on" : "off"}`],
  ];
}

/** Where imported scores come from, how they were read, and what is not known of them. */
function importFacts(
  { file, sha256, importedAt, rows, columns, polarity, activation, pooling }: ImportedScores,
): readonly Fact[] {
  const taken = Object.entries(columns).map(([role, name]) => `${role} = ${JSON.stringify(name)}`);
  return [
    ["imported", timeText(importedAt)],
    ["scores", `${basename(file)}, ${counted(rows, "row")}, sha256 ${sha256}`],
    ["columns", taken.join(", ")],
    ["high scores mean", `${polarity}${activation === "none" ? "" : `, after ${activation}`}`],
    ...(pooling === null ? [] : [["pooling", pooling] as const]),
    ["not known", "stages, digests, times, models and settings: Assay did not make these scores"],
  ];
}

/** Version and commit; the version is missing from runs of 0.1.0. */
function assayText({ assayVersion, assay }: RunManifest["versions"]): string {
  const commit = assay === null ? "not from a repository" : `commit ${assay}`;
  return assayVersion === undefined ? commit : `${assayVersion}, ${commit}`;
}

function spreadText({ execution }: RunManifest): string {
  const { workers, threadsPerSession } = execution;
  return `${counted(workers, "worker")}, ${counted(threadsPerSession, "thread")} per session`;
}

function tookText({ times }: RunManifest): string {
  const parts = [
    `${durationText(times.endToEndMs)} end to end`,
    `set-up ${durationText(times.setUpMs)}`,
    `loading models ${durationText(times.modelLoadingMs)}`,
  ];
  if (times.resumes > 0) parts.push(`resumed ${counted(times.resumes, "time")}`);
  return parts.join(", ");
}
