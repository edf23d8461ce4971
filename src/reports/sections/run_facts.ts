import { counted } from "../../base/text/counted.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { RunSummary } from "../../records/summary.ts";
import { deviceText, durationText, timeText } from "./format.ts";

/** A fact about a run: its name and its value. */
export type Fact = readonly [name: string, value: string];

/** Facts that determine a run's numbers, for comparison with another run. */
export function runFacts({ manifest, intervals }: RunSummary): readonly Fact[] {
  const { dataset, versions, execution, times } = manifest;
  return [
    ["run", `${manifest.runId}, ${manifest.status}`],
    ["started", timeText(times.startedAt)],
    ["took", tookText(manifest)],
    ["dataset", `${dataset.name} (${dataset.layout}), split ${dataset.split ?? "all"}`],
    ...(dataset.limit === undefined ? [] : [["--limit", dataset.limit] as const]),
    ["dataset digest", dataset.digest ?? "unknown"],
    ...manifest.models.map(({ name, precision, sha256 }): Fact => [
      `model ${name}`,
      `${precision}, sha256 ${sha256}`,
    ]),
    ["provider", `${deviceText(manifest)}${execution.tf32 ? "; TF32 allowed" : ""}`],
    ["provider requested", execution.asked],
    ["parallelism", spreadText(manifest)],
    ["timing", `${execution.timing}; stage cache ${execution.cache ? "on" : "off"}`],
    ["Assay", assayText(versions)],
    ["Deno", versions.deno],
    ["ONNX Runtime", versions.onnxRuntime],
    ["ffmpeg", versions.ffmpeg],
    ["intervals", `95 %, ${intervals.method}, ${intervals.draws} draws, seed ${intervals.seed}`],
    ["log loss", `probabilities clipped to [${manifest.clip}, 1 − ${manifest.clip}]`],
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
