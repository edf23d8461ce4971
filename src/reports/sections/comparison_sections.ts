import type {
  ComparedVariant,
  FactDifference,
  RunComparison,
} from "../../records/run_comparison.ts";
import {
  changeText,
  factName,
  factValue,
  labelText,
  namesText,
  stagesText,
} from "./comparison_cells.ts";
import { isUnchanged, metricSection } from "./comparison_metrics.ts";
import { sliceSection } from "./comparison_slices.ts";
import {
  type ComparisonSection,
  left,
  leftOut,
  right,
  type SectionLimits,
  variantTitle,
} from "./comparison_table.ts";
import { durationText, NO_VALUE } from "./format.ts";

/** All sections: what was changed, its effect on the metrics, where it began, and the cost in time. */
export function comparisonSections(
  comparison: RunComparison,
  limits: SectionLimits,
): readonly ComparisonSection[] {
  const slices = sliceSection(comparison, limits);
  return [
    factSection(comparison),
    metricSection(comparison, limits),
    ...(slices === null ? [] : [slices]),
    movedSection(comparison, limits),
    stageSection(comparison),
    timingSection(comparison, limits),
  ];
}

function factSection(
  { configuration, environment, stagesRefused, ...rest }: RunComparison,
): ComparisonSection {
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
      ...same.filter(([, facts]) => facts.length === 0).map(([name]) =>
        name === "Environment" && stagesRefused !== undefined
          ? `${name}: not known of imported scores.`
          : `${name}: no difference.`
      ),
      ...[rest.onlyBefore, rest.onlyAfter].flatMap(({ variants }, side) =>
        variants.length === 0
          ? []
          : [`Only ${side === 0 ? "before" : "after"}: variants ${namesText(variants, 5)}.`]
      ),
    ],
  };
}

/** The largest changes of P(fake), over all variants. */
function movedSection({ variants }: RunComparison, limits: SectionLimits): ComparisonSection {
  const all = variants.flatMap((variant) => variant.moved.map((video) => ({ variant, video })));
  const largest = all.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, limits.videos);
  const grouped = variants.flatMap((variant) => largest.filter((one) => one.variant === variant));
  return {
    title: "Largest changes of P(fake)",
    columns: [
      left("video"),
      left("label", { spare: 1 }),
      right("before"),
      right("after"),
      right("change"),
      left("first differs at"),
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
    notes: grouped.length > 0 ? [] : ["No video's P(fake) changed."],
  };
}

function sizeOf({ video }: { video: ComparedVariant["moved"][number] }): number {
  return Math.abs(video.after - video.before);
}

/** Stages at which videos first differ; variants with equal counts share a row. */
function stageSection({ variants, videos, stagesRefused }: RunComparison): ComparisonSection {
  const byText = new Map<string, { readonly cells: readonly string[]; names: string[] }>();
  for (const { name, movedVideos, begins } of variants) {
    const where = stagesRefused === undefined ? stagesText(begins) : "not known";
    const cells = [`${movedVideos} of ${videos.all}`, where];
    const key = cells.join();
    byText.set(key, { cells, names: [...byText.get(key)?.names ?? [], name] });
  }
  return {
    title: "First differing stage",
    columns: [left("variant"), right("videos changed"), left("first differs at")],
    rows: [...byText.values()].map(({ cells, names }) => ({
      group: null,
      cells: [namesText(names, 3), ...cells],
    })),
    notes: stagesRefused !== undefined
      ? [`Not compared: ${stagesRefused}.`]
      : variants.every(isUnchanged)
      ? []
      : [
        "Stages in order: sample (choose frames), decode, detect (find faces), crop (cut out and " +
        "resize), classify, pool. A video counts at the first stage whose output differs.",
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
      right("ratio", {
        meaning: "median over the videos of after ÷ before, not the ratio of the two medians",
      }),
      right("95 % CI over videos", { spare: 1 }),
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
        ],
      }]
    ),
    notes: [
      ...[...reasons].map((reason) => `Not compared: ${reason}.`),
      ...leftOut(timed.length - limits.variants),
      ...(timed.length === 0 ? [] : [
        "Each run was timed once: how much times vary from run to run is not measured and not in " +
        "the CI, so that no difference is called significant. deno task bench measures times " +
        "with interleaved repeats.",
      ]),
    ],
  };
}

function ratioInterval({ low, high }: { low: number | null; high: number | null }): string {
  return low === null || high === null ? NO_VALUE : `${low.toFixed(2)} to ${high.toFixed(2)}`;
}
