import type { Finding } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import type { RunSummary } from "../../records/summary.ts";
import {
  deviceText,
  durationText,
  intervalText,
  NO_VALUE,
  numberText,
  signedIntervalText,
  signedText,
  timeText,
  withMinusSigns,
} from "../sections/format.ts";
import { splitWarnings } from "../sections/leading_warnings.ts";
import { type Markup, markup } from "./markup.ts";
import {
  baselineOf,
  bestOf,
  grounds,
  headline,
  type Line,
  logLossFinding,
} from "../sections/verdict_lines.ts";

/** The run's facts and the main result. */
export function verdictSection(summary: RunSummary): Markup {
  return markup`${runHeader(summary)}${leadingWarnings(summary)}
<section class="verdict" id="verdict"><h2>${sentence(headline(summary))}</h2>
${tiles(summary)}
<ul>${grounds(summary).map((line) => markup`<li>${sentence(line)}</li>\n`)}</ul></section>`;
}

/** What a reader must know before any number. */
function leadingWarnings(summary: RunSummary): Markup {
  const { leading } = splitWarnings(summary);
  return markup`${
    leading.map((warning) => markup`<p class="alert" role="note"><b>${warning}</b></p>\n`)
  }`;
}

function runHeader({ manifest, videos, variants }: RunSummary): Markup {
  const { dataset, times } = manifest;
  const facts = [
    `${counted(videos.all, "video")} (${dataset.real} real, ${dataset.fake} fake)`,
    counted(variants.length, "variant"),
    timeText(times.startedAt),
    deviceText(manifest),
    ...(times.endToEndMs === null ? [] : [durationText(times.endToEndMs)]),
  ];
  const split = dataset.split === null ? null : markup` <span>split ${dataset.split}</span>`;
  return markup`<h1>${dataset.name}${split}</h1>
<p class="facts-line">${facts.map((fact) => markup`<span>${fact}</span> `)}</p>`;
}

/** A number or name with its title above and its uncertainty below. */
function tile(
  title: string,
  { value, below, kind }: { value: string; below: string; kind: string },
): Markup {
  return markup`<div class="tile ${kind}"><dt>${title}</dt><dd>${withMinusSigns(value)}<small>${
    withMinusSigns(below)
  }</small></dd></div>`;
}

const SIGNIFICANCE: Readonly<Record<Finding, readonly [answer: string, why: string]>> = {
  better: ["Yes", "both tests, corrected; above any noise floor"],
  worse: ["Yes", "both tests, corrected; above any noise floor"],
  equal: ["Equal", "the scores are the same"],
  "not shown": ["No", "not significant"],
  unknown: ["Unknown", "cannot be judged"],
};

/** Best variant, baseline, difference, and its significance. */
function tiles(summary: RunSummary): Markup | null {
  const best = bestOf(summary);
  if (best === null) return null;
  const baseline = baselineOf(summary);
  const loss = ({ metrics: { logLoss } }: typeof best) =>
    `log loss ${numberText(logLoss)}${
      logLoss.interval.low === null ? "" : `, ${intervalText(logLoss.interval)}`
    }`;
  const judged = best.comparison?.metrics.logLoss;
  const finding = logLossFinding(best);
  const [answer, why] = SIGNIFICANCE[finding];
  const interval = judged?.difference.interval;
  const size = interval?.low == null ? "no interval" : signedIntervalText(interval);
  return markup`<dl class="tiles">
${tile("Best variant", { value: best.name, below: loss(best), kind: "name" })}
${tile("Baseline", { value: baseline.name, below: loss(baseline), kind: "name" })}
${
    judged
      ? [
        tile("Difference", { value: signedText(judged.difference), below: size, kind: finding }),
        tile("Significant?", {
          value: answer,
          below: judged.doubt ?? why,
          kind: finding,
        }),
      ]
      : [
        tile("Difference", { value: "none", below: "the baseline is the best", kind: "" }),
        tile("Significant?", { value: NO_VALUE, below: "no variant is better", kind: "" }),
      ]
  }</dl>`;
}

function sentence(line: Line): Markup {
  return markup`${
    line.map((part) =>
      typeof part === "string"
        ? withMinusSigns(part)
        : markup`<b class="variant">${part.variant}</b>`
    )
  }`;
}

/** Warnings; those about the data list their videos. */
export function warningsSection(summary: RunSummary): Markup | null {
  const { dataWarnings } = summary;
  const warnings = splitWarnings(summary).others;
  if (warnings.length === 0) return null;
  const examples = new Map(dataWarnings.map((warning) => [warning.sentence, warning]));
  return markup`<section class="warnings" id="warnings"><h2>Warnings</h2><ul>${
    warnings.map((warning) => {
      const found = examples.get(warning);
      const names = found === undefined || found.examples.length < 2 ? null : markup` <details>
<summary>${found.examples.length} of ${found.count}</summary><code>${
        found.examples.join(", ")
      }</code></details>`;
      return markup`<li>${warning}${names}</li>\n`;
    })
  }</ul></section>`;
}
