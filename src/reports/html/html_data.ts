import type { MetricFacts, RunSummary, VariantSummary, VideoCell } from "../../records/summary.ts";
import type { Estimate } from "../../records/metric_value.ts";
import type { ReportDetails, VideoDetails } from "../../records/report_details.ts";
import { namesOnFront } from "../sections/front_lines.ts";
import { countFallbacks } from "../sections/count_fallbacks.ts";
import { settingsNotInName, settingsText } from "../sections/format.ts";
import { disagreement, largestChange } from "../../analysis/summary/by_informativeness.ts";

/** Data of the page's script, by column: objects with keys for every video would be much larger. */
export function pageData(
  summary: RunSummary,
  { details, chosen }: { readonly details: ReportDetails; readonly chosen: readonly number[] },
): unknown {
  const { variants, manifest, metrics, faceMetrics, videos } = summary;
  const allMetrics = [...metrics, ...faceMetrics];
  return {
    chosen,
    baseline: baselinePlace(summary),
    videos: videos.all,
    variants: variants.map((variant, v) => ({
      ...variantFacts(variant, summary),
      decision: manifest.variants[v]!.decision,
    })),
    metrics: allMetrics.map((metric) => ({
      ...metric,
      noise: summary.noise?.metrics[metric.name]?.bound ?? null,
    })),
    estimates: Object.fromEntries(
      allMetrics.map((metric) => [metric.name, variants.map((one) => estimateOf(one, metric))]),
    ),
    ...videoColumns(summary, details),
  };
}

/** Place of the baseline. */
function baselinePlace({ variants, manifest }: RunSummary): number {
  return variants.findIndex(({ name }) => name === manifest.compareWith);
}

function variantFacts(variant: VariantSummary, summary: RunSummary): object {
  const { videos, manifest } = summary;
  return {
    name: variant.name,
    settings: settingsText(settingsNotInName(variant)),
    baseline: variant.name === manifest.compareWith,
    front: namesOnFront(summary).has(variant.name),
    scored: videos.all - countFallbacks(variant),
    faces: variant.medianFaces,
    time: variant.timing.medianMs,
  };
}

/** A metric of a variant, its difference from the baseline, and the finding. */
function estimateOf(variant: VariantSummary, { name }: MetricFacts): object {
  const own: Estimate | undefined = variant.metrics[name] ?? variant.faceMetrics[name];
  const difference: Estimate | undefined = variant.differences?.[name];
  const judged = variant.comparison?.metrics[name];
  return {
    value: own?.value ?? null,
    low: own?.interval.low ?? null,
    high: own?.interval.high ?? null,
    reason: own?.reason ?? own?.interval.reason ?? null,
    best: variant.best.includes(name),
    difference: difference?.value ?? null,
    from: difference?.interval.low ?? null,
    to: difference?.interval.high ?? null,
    p: judged?.test.p ?? null,
    adjustedP: judged?.adjustedP.value ?? null,
    family: judged?.family ?? null,
    finding: judged?.finding ?? null,
    doubt: judged?.doubt ?? null,
  };
}

function videoColumns(summary: RunSummary, details: ReportDetails): object {
  const { rows, variants } = summary;
  const baseline = baselinePlace(summary);
  const branches = [...new Set(details.videos.flatMap(({ branches }) => branches))];
  const column = <T>(of: (cell: VideoCell) => T) =>
    variants.map((_, v) => rows.map(({ cells }) => of(cells[v]!)));
  return {
    files: rows.map(({ filename }) => filename),
    labels: rows.map(({ label }) => label),
    groups: rows.map(({ group }) => group),
    splits: rows.map(({ split }) => split),
    losses: rows.map(({ meanLogLoss }) => meanLogLoss === null ? null : short(meanLogLoss)),
    disagreement: rows.map((row) => short(disagreement(row))),
    changes: rows.map((row) => short(largestChange(row, baseline))),
    noise: rows.map(({ noise }) => noise),
    p: column(({ probability }) => short(probability)),
    faces: column(({ faces }) => faces),
    odd: Object.fromEntries(rows.flatMap(({ cells }, row) => {
      const odd = cells.flatMap((cell, v) => hasProblem(cell) ? [[v, problemOf(cell)]] : []);
      return odd.length === 0 ? [] : [[row, Object.fromEntries(odd)]];
    })),
    branches,
    rules: details.rules.map((rules) => branches.map((branch) => ruleText(branch, rules))),
    branch: variants.map((_, v) => details.videos.map((one) => branches.indexOf(one.branches[v]!))),
    details: details.videos.map(detailsOf),
  };
}

/** Face scores as lists: frames, ranks, the face detector's confidence, then one list per classifier. */
function detailsOf({ faceScores, seen, thumbnails }: VideoDetails): object {
  return {
    scores: faceScores?.map(({ frames, faces, detections, scores }) => [
      frames,
      faces,
      detections.map((detection) => detection === null ? null : rough(detection)),
      ...scores.map((column) => column.map(rough)),
    ]) ?? null,
    seen: faceScores === null ? [] : seen,
    thumbnails: thumbnails?.map(({ frame, face, jpeg }) => [frame, face, jpeg.toBase64()]) ?? null,
  };
}

/** What happened in a pooling, for people: `fake: many faces above …`. Several classifiers may differ in the rule. */
function ruleText(branch: string, rules: Readonly<Record<string, string>>): string {
  if (branch === "") return "none";
  const names = branch.split("+");
  return names.map((name) => Object.hasOwn(rules, name) ? `${name}: ${rules[name]}` : name)
    .join("; ");
}

function hasProblem({ status, fallback, error }: VideoCell): boolean {
  return status !== "ok" || fallback !== null || error !== null;
}

/** Status, reason why 0.5 is used, and error; empty where there is none. */
function problemOf({ status, fallback, error }: VideoCell): readonly string[] {
  return [status, fallback ?? "", error ?? ""];
}

function short(value: number): number {
  return Number(value.toPrecision(5));
}

function rough(value: number): number {
  return Number(value.toFixed(3));
}
