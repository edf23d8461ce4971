import { escapeControls } from "../../base/text/control_characters.ts";
import { counted } from "../../base/text/counted.ts";
import { findingText } from "../sections/difference_text.ts";
import { countFallbacks } from "../sections/count_fallbacks.ts";
import { STAGES } from "../../records/run_result.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import {
  commandText,
  deviceText,
  durationText,
  intervalText,
  NO_VALUE,
  numberText,
  settingsText,
  signedIntervalText,
  signedText,
  timeText,
} from "../sections/format.ts";
import { markdownAblation, markdownFront } from "./markdown_ablation.ts";
import { markdownFaces, markdownTests } from "./markdown_tests.ts";
import { markdownOperatingPoint } from "./markdown_operating_point.ts";
import { markdownSlices } from "./markdown_slices.ts";
import { escaped, table } from "./markdown_text.ts";
import { onOneLine } from "../../base/text/on_one_line.ts";
import { splitWarnings } from "../sections/leading_warnings.ts";
import { modelFacts } from "../sections/model_facts.ts";
import { runFacts } from "../sections/run_facts.ts";
import { shownVariants } from "../sections/shown_variants.ts";
import { grounds, headline, type Line, logLossFinding } from "../sections/verdict_lines.ts";

const MOST_VARIANTS = 50;
const MOST_VIDEOS = 20;

/** A chart in a file beside the report. */
export interface Picture {
  /** The chart's name. */
  readonly name: string;
  /** Path from the report's folder, with `/`. */
  readonly path: string;
  /** Alternative text. */
  readonly description: string;
}

/** `report.md`: a run's results on a page, with `pictures` in their sections. */
export function* markdownReport(
  summary: RunSummary,
  pictures: readonly Picture[] = [],
): Iterable<string> {
  const shown = (...names: string[]) =>
    pictures.filter(({ name }) => names.some((wanted) => name.startsWith(wanted)))
      .map(({ path, description }) => `\n![${escaped(description)}](${path})\n`);
  yield* opening(summary);
  yield* shown("loss");
  yield "\n## Variants\n\n";
  yield* variantsTable(summary);
  yield* markdownTests(summary);
  yield* markdownAblation(summary);
  yield* shown("effects_");
  yield* markdownFront(summary);
  yield* shown("front");
  yield* markdownOperatingPoint(summary);
  yield* markdownFaces(summary);
  yield* markdownSlices(summary);
  yield* curves(shown("roc", "precisionRecall", "reliability", "scores_"));
  yield "\n## Time by stage\n";
  yield* shown("stages");
  yield* times(summary);
  yield* videosTable(summary);
  yield* modelsList(summary);
  yield* reproduce(summary);
}

function* curves(pictures: readonly string[]): Iterable<string> {
  if (pictures.length > 0) yield "\n## Curves of the baseline, the best variant and others\n";
  yield* pictures;
}

function* opening(summary: RunSummary): Iterable<string> {
  const { manifest, videos } = summary;
  const { leading, others } = splitWarnings(summary);
  const { dataset, times } = manifest;
  const split = dataset.split === null ? "" : `, split ${dataset.split}`;
  yield `# ${escaped(`${dataset.name}${split}`)}\n\n`;
  for (const warning of leading) yield `> **${escaped(warning)}**\n\n`;
  yield `${counted(videos.all, "video")} (${dataset.real} real, ${dataset.fake} fake) · ` +
    `${counted(summary.variants.length, "variant")} · ${timeText(times.startedAt)} · ` +
    `${escaped(deviceText(manifest))}${
      isImported(manifest) ? "" : ` · ${durationText(times.endToEndMs)}`
    }\n\n`;
  yield `**${sentence(headline(summary))}**\n\n`;
  for (const line of grounds(summary)) yield `- ${sentence(line)}\n`;
  if (others.length > 0) yield "\n> Warnings:\n>\n";
  for (const warning of others) yield `> - ${escaped(warning)}\n`;
}

function* variantsTable(summary: RunSummary): Iterable<string> {
  const shown = shownVariants(summary, MOST_VARIANTS);
  const titles = ["log loss", "95 % CI", "difference", "95 % CI", ""];
  yield* table(
    ["variant", ...titles, "AUC", "accuracy", "Brier", "scored", "time per video", "differs in"],
    shown.map((variant) => variantCells(variant, summary)),
  );
  const left = summary.variants.length - shown.length;
  if (left > 0) yield `\n${counted(left, "variant")} more in summary.csv.\n`;
}

