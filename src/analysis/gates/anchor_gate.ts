import { counted } from "../../base/text/counted.ts";
import { METRICS } from "../../metrics/registry.ts";
import { type Anchor, type Anchored, anchoredVariant } from "../../records/anchor.ts";
import type { ComparableRun, ComparableVariant } from "../../records/comparable_run.ts";
import type { KnownNoise } from "../../records/comparison.ts";
import type { AnchorLimits, GateVerdict } from "../../records/gate_verdict.ts";
import { isImported } from "../../records/imported_scores.ts";
import { AUC, LOG_LOSS, type MetricGate } from "./metric_gate.ts";

interface AnchorTask {
  /** Name of the baseline, for the remedy. */
  readonly baseline: string;
  /** Oldest first; empty: the baseline is its own anchor. */
  readonly anchors: readonly Anchor[];
  /** `null`: the gate is off. */
  readonly limits: AnchorLimits | null;
  readonly noise: KnownNoise | null;
}

/** The same videos in an anchor and in a run. */
interface Common {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: readonly number[];
  /** Number of videos of the run. */
  readonly all: number;
}

type Measured = Pick<GateVerdict, "measure" | "unit" | "outcome" | "value" | "limit" | "reason">;

/**
 * Judges each variant of a run against the oldest accepted baseline of its name: steps that were accepted one by one
 * may not add up past limits of their own. Only videos with the same name, label and content are judged.
 * @returns by variant; none if the baseline is the first of its name
 */
export function judgeAnchors(run: ComparableRun, task: AnchorTask): readonly GateVerdict[] {
  const isOwn = isImported(run.manifest);
  return run.variants.flatMap((variant) => {
    const anchored = anchoredVariant(task.anchors, variant.name, { isImported: isOwn });
    return anchored === null ? [] : judgeAnchored(variant, anchored, { ...task, run });
  });
}

function judgeAnchored(
  variant: ComparableVariant,
  anchored: Anchored,
  { run, limits, noise, baseline }: AnchorTask & { readonly run: ComparableRun },
): readonly GateVerdict[] {
  const common = commonVideos(run, variant, anchored);
  const measured: readonly Measured[] = limits === null
    ? [unjudged("change since the anchor", "off")]
    : common.after.length === 0
    ? [unjudged("change since the anchor", "no video is the same as then")]
    : [
      ...(limits.drift === null ? [] : judgeDrift(common, limits.drift, noise)),
      ...metricOf(LOG_LOSS, limits.logLoss?.maxIncrease, { common, variant, run, noise }),
      ...metricOf(AUC, limits.auc?.maxDecrease, { common, variant, run, noise }),
    ];
  const since = anchored.anchor.accepted.when.slice(0, 10);
  return measured.map((one) => ({
    ...one,
    gate: "anchor",
    variant: variant.name,
    measure: `${one.measure}, against the anchor of ${since}`,
    ...(one.outcome === "fail" && { advice: remedyOf(baseline) }),
    begins: null,
  }));
}

/** What to do if the steps are meant to add up. */
function remedyOf(baseline: string): string {
  return "The accepted steps since the anchor add up. If that is meant, begin anew: deno task check " +
    `--run DIR --accept ${baseline} --reset-anchor --reason TEXT.`;
}

function unjudged(measure: string, reason: string): Measured {
  return { measure, unit: "none", outcome: "skipped", value: null, limit: null, reason };
}

function commonVideos(
  { filenames, labels, contentHashes }: ComparableRun,
  { probabilities }: ComparableVariant,
  { anchor, variant }: Anchored,
): Common {
  const rows = new Map(anchor.filenames.map((filename, row) => [filename, row]));
  const pairs = filenames.flatMap((filename, after) => {
    const before = rows.get(filename);
    if (before === undefined || anchor.labels[before] !== labels[after]) return [];
    const [was, is] = [anchor.contentHashes[before] ?? null, contentHashes[after] ?? null];
    return was !== null && is !== null && was !== is ? [] : [[before, after] as const];
  });
  return {
    before: pairs.map(([before]) => variant.probabilities[before]!),
    after: pairs.map(([, after]) => probabilities[after]!),
    labels: pairs.map(([, after]) => labels[after]!),
    all: filenames.length,
  };
}

function judgeDrift(
  common: Common,
  { maxChange, maxShare, maxMean }: NonNullable<AnchorLimits["drift"]>,
  noise: KnownNoise | null,
): readonly Measured[] {
  const changes = common.after
    .map((p, k) => Math.abs(p - common.before[k]!))
    .map((change) => change > (noise?.videoBound ?? 0) ? change : 0);
  const beyond = changes.filter((change) => change > maxChange).length;
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  const over = overText(common);
  return [
    {
      ...{ measure: "videos changed", unit: "share", limit: maxShare } as const,
      ...judgedBy(beyond / changes.length, maxShare),
      reason: `P(fake) changed by more than ${maxChange} in ${beyond}${over}`,
    },
    {
      ...{ measure: "mean change", unit: "probability", limit: maxMean } as const,
      ...judgedBy(mean, maxMean),
      reason: `mean size of the changes of P(fake)${over}`,
    },
  ];
}

function judgedBy(value: number, limit: number): Pick<Measured, "value" | "outcome"> {
  return { value, outcome: value > limit ? "fail" : "pass" };
}

/** One metric; none if its limit is off. */
function metricOf(
  { gate, measure, unit, worse }: MetricGate,
  limit: number | undefined,
  { common, variant, run, noise }: {
    readonly common: Common;
    readonly variant: ComparableVariant;
    readonly run: ComparableRun;
    readonly noise: KnownNoise | null;
  },
): readonly Measured[] {
  if (limit === undefined) return [];
  const rows = [...common.labels.keys()].filter((k) => common.labels[k]! >= 0);
  const labels = Uint8Array.from(rows, (k) => common.labels[k]!);
  const [before, after] = [common.before, common.after].map((column) =>
    METRICS[gate].compute(
      { labels, probabilities: Float64Array.from(rows, (k) => column[k]!) },
      { decision: variant.decision, clip: run.manifest.clip },
    )
  );
  if (before!.value === null || after!.value === null) {
    return [{ ...unjudged(measure, before!.reason ?? after!.reason ?? ""), unit }];
  }
  const value = after!.value - before!.value;
  const most = Math.max(limit, noise?.metrics[gate]?.bound ?? 0);
  return [{
    ...{ measure, unit, value, limit: worse === 1 ? limit : 0 - limit },
    outcome: value * worse > most ? "fail" : "pass",
    reason: `${before!.value.toFixed(3)} → ${after!.value.toFixed(3)}${overText(common)}`,
  }];
}

/** How many videos are judged, where not all are. */
function overText({ after, all }: Common): string {
  return after.length === all ? "" : `, over ${after.length} of ${counted(all, "video")}`;
}
