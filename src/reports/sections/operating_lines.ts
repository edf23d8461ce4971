import { counted } from "../../base/text/counted.ts";
import {
  type AppliedPoint,
  type FittedPoint,
  type OperatingPoints,
  type SplitCounts,
  type ThresholdCriterion,
  type VariantPoint,
} from "../../records/operating_point.ts";
import type { RunSummary } from "../../records/summary.ts";
import {
  intervalText,
  NO_VALUE,
  numberText,
  settingText,
  signedIntervalText,
  signedText,
} from "./format.ts";

/** A table of operating points and the sentences around it. */
export interface OperatingSection {
  /** What was fitted on what, what the numbers are about, and which are missing. */
  readonly notes: readonly string[];
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

type Point = VariantPoint & { readonly reason: null };

/** The operating points of all variants; `null`: the config asks for none. */
export function operatingSection(
  { operatingPoint, metrics, dataWarnings }: RunSummary,
): OperatingSection | null {
  if (operatingPoint === null) return null;
  const hasCosts = metrics.some(({ name }) => name === "cost");
  const columns = COLUMNS.filter(({ title }) => title !== "cost" || hasCosts);
  const points = operatingPoint.variants.filter((one): one is Point => one.reason === null);
  return {
    notes: [
      ...sectionNotes(operatingPoint),
      ...(dataWarnings.some(({ kind }) => kind === "seen_in_training")
        ? [trainingNote(operatingPoint)]
        : []),
      ...lackingNotes(operatingPoint),
      ...temperatureNotes(points, operatingPoint),
    ],
    titles: ["variant", ...columns.map(({ title }) => title)],
    rows: points.map((point) => [point.variant, ...columns.map(({ cell }) => cell(point))]),
  };
}

/** The operating point of the variant of `compareWith` in one line; `null`: none is asked for. */
export function operatingLine({ operatingPoint, manifest }: RunSummary): string | null {
  if (operatingPoint === null) return null;
  const { fit, apply, variants } = operatingPoint;
  const point = variants.find(({ variant }) => variant === manifest.compareWith);
  const title = `Operating point of "${manifest.compareWith}"`;
  if (point === undefined || point.fitted === null) {
    return `${title}: none, since ${point?.reason ?? "it is not in the run"}.`;
  }
  const { metrics } = point.applied;
  const rates = `balanced accuracy ${numberText(metrics.balancedAccuracy)}, ` +
    `TPR ${numberText(metrics.recall)}, FPR ${numberText(metrics.falsePositiveRate)}`;
  return `${title}, fitted on ${fit}, applied to ${apply}: ${thresholdClause(point.fitted)}: ` +
    `${rates}; ${temperatureClause(point)}.`;
}

/** What a threshold does, a clause. */
export function thresholdClause({ threshold }: Pick<FittedPoint, "threshold">): string {
  if (threshold === null) return "no video is called FAKE, whatever its P(fake)";
  if (threshold === 0) return "every video is called FAKE, whatever its P(fake)";
  return `FAKE from P(fake) ${settingText(threshold)} on`;
}

function temperatureClause({ fitted, applied }: Point): string {
  const before = numberText(applied.metrics.logLoss);
  return fitted.temperature.value === null
    ? `log loss ${before}, no temperature`
    : `temperature ${settingText(fitted.temperature.value)}: log loss ${before} before, ` +
      `${numberText(applied.calibratedLogLoss)} after`;
}

function sectionNotes(
  { fit, apply, criterion, fitVideos, applyVideos, sharedGroups }: OperatingPoints,
): readonly string[] {
  return [
    `Fitted on split ${fit} (${splitText(fitVideos)}), applied to split ${apply} ` +
    `(${
      splitText(applyVideos)
    }). All numbers of the table but threshold and temperature are of ${apply}.`,
    `The threshold has ${
      criterionText(criterion)
    } on ${fit}. The temperature divides the logits of P(fake) and has ` +
    `the lowest log loss on ${fit}. It changes neither the order of the videos, and so not AUC, nor, with the ` +
    "threshold, which of them are called FAKE.",
    "The other sections are about all videos of the run, whatever their split.",
    ...sharedGroups === 0 ? [] : [
      `${counted(sharedGroups, "group")} ${
        sharedGroups === 1 ? "has" : "have"
      } videos in both splits, so that ` +
      `the numbers of ${apply} are likely to be better than on groups that nothing was fitted on.`,
    ],
  ];
}

function trainingNote({ fit }: OperatingPoints): string {
  return `Videos of the run are in the training data of a model. What is fitted on them does not fit others, whose ` +
    `scores are less certain: split ${fit} should have none.`;
}

function splitText({ videos, real, fake, groups }: SplitCounts): string {
  return `${counted(videos, "video")}: ${real} REAL, ${fake} FAKE; ${counted(groups, "group")}`;
}

function criterionText(criterion: ThresholdCriterion): string {
  if (criterion === "balancedAccuracy") return "the highest balanced accuracy";
  if (criterion === "cost") return "the lowest expected cost";
  return "fpr" in criterion
    ? `the highest TPR with an FPR of at most ${criterion.fpr}`
    : `the lowest FPR with a TPR of at least ${criterion.tpr}`;
}

/** Why variants have no operating point; those with the same reason together. */
function lackingNotes({ variants }: OperatingPoints): readonly string[] {
  const lacking = variants.filter(({ fitted }) => fitted === null);
  return [...Map.groupBy(lacking, ({ reason }) => reason)].map(([reason, ones]) =>
    ones.length === variants.length
      ? `No variant has an operating point: ${reason}.`
      : `No operating point: ${ones.map(({ variant }) => variant).join(", ")} (${reason}).`
  );
}

/** Why variants have no temperature; those with the same reason together. */
function temperatureNotes(
  points: readonly Point[],
  { fit }: OperatingPoints,
): readonly string[] {
  const lacking = points.filter(({ fitted }) => fitted.temperature.value === null);
  return [...Map.groupBy(lacking, ({ fitted }) => fitted.temperature.reason)].map((
    [reason, ones],
  ) => `No temperature: ${ones.map(({ variant }) => variant).join(", ")} (on ${fit}, ${reason}).`);
}

interface Column {
  readonly title: string;
  cell(point: Point): string;
}

const COLUMNS: readonly Column[] = [
  {
    title: "threshold",
    cell: ({ fitted: { threshold } }) => threshold === null ? "none" : threshold.toFixed(3),
  },
  ...metricColumns("balanced accuracy", "balancedAccuracy"),
  { title: "TPR", cell: ({ applied }) => numberText(applied.metrics.recall) },
  { title: "FPR", cell: ({ applied }) => numberText(applied.metrics.falsePositiveRate) },
  { title: "precision", cell: ({ applied }) => numberText(applied.metrics.precision) },
  { title: "accuracy", cell: ({ applied }) => numberText(applied.metrics.accuracy) },
  { title: "cost", cell: ({ applied }) => numberText(applied.metrics.cost) },
  {
    title: "temperature",
    cell: ({ fitted: { temperature: { value } } }) =>
      value === null ? NO_VALUE : settingText(value),
  },
  { title: "log loss", cell: ({ applied }) => numberText(applied.metrics.logLoss) },
  { title: "with temperature", cell: ({ applied }) => numberText(applied.calibratedLogLoss) },
  { title: "change", cell: ({ applied }) => signedText(applied.logLossChange) },
  {
    title: "95 % CI",
    cell: ({ applied }) => signedIntervalText(applied.logLossChange.interval),
  },
  ...metricColumns("AUC", "auc"),
  { title: "", cell: ({ applied, fitted }) => readingText(applied, fitted) },
];

function metricColumns(
  title: string,
  name: "balancedAccuracy" | "auc",
): readonly Column[] {
  return [
    { title, cell: ({ applied }) => numberText(applied.metrics[name]) },
    { title: "95 % CI", cell: ({ applied }) => intervalText(applied.metrics[name].interval) },
  ];
}

/** What change of log loss and AUC say together: scores that are off, or that do not rank. */
function readingText({ calibration, ranking }: AppliedPoint, { temperature }: FittedPoint): string {
  const ranks = {
    above: null,
    below: "ranks FAKE below REAL: is its polarity right?",
    unclear: "95 % CI of AUC contains 0.5",
    unknown: null,
  }[ranking];
  const calibrates = {
    poor: (temperature.value ?? 1) > 1
      ? "poorly calibrated: overconfident"
      : "poorly calibrated: underconfident",
    fine: "log loss is lower without the temperature",
    unclear: "change of log loss not significant",
    unknown: "",
  }[calibration];
  return [ranks ?? "", calibrates].filter((text) => text !== "").join("; ");
}