function variantCells(variant: VariantSummary, { manifest, videos }: RunSummary): string[] {
  const { name, metrics, differences, best, timing, differs } = variant;
  const estimate = (metric: string) => {
    const text = numberText(metrics[metric]!);
    return best.includes(metric) ? `**${text}**` : text;
  };
  const mark = name === manifest.compareWith ? " (baseline)" : "";
  return [
    `${escaped(name)}${mark}`,
    estimate("logLoss"),
    intervalText(metrics.logLoss.interval),
    differences ? signedText(differences.logLoss) : "",
    differences ? signedIntervalText(differences.logLoss.interval) : "",
    differences ? findingText(logLossFinding(variant)) : "",
    ...["auc", "accuracy", "brier"].map(estimate),
    `${videos.all - countFallbacks(variant)} of ${videos.all}`,
    durationText(timing.medianMs),
    escaped(settingsText(differs)),
  ];
}

function* times(summary: RunSummary): Iterable<string> {
  if (isImported(summary.manifest)) {
    yield "\nNot known: the scores were imported.\n";
    return;
  }
  yield "\nMedian time per video, as if the variant had run alone. ";
  yield "In brackets: the number of variants that share this work.\n\n";
  yield* timesTable(summary);
}

function* timesTable(summary: RunSummary): Iterable<string> {
  const shown = shownVariants(summary, MOST_VARIANTS);
  yield* table(
    ["variant", ...STAGES, "total"],
    shown.map(({ name, timing }) => [
      escaped(name),
      ...timing.stages.map(({ medianMs, sharedBy }) =>
        `${durationText(medianMs)}${sharedBy > 1 ? ` (${sharedBy})` : ""}`
      ),
      durationText(timing.medianMs),
    ]),
  );
}

/** The videos with the highest log loss, with the baseline's scores. */
function* videosTable({ rows, variants, manifest }: RunSummary): Iterable<string> {
  const baseline = variants.findIndex(({ name }) => name === manifest.compareWith);
  const hardest = rows.filter(({ meanLogLoss }) => meanLogLoss !== null)
    .toSorted((a, b) => (b.meanLogLoss ?? 0) - (a.meanLogLoss ?? 0))
    .slice(0, MOST_VIDEOS);
  if (hardest.length === 0) return;
  yield `\n## Videos with the highest log loss\n\nP(fake) and faces of ${
    escaped(manifest.compareWith)
  }, mean log loss over all variants; `;
  yield "predictions.csv has all videos.\n\n";
  yield* table(
    ["video", "label", "P(fake)", "faces", "mean log loss", "note"],
    hardest.map(({ filename, label, meanLogLoss, cells }) => {
      const { probability, faces, fallback, error } = cells[baseline]!;
      const why = error ?? fallback ?? "";
      return [
        escaped(filename),
        label ?? "",
        probability.toFixed(3),
        faces === null ? NO_VALUE : String(faces),
        (meanLogLoss ?? 0).toFixed(3),
        escaped(why),
      ];
    }),
  );
}

/** What the card of each model says, and the hashes of its files. */
function* modelsList({ manifest }: RunSummary): Iterable<string> {
  yield "\n## Models\n";
  for (const { name, facts } of modelFacts(manifest)) {
    yield `\n### ${escaped(name)}\n\n`;
    for (const [title, value] of facts) yield `- ${escaped(title)}: ${escaped(value)}\n`;
  }
}

function* reproduce(summary: RunSummary): Iterable<string> {
  // Indented, since no text inside can end an indented block, unlike a fence.
  yield `\n## Reproduce\n\n    ${
    escapeControls(onOneLine(commandText(summary.manifest.command)))
  }\n\n`;
  yield* table(
    ["", ""],
    runFacts(summary).map(([name, value]) => [escaped(name), escaped(value)]),
  );
}

function sentence(line: Line): string {
  return line.map((part) => typeof part === "string" ? escaped(part) : `_${escaped(part.variant)}_`)
    .join("");
}
