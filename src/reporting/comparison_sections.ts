import type { MetricComparison } from "../domain/comparison.ts";
import type { ComparedVariant, FactDifference, RunComparison } from "../domain/run_comparison.ts";
import { STAGES } from "../domain/run_result.ts";
import {
  changeText,
  factName,
  factValue,
  labelText,
  namesText,
  percentText,
  pText,
  readTimingRatio,
  sizeText,
  stagesText,
} from "./comparison_cells.ts";
import { countText, durationText, NO_VALUE, numberText } from "./format.ts";

/** A column of a table. */
export interface ComparisonColumn {
  readonly title: string;
  readonly align: "left" | "right";
  /** The higher, the sooner it is left out of a narrow terminal; 0 never is. */
  readonly spare: number;
  /** What its numbers are; `null`: the title says it. */
  readonly meaning: string | null;
}

export interface ComparisonRow {
  /** What the row belongs to, such as a variant; `null`: the table has no such division. */
  readonly group: string | null;
  readonly cells: readonly string[];
}

/** A part of what a comparison says, the same for a terminal and for Markdown. */
export interface ComparisonSection {
  readonly title: string;
  readonly columns: readonly ComparisonColumn[];
  readonly rows: readonly ComparisonRow[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** How much is shown. */
export interface SectionLimits {
  readonly variants: number;
  readonly videos: number;
}

/** All parts, in the order in which people ask: what was changed, what came of it, where, at what cost. */
export function comparisonSections(
  comparison: RunComparison,
  limits: SectionLimits,
): readonly ComparisonSection[] {
  return [
    factSection(comparison),
    metricSection(comparison, limits),
    movedSection(comparison, limits),
    stageSection(comparison),
    timingSection(comparison, limits),
  ];
}

/** Whether a variant gave the same in every stage of every video, noise apart. */
export function isUnchanged({ movedVideos, begins, comparison }: ComparedVariant): boolean {
  const findings = Object.values(comparison?.metrics ?? {}).map(({ finding }) => finding);
  return movedVideos === 0 && STAGES.every((stage) => begins[stage] === 0) &&
    findings.every((finding) => finding !== "better" && finding !== "worse");
}

function factSection({ configuration, environment, ...rest }: RunComparison): ComparisonSection {
  const rows = (group: string, facts: readonly FactDifference[]) =>
    facts.map((fact) => ({
      group,
      cells: [factName(fact.path), factValue(fact.before), factValue(fact.after)],
    }));
  const same = [["Configuration", configuration], ["Environment", environment]] as const;
  return {
    title: "What differs",
    columns: [left(""), left("before"), left("after")],
    rows: [...rows("configuration", configuration), ...rows("environment", environment)],
    notes: [
      ...same.filter(([, facts]) => facts.length === 0).map(([name]) => `${name}: no difference.`),
      ...[rest.onlyBefore, rest.onlyAfter].flatMap(({ variants }, side) =>
        variants.length === 0
          ? []
          : [`Only ${side === 0 ? "before" : "after"}: variants ${namesText(variants, 5)}.`]
      ),
    ],
  };
}

function metricSection(
  comparison: RunComparison,
  limits: SectionLimits,
): ComparisonSection {
  const { videos, variants } = comparison;
  const changed = variants.filter((variant) => !isUnchanged(variant));
  const shown = changed.slice(0, limits.variants);
  const all = changed.flatMap((variant) => comparisonsOf(variant).map(([, one]) => one));
  return {
    title: `Metrics: ${countText(videos.labelled, "labelled video")} of ` +
      countText(videos.groups, "group"),
    columns: [
      left(""),
      right("before"),
      right("after"),
      right("difference", { meaning: "after minus before" }),
      right("95 % interval", { spare: 1 }),
      right("p", { spare: 3, meaning: meaningOfP(variants.length) }),
      noiseColumn(all),
      right("detectable", {
        spare: 4,
        meaning: "the smallest difference that these videos show in four cases of five",
      }),
      left("finding"),
    ],
    rows: shown.flatMap((variant) => metricRows(variant, comparison)),
    notes: [
      ...(videos.labelled === 0 ? ["No video has a label."] : []),
      ...leftOut(changed.length - shown.length),
      ...unchangedNote(variants),
      ...doubtNotes(all),
      ...detectableNotes(all),
      ...shown.flatMap(callsNote),
      ...variants.flatMap(coverageNote).slice(0, limits.variants),
    ],
  };
}

function comparisonsOf({ comparison }: ComparedVariant): readonly [string, MetricComparison][] {
  return Object.entries(comparison?.metrics ?? {});
}

function metricRows(
  variant: ComparedVariant,
  { metrics }: RunComparison,
): readonly ComparisonRow[] {
  return comparisonsOf(variant).map(([name, one]) => {
    const { before, after } = variant.metrics[name];
    const { low, high } = one.difference.interval;
    return {
      group: variantTitle(variant),
      cells: [
        metrics.find((facts) => facts.name === name)?.title ?? name,
        numberText(before),
        numberText(after),
        changeText(one.difference.value),
        low === null ? NO_VALUE : `${changeText(low)} to ${changeText(high)}`,
        pText(one.adjustedP.value),
        sizeText(one.noise),
        sizeText(one.detectable.value),
        one.finding,
      ],
    };
  });
}

function variantTitle({ name, nameBefore }: ComparedVariant): string {
  return name === nameBefore ? name : `${name}, before: ${nameBefore}`;
}

function leftOut(count: number): string[] {
  return count <= 0 ? [] : [`${countText(count, "variant")} more: name one with --variant NAME.`];
}

function unchangedNote(variants: readonly ComparedVariant[]): string[] {
  const same = variants.filter(isUnchanged);
  if (same.length === 0) return [];
  const names = namesText(same.map(({ name }) => name), 6);
  const noise = Math.max(...same.map(({ videoNoise }) => videoNoise));
  const within = noise === 0 ? "" : `, P(fake) within ${sizeText(noise)}`;
  return [`The same in every video and stage${within}: ${names}.`];
}

/** Why findings are neither better nor worse. */
function doubtNotes(comparisons: readonly MetricComparison[]): string[] {
  const counts = new Map<string, number>();
  for (const { finding, doubt } of comparisons) {
    if (doubt === null) continue;
    const text = `${finding === "not shown" ? "not shown (not significant)" : finding}: ${doubt}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) =>
    `${text}${comparisons.length > 1 ? ` (${count} of ${comparisons.length})` : ""}.`
  );
}

/** Why there is no smallest difference that would be seen. */
function detectableNotes(comparisons: readonly MetricComparison[]): string[] {
  const open = comparisons.filter(({ finding }) => finding === "not shown");
  const reasons = new Set(open.flatMap(({ detectable }) => detectable.reason ?? []));
  return [...reasons].map((reason) => `detectable: none, ${reason}.`);
}

/** Which calls became right and wrong. */
function callsNote({ name, comparison }: ComparedVariant): string[] {
  if (comparison === null) return [];
  const { onlyFirstRight, onlySecondRight, pTwoSided } = comparison.mcNemar;
  if (onlyFirstRight + onlySecondRight === 0) return [];
  return [
    `"${name}": ${countText(onlySecondRight, "call")} right only before, ${onlyFirstRight} only ` +
    `after (exact McNemar p ${pText(pTwoSided)}, which ignores groups).`,
  ];
}

/** Whether more or fewer videos could be scored, or faces were found. */
function coverageNote({ name, coverage: { before, after } }: ComparedVariant): string[] {
  const parts = [
    ...(before.scored === after.scored
      ? []
      : [`videos scored ${percentText(before.scored)} before, ${percentText(after.scored)} after`]),
    ...(before.faces === after.faces
      ? []
      : [`faces pooled ${before.faces} before, ${after.faces} after`]),
  ];
  return parts.length === 0 ? [] : [`"${name}": ${parts.join("; ")}.`];
}

function meaningOfP(variants: number): string {
  const swapped = "how often swapping whole groups at random gives as much";
  return variants === 1 ? swapped : `${swapped}, adjusted for looking at ${variants} variants ` +
    "together (Holm), while a finding is of one alone";
}

/** Where it was not measured, the first column to go. */
function noiseColumn(comparisons: readonly MetricComparison[]): ComparisonColumn {
  const meaning = "how far it moves when nothing is changed";
  return comparisons.some(({ noise }) => noise !== null)
    ? right("noise", { spare: 2, meaning })
    : right("noise", { spare: 5, meaning: `${meaning}, not measured (eval --repeat-baseline K)` });
}

/** The largest moves of all variants together. */
function movedSection({ variants }: RunComparison, limits: SectionLimits): ComparisonSection {
  const all = variants.flatMap((variant) => variant.moved.map((video) => ({ variant, video })));
  const largest = all.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, limits.videos);
  const grouped = variants.flatMap((variant) => largest.filter((one) => one.variant === variant));
  return {
    title: "Videos that moved most",
    columns: [
      left("video"),
      left("label", { spare: 1 }),
      right("before"),
      right("after"),
      right("change"),
      left("began at"),
    ],
    rows: grouped.map(({ variant, video }) => ({
      group: variantTitle(variant),
      cells: [
        video.filename,
        labelText(video.label),
        video.before.toFixed(3),
        video.after.toFixed(3),
        changeText(video.after - video.before),
        video.begins ?? NO_VALUE,
      ],
    })),
    notes: grouped.length > 0 ? [] : ["No video's P(fake) moved."],
  };
}

function sizeOf({ video }: { video: ComparedVariant["moved"][number] }): number {
  return Math.abs(video.after - video.before);
}

/** Variants that say the same share a row. */
function stageSection({ variants, videos }: RunComparison): ComparisonSection {
  const byText = new Map<string, { readonly cells: readonly string[]; names: string[] }>();
  for (const { name, movedVideos, begins } of variants) {
    const cells = [`${movedVideos} of ${videos.all}`, stagesText(begins)];
    const key = cells.join();
    byText.set(key, { cells, names: [...byText.get(key)?.names ?? [], name] });
  }
  return {
    title: "Where it began",
    columns: [left("variant"), right("moved"), left("first differs at")],
    rows: [...byText.values()].map(({ cells, names }) => ({
      group: null,
      cells: [namesText(names, 3), ...cells],
    })),
    notes: variants.every(isUnchanged) ? [] : [
      "Stages in order: sample (which frames), decode, detect (faces), crop (cut out and resize), " +
      "classify, pool. A video counts at the first stage whose output is not the same.",
    ],
  };
}

function timingSection({ variants }: RunComparison, limits: SectionLimits): ComparisonSection {
  const timed = variants.filter(({ timing }) => timing.refused === null);
  const reasons = new Set(variants.flatMap(({ timing }) => timing.refused ?? []));
  return {
    title: "Time per video",
    columns: [
      left("variant"),
      right("before"),
      right("after"),
      right("times", { meaning: "after ÷ before, the median over the videos" }),
      right("95 % interval", { spare: 1 }),
      left(""),
    ],
    rows: timed.slice(0, limits.variants).flatMap(({ name, timing }) =>
      timing.refused !== null ? [] : [{
        group: null,
        cells: [
          name,
          durationText(timing.beforeMs),
          durationText(timing.afterMs),
          timing.ratio.value?.toFixed(2) ?? NO_VALUE,
          ratioInterval(timing.ratio.interval),
          readTimingRatio(timing.ratio),
        ],
      }]
    ),
    notes: [
      ...[...reasons].map((reason) => `Not compared: ${reason}.`),
      ...leftOut(timed.length - limits.variants),
      ...(timed.length === 0 ? [] : [
        "A machine that was busy during one of the runs looks the same as " +
        "a slower variant: deno task bench measures it.",
      ]),
    ],
  };
}

function ratioInterval({ low, high }: { low: number | null; high: number | null }): string {
  return low === null || high === null ? NO_VALUE : `${low.toFixed(2)} to ${high.toFixed(2)}`;
}

type ColumnOptions = Partial<Pick<ComparisonColumn, "spare" | "meaning">>;

function left(title: string, { spare = 0, meaning = null }: ColumnOptions = {}): ComparisonColumn {
  return { title, align: "left", spare, meaning };
}

function right(title: string, { spare = 0, meaning = null }: ColumnOptions = {}): ComparisonColumn {
  return { title, align: "right", spare, meaning };
}

/** What the columns of a table mean, on one line; `null`: their titles say it. */
export function meaningsOf(columns: readonly ComparisonColumn[]): string | null {
  const meanings = columns.flatMap(({ title, meaning }) =>
    meaning === null ? [] : `${title}: ${meaning}`
  );
  return meanings.length === 0 ? null : `${meanings.join("; ")}.`;
}
