import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../../../src/base/numeric/statistics/seeded_random.ts";
import { copyCheckout } from "../../pipeline/copied_checkout.ts";
import { assayIn } from "../check_ground.ts";
import { inFolder } from "../in_folder.ts";

const GROUPS = 24;
const MARGIN = 0.05;

/** Names of a real video and a fake for each group, with the logit that a classifier gives. */
function videos() {
  const below = seededRandom(7);
  return Array.from({ length: GROUPS }, (_, g) => {
    const name = String(g).padStart(2, "0");
    const logit = () => 1 + below(1000) / 1000;
    return [
      { filename: `fake_${name}.mp4`, label: "FAKE", group: `g${g}`, logit: logit() },
      { filename: `real_${name}.mp4`, label: "REAL", group: `g${g}`, logit: -logit() },
    ];
  }).flat();
}

/**
 * What is added to a logit: `lean` towards the wrong side, and chance up to `chance` in either direction.
 * The chance is balanced over the groups, so that the difference is due to the lean.
 */
interface Change {
  readonly lean: number;
  readonly chance: number;
}

/** Imports the scores of a classifier that is changed so, as the run of this name. */
async function importRun(folder: string, name: string, { lean, chance }: Change): Promise<void> {
  const lines = videos().map(({ filename, label, logit }, k) => {
    const wrong = label === "FAKE" ? -1 : 1;
    const by = wrong * (lean + chance * ((k >> 1) % 2 ? 1 : -1));
    return `${filename},${1 / (1 + Math.exp(-(logit + by)))}`;
  });
  writeFileSync(join(folder, `${name}.csv`), `filename,probability\n${lines.join("\n")}\n`);
  const args = ["--dataset", "clips", "--name", "theirs", "--out", name];
  const { code, stderr } = await assayIn(folder, ["scores", "import", `${name}.csv`, ...args]);
  equal(code, 0, stderr);
}

/** A checkout with a dataset, the baseline `main`, and the runs that it is checked against. */
async function ground(folder: string, runs: Readonly<Record<string, Change>>): Promise<void> {
  copyCheckout(folder);
  const clips = join(folder, "clips");
  mkdirSync(clips);
  const all = videos();
  for (const { filename } of all) writeFileSync(join(clips, filename), filename);
  const lines = all.map(({ filename, label, group }) => `${filename},${label},${group}`);
  writeFileSync(join(clips, "labels.csv"), `filename,label,group\n${lines.join("\n")}\n`);
  await importRun(folder, "before", { lean: 0, chance: 0 });
  for (const [name, change] of Object.entries(runs)) await importRun(folder, name, change);
  const accept = ["check", "--run", "before", "--accept", "main", "--reason", "as it was"];
  const accepted = await assayIn(folder, accept);
  equal(accepted.code, 0, accepted.stderr);
}

/** Judges a run by log loss alone, in all formats. */
async function judge(folder: string, run: string, logLoss: object) {
  const off = { drift: false, coverage: false, digests: false, timing: false, auc: false };
  const gates = { ...off, logLoss };
  const config = { version: 1, dataset: "clips", model: "demo", variants: { theirs: {} }, gates };
  writeFileSync(join(folder, "eval.jsonc"), JSON.stringify(config));
  const files = ["--junit", "out/check.xml", "--summary", "out/check.md"];
  const check = ["check", "--baseline", "main", "--run", run];
  const [shown, json] = [
    await assayIn(folder, [...check, ...files]),
    await assayIn(folder, [...check, "--json"]),
  ];
  equal(json.code, shown.code, json.stderr);
  const { headline, verdicts } = JSON.parse(json.stdout);
  return {
    ...{ code: shown.code, text: shown.stdout, headline },
    verdict: verdicts.find(({ gate }: { gate: string }) => gate === "logLoss"),
    junit: readFileSync(join(folder, "out/check.xml"), "utf8"),
    page: readFileSync(join(folder, "out/check.md"), "utf8"),
  };
}

const NOT_WORSE = { rule: "notWorse", maxIncrease: MARGIN };

/** A text without the line breaks that the terminal's width makes. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

Deno.test("check by the rule notWorse has three outcomes, each in words of its own in every format", (t) =>
  inFolder(async (folder) => {
    await ground(folder, {
      alike: { lean: 0, chance: 0.05 },
      worse: { lean: 0.5, chance: 0.05 },
      unsure: { lean: 0.1, chance: 0.6 },
    });

    await t.step("proved not worse: exit 0", async () => {
      const { code, text, verdict, junit, headline } = await judge(folder, "alike", NOT_WORSE);
      equal(code, 0, text);
      same([verdict.outcome, verdict.conclusion], ["pass", "not worse"]);
      match(
        unwrapped(text),
        /pass log loss .* proved not worse: 95 % CI .*, within the margin of 0\.05/,
      );
      match(junit, /name="log loss"\/>/);
      match(headline, /^PASSED: 1 gate/);
      ok(!text.includes("The rule"));
    });

    await t.step("worse: exit 1", async () => {
      const { code, text, verdict, junit, page, headline } = await judge(
        folder,
        "worse",
        NOT_WORSE,
      );
      equal(code, 1, text);
      same([verdict.outcome, verdict.conclusion], ["fail", "worse"]);
      match(unwrapped(text), /FAIL log loss .* worse: 95 % CI \+0\.\d+ to \+0\.\d+/);
      match(junit, /<failure type="logLoss, worse"/);
      match(page, /\*\*FAIL\*\* \| theirs \| log loss \|.*worse: 95 % CI/);
      ok(!/cannot say/.test(headline + text + junit + page));
    });

    await t.step("cannot say: exit 1, with the margin that the data could prove", async () => {
      const { code, text, verdict, junit, page, headline } = await judge(
        folder,
        "unsure",
        NOT_WORSE,
      );
      equal(code, 1, text);
      same([verdict.outcome, verdict.conclusion], ["fail", "cannot say"]);
      ok(verdict.provableMargin > MARGIN);
      const says = new RegExp(
        `cannot say: 95 % CI .* reaches the margin of 0\\.05, and worse is not shown either .*could prove is ${verdict.provableMargin}`,
      );
      for (const output of [verdict.reason, unwrapped(text), junit, page]) match(output, says);
      match(junit, /<failure type="logLoss, cannot say"/);
      for (const output of [headline, unwrapped(text), junit, page]) {
        match(output, /In 1 of them the data cannot say whether it got worse\./);
      }
      const advice = /Judged by the rule "notWorse", .*use "point"\./;
      for (const output of [verdict.advice, unwrapped(text), page]) match(output, advice);
      match(junit.replaceAll("&quot;", '"'), advice);
      // The margin that was named is proved by the same data.
      const wider = { ...NOT_WORSE, maxIncrease: verdict.provableMargin };
      same((await judge(folder, "unsure", wider)).verdict.conclusion, "not worse");
    });

    await t.step("the rule point says that it judged, and when to use the other", async () => {
      const { code, text, verdict } = await judge(folder, "unsure", { maxIncrease: 0.01 });
      equal(code, 1, text);
      equal(verdict.conclusion, undefined);
      match(
        unwrapped(text),
        /Judged by the rule "point", .* "notWorse", which asks whether the data prove the run not worse\./,
      );
    });

    await t.step("the baseline itself is unchanged, and passes by either rule", async () => {
      for (const rule of ["point", "notWorse"]) {
        const { code, verdict } = await judge(folder, "before", { rule });
        same([code, verdict.outcome, verdict.value], [0, "pass", 0]);
        match(verdict.reason, /^unchanged, 0\.\d+$/);
      }
    });
  }));
