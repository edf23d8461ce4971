import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { madeTar, madeZip } from "../platform/archives/made_archives.ts";
import { builtTest, DEMO_DATASET } from "../demo/small_demo.ts";
import { assay, errorCode } from "./run_assay.ts";
import { inFolder } from "./in_folder.ts";

const TABLES = ["predictions.csv", "faces.csv", "digests.csv"] as const;
const CLIPS = ["cap12-001.mp4", "cap12-001-fake.mp4"] as const;
const LABELS = "filename,label\ncap12-001.mp4,REAL\ncap12-001-fake.mp4,FAKE\n";

const FILES = () => [
  { name: "set/labels.csv", content: LABELS },
  ...CLIPS.map((name) => ({
    ...{ name: `set/${name}`, content: new Uint8Array(readFileSync(join(DEMO_DATASET, name))) },
  })),
];

/** Evaluates a dataset and returns its tables. */
async function tablesOf(folder: string, dataset: string): Promise<readonly string[]> {
  const config = join(folder, "eval.jsonc"), out = join(folder, "out", dataset);
  const variants = { reference: { frames: 2 } };
  writeFileSync(config, JSON.stringify({ version: 1, model: "demo", provider: "cpu", variants }));
  const place = ["--dataset", join(folder, dataset), "--config", config, "--out", out];
  const { code, stderr } = await assay(["eval", ...place, "--cache", "off", "--workers", "1"]);
  equal(code, 0, stderr);
  return TABLES.map((name) => readFileSync(join(out, name), "utf8"));
}

builtTest(
  "a stored zip and a tar give the tables of their folder, byte for byte, and nothing is unpacked",
  () =>
    inFolder(async (folder) => {
      const files = FILES();
      mkdirSync(join(folder, "set"));
      for (const { name, content } of files) writeFileSync(join(folder, name), content);
      mkdirSync(join(folder, "parts"));
      writeFileSync(join(folder, "set.zip"), madeZip(files));
      const beside = files.map(({ name, content }) => ({
        name: name.slice("set/".length),
        content,
      }));
      writeFileSync(join(folder, "parts", "some.zip"), madeZip(beside.slice(0, 2)));
      writeFileSync(join(folder, "parts", "more.tar"), madeTar(beside.slice(2)));
      const wanted = await tablesOf(folder, "set");
      ok(wanted[1]!.split("\n").length > 3);
      for (const dataset of ["set.zip", "parts"]) {
        same(await tablesOf(folder, dataset), wanted, dataset);
      }
      same(readdirSync(folder).sort(), ["eval.jsonc", "out", "parts", "set", "set.zip"]);
      same(readdirSync(join(folder, "parts")).sort(), ["more.tar", "some.zip"]);
      const verified = await assay(["datasets", "verify", join(folder, "set.zip")]);
      const unpacked = await assay(["datasets", "verify", join(folder, "set")]);
      equal(verified.code, 0, verified.stderr);
      equal(verified.stdout, unpacked.stdout);
    }),
);

builtTest(
  "compressed videos are refused before anything is decoded, with what to do",
  () =>
    inFolder(async (folder) => {
      const files = FILES().map((file) => ({ ...file, deflated: true }));
      writeFileSync(join(folder, "set.zip"), madeZip(files));
      const outcome = await assay(
        ["eval", "--dataset", join(folder, "set.zip"), "--model", "demo"],
        {
          ASSAY_HOME: join(projectRoot(), ".assay"),
        },
      );
      equal(outcome.code, 3);
      equal(errorCode(outcome), "DATASET_COMPRESSED");
      match(outcome.stderr, /zip -0 -r new\.zip folder/);
    }),
);
