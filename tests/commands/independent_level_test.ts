import { deepEqual, equal, match } from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeBaseline } from "../../src/runs/baseline.ts";
import { readComparableRun } from "../../src/runs/comparable_run.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";

const PEOPLE = 7, GROUPS = 3;

interface Clip {
  readonly name: string;
  readonly label: string;
  readonly group: string;
  readonly person: string;
}

/** A real clip and its fake in each of three groups of a person. */
const CLIPS: readonly Clip[] = Array.from({ length: PEOPLE * GROUPS * 2 }, (_, i) => ({
  name: `${String(i).padStart(2, "0")}.mp4`,
  label: i % 2 === 0 ? "REAL" : "FAKE",
  group: `g${i >> 1}`,
  person: `p${Math.floor(i / 2 / GROUPS)}`,
}));

/** Places a dataset of files that hold no video, with a card. @returns its folder */
function placeDataset(folder: string, card: Readonly<Record<string, string>>): string {
  const place = join(folder, "clips");
  mkdirSync(place, { recursive: true });
  for (const { name } of CLIPS) writeFileSync(join(place, name), name);
  const lines = CLIPS.map(({ name, label, group, person }) =>
    [name, label, group, person, label === "FAKE" ? "swap" : "none"].join()
  );
  writeFileSync(
    join(place, "labels.csv"),
    ["filename,label,group,identity,method", ...lines, ""].join("\n"),
  );
  writeFileSync(join(place, "card.json"), JSON.stringify(card));
  return place;
}

/** Imports scores of two variants. @returns the run's folder and what was printed */
async function importScores(folder: string, dataset: string, { name, shift = 0, config = [] }: {
  readonly name: string;
  readonly shift?: number;
  /** The flag of an evaluation file. */
  readonly config?: readonly string[];
}) {
  const lines = CLIPS.flatMap(({ name: clip, label }, i) => {
    const score = (label === "FAKE" ? 0.6 : 0.2) + (i % 7) / 30 + shift;
    return [`${clip},one,${score}`, `${clip},two,${score - (i % 5) / 50}`];
  });
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, ["filename,variant,probability", ...lines, ""].join("\n"));
  const out = join(folder, name);
  const to = ["--dataset", dataset, "--name", name, "--out", out];
  return { out, outcome: await assay(["scores", "import", file, ...to, ...config]) };
}

function textOf(folder: string, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

Deno.test("terminal, reports, compare, check and inspect name the level; predictions.csv keeps groups", () =>
  inFolder(async (folder) => {
    const dataset = placeDataset(folder, {});
    const sentence = /The 95 % CIs treat 7 identities as independent: they hold for other people/;
    const before = await importScores(folder, dataset, { name: "before" });
    const after = await importScores(folder, dataset, { name: "after", shift: 0.05 });
    for (const { out, outcome } of [before, after]) {
      equal(outcome.code, 0, outcome.stderr);
      const [printed, page] = [outcome.stdout.replace(/\s+/g, " "), textOf(out, "report.html")];
      for (const text of [printed, textOf(out, "report.md"), page]) match(text, sentence);
      const { independence, videos } = JSON.parse(textOf(out, "summary.json"));
      deepEqual([independence.level, independence.members, independence.chosenBy, videos.groups], [
        ...["identity", 7, "default", 7],
      ]);
      deepEqual(
        independence.levels.map(({ level, members }: { level: string; members: number }) =>
          `${level} ${members}`
        ),
        ["identity 7", "group 21"],
      );
      match(textOf(out, "predictions.csv"), /^one,00\.mp4,REAL,g0,/m);
    }
    const compared = await assay(["compare", before.out, after.out]);
    match(compared.stdout.replace(/\s+/g, " "), sentence);
    match(compared.stdout, /42 labelled videos of 7 identities/);
    const json = JSON.parse((await assay(["compare", before.out, after.out, "--json"])).stdout);
    equal(json.independence.level, "identity");
    const { path } = writeBaseline(readComparableRun(before.out), {
      ...{ folder, name: "main", reason: "first", acceptedAt: new Date(0) },
    });
    const checking = ["check", "--run", after.out, "--baseline", path];
    match((await assay(checking)).stdout.replace(/\s+/g, " "), sentence);
    const checked = JSON.parse((await assay([...checking, "--json"])).stdout);
    deepEqual([checked.independence.level, checked.independence.members], ["identity", 7]);
    match(checked.scope, /^other people filmed/);
    const inspected = await assay(["datasets", "inspect", dataset]);
    match(inspected.stdout, /^independent: identity \(the outermost level/m);
    match(inspected.stdout.replace(/\s+/g, " "), sentence);
    const facts = JSON.parse((await assay(["datasets", "inspect", dataset, "--json"])).stdout);
    deepEqual([facts.independence.level, facts.independence.members], ["identity", 7]);
  }));

Deno.test("the dataset's card names the level; one that divides groups is refused before a run is made", () =>
  inFolder(async (folder) => {
    const card = { independent: "group", scope: "other clips of these people" };
    const { out, outcome } = await importScores(folder, placeDataset(folder, card), {
      name: "grouped",
    });
    equal(outcome.code, 0, outcome.stderr);
    match(
      textOf(out, "report.md"),
      /The 95 % CIs treat 21 groups as independent: they hold for other clips of these people\./,
    );
    equal(
      JSON.parse(textOf(out, "summary.json")).independence.reason,
      "the dataset's card names it",
    );
    const dataset = placeDataset(folder, { independent: "method" });
    const refused = await importScores(folder, dataset, { name: "refused" });
    deepEqual([refused.outcome.code, errorCode(refused.outcome)], [3, "INDEPENDENT_NOT_NESTED"]);
    match(refused.outcome.stderr, /in group "g0" "00\.mp4" has "none", and "01\.mp4" has "swap"/);
    match(refused.outcome.stderr, /can be resampled here are group, identity and video/);
    const { stdout, code } = await assay(["datasets", "inspect", dataset]);
    equal(code, 0);
    match(
      stdout.replace(/\s+/g, " "),
      /independent: "independent" in the dataset's card\.json names/,
    );
  }));

Deno.test("an evaluation file names the level of imported scores, and one that does not nest is refused", () =>
  inFolder(async (folder) => {
    const dataset = placeDataset(folder, {});
    const configOf = (independent: string) => {
      const file = join(folder, `${independent}.jsonc`);
      const variants = { reference: {} };
      writeFileSync(file, JSON.stringify({ version: 1, model: "demo", variants, independent }));
      return ["--config", file];
    };
    const asked = await importScores(folder, dataset, { name: "a", config: configOf("group") });
    equal(asked.outcome.code, 0, asked.outcome.stderr);
    const { independence } = JSON.parse(textOf(asked.out, "summary.json"));
    deepEqual([independence.level, independence.members, independence.chosenBy], [
      ...["group", PEOPLE * GROUPS, "config"],
    ]);
    const { outcome } = await importScores(folder, dataset, {
      ...{ name: "b", config: configOf("method") },
    });
    deepEqual([outcome.code, errorCode(outcome)], [3, "INDEPENDENT_NOT_NESTED"]);
  }));
