import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import type { ManifestModel } from "../../../src/records/manifest.ts";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { terminalTable } from "../../../src/reports/terminal/terminal_table.ts";
import { warningsSection } from "../../../src/reports/html/html_verdict.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";
import { summaryOf } from "./fake_summary.ts";

const VARIANTS = { reference: {}, mean: { pooling: "mean" } };
const KINDS = ["reversed_scores", "constant_scores", "saturated_scores", "contradicted_labels"];

type Score = (fake: boolean, place: number, variant: number) => number | null;

/** A run with these scores; `null`: the video could not be scored. */
function runOf(score: Score, { videos = 40, labels = true } = {}): FakeRun {
  const run = fakeRun({ videos, variants: VARIANTS });
  const records = run.records.map((record, place): VideoRecord => ({
    ...record,
    label: labels ? record.label : null,
    variants: record.variants.map((verdict, variant) => {
      const probability = score(record.label === "FAKE", place, variant);
      return probability === null
        ? { ...verdict, probability: 0.5, status: "no_face", fallback: "no_face", error: null }
        : { ...verdict, probability, status: "ok", fallback: null, error: null };
    }),
  }));
  return { ...run, records };
}

/** Sound scores that differ from video to video. */
function sound(fake: boolean, place: number): number {
  return (fake ? 0.7 : 0.2) + place / 1000;
}

/** The warnings about scores and labels. */
function warningsOf(run: FakeRun) {
  return summaryOf(run).dataWarnings.filter(({ kind }) => KINDS.includes(kind));
}

function onlyWarning(run: FakeRun, kind: string): string {
  const found = warningsOf(run);
  same(found.map((warning) => warning.kind), [kind]);
  match(found[0]!.sentence, /^[^\n]+\.$/);
  return found[0]!.sentence;
}

Deno.test("sound scores are not warned of, nor those of a classifier that guesses", () => {
  same(warningsOf(runOf(sound)), []);
  same(warningsOf(runOf((_, place) => 0.3 + ((place * 7) % 10) / 50)), []);
});

Deno.test("an AUC below 0.5 asks for polarity, index or labels, not for single labels", () => {
  const certain: Score = (fake, place) => (fake ? 0.01 : 0.98) + place / 10_000;
  const sentence = onlyWarning(runOf(certain), "reversed_scores");
  match(sentence, /AUC of "reference" and 1 other variant is 0\.000 \(95 % CI 0\.000 to 0\.139\)/);
  match(sentence, /below 0\.5: polarity, index or labels reversed\?/);
  match(sentence, /output\.polarity "fake" and output\.index 0/);
  match(sentence, /`deno task models card demo --set output\.polarity=real`/);
});

Deno.test("a reversed variant does not keep the others from doubting a label", () => {
  const mixed: Score = (fake, place, variant) => {
    if (variant === 1) return 1 - sound(fake, place);
    return place === 3 ? (fake ? 0.01 : 0.99) : sound(fake, place);
  };
  same(warningsOf(runOf(mixed)).map(({ kind }) => kind), [
    "reversed_scores",
    "contradicted_labels",
  ]);
});

Deno.test("softmax over two classes may have the wrong index; an older run says where to look", () => {
  const run = runOf((fake, place) => 1 - sound(fake, place));
  const withModel = (changes: Partial<ManifestModel>) => ({
    ...run,
    manifest: { ...run.manifest, models: [{ ...run.manifest.models[0]!, ...changes }] },
  });
  const output = { name: "l", activation: "softmax", index: 1, polarity: "real" };
  const softmax = onlyWarning(withModel({ output }), "reversed_scores");
  match(softmax, /--set output\.polarity=fake` or output\.index=0 and evaluate again/);
  const { output: _, ...older } = run.manifest.models[0]!;
  const old = { ...run, manifest: { ...run.manifest, models: [older] } };
  match(onlyWarning(old, "reversed_scores"), /See output\.polarity .* models\/demo\/card\.json/);
});

Deno.test("equal scores of all videos are a constant classifier, and contradict no label", () => {
  for (const score of [0.02, 0.497]) {
    const sentence = onlyWarning(
      runOf((_, place) => place === 0 ? null : score + (place % 2) * 1e-8),
      "constant_scores",
    );
    match(
      sentence,
      /"reference" and 1 other variant give all 39 scored videos the same P\(fake\), 0\./,
    );
    match(sentence, /constant classifier.*`deno task models verify demo`/);
  }
  same(warningsOf(runOf(() => null)), [], "nothing was scored");
  same(warningsOf(runOf(() => 0.3, { videos: 1 })), [], "one video");
});

Deno.test("equal scores of several models are verified by one command, those that were imported at their source", () => {
  const run = runOf(() => 0.3);
  const withModels = (model: readonly string[]) => {
    const variants = run.manifest.variants.map((variant) => ({
      ...variant,
      parameters: { ...variant.parameters, model },
    }));
    return { ...run, manifest: { ...run.manifest, variants } } as FakeRun;
  };
  match(
    onlyWarning(withModels(["a", "b"]), "constant_scores"),
    /run `deno task models verify`\.$/,
  );
  match(onlyWarning(withModels([]), "constant_scores"), /Check what computed the scores/);
});

Deno.test("wrong scores of exactly 0 or 1 that make up the log loss are counted with their share", () => {
  const run = runOf((fake, place, variant) =>
    variant === 0 && place === 5 ? (fake ? 0 : 1) : sound(fake, place)
  );
  const sentence = onlyWarning(run, "saturated_scores");
  const { value } = summaryOf(run).variants[0]!.metrics.logLoss;
  const clipped = 34.539 / 40;
  match(
    sentence,
    /"reference" gives 1 of 40 scored videos \(3 %\) a P\(fake\) of exactly 0 or 1; 1 of them is wrong/,
  );
  const share = Math.round(100 * clipped / value!);
  ok(sentence.includes(`makes up ${share} % of the log loss (${clipped.toFixed(3)} of`), sentence);
  match(sentence, /the clip of 1e-15 decides it, at 34\.5 each\. 1 of 40/);
  match(
    sentence,
    /1 of 40 labelled videos makes half of the log loss\. With another clip it would/,
  );
  match(
    sentence,
    /in simulations with 6 to 200 groups it held the truth in 95 to 99 %\. Judge such scores by AUC/,
  );
});

Deno.test("many right scores of exactly 0 or 1 are warned of, a few are not", () => {
  const upTo = (count: number): Score => (fake, place) =>
    place < count ? Number(fake) : sound(fake, place);
  const sentence = onlyWarning(runOf(upTo(4)), "saturated_scores");
  match(sentence, /4 of 40.*none of them wrong; a single wrong one would add 0\.863/);
  match(sentence, /So does 1 other variant\./);
  same(warningsOf(runOf(upTo(3))), []);
  const unlabelled = onlyWarning(runOf(upTo(4), { labels: false }), "saturated_scores");
  match(unlabelled, /the clip of 1e-15 decides what a wrong one costs \(34\.5\)/);
});

Deno.test("each of these warnings is said once in every medium", () => {
  const summary = summaryOf(runOf((fake, place) => 1 - sound(fake, place)));
  const [{ sentence } = { sentence: "" }] = summary.dataWarnings.filter(({ kind }) =>
    kind === "reversed_scores"
  );
  const part = "index or labels reversed?";
  ok(sentence.includes(part));
  const texts = [
    [...markdownReport(summary)].join(""),
    [...terminalTable(summary, { width: 2000, colour: false })].join(""),
    warningsSection(summary)!.markup,
  ];
  for (const text of texts) equal(text.split(part).length - 1, 1);
});
