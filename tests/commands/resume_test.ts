import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { readManifest } from "../../src/runs/manifest.ts";
import { faceTest } from "../platform/ffmpeg/made_face_video.ts";
import { changeManifest, unfinishRun } from "../runs/written_run.ts";
import { assayIn, proofGround } from "./check_ground.ts";
import { inFolder } from "./in_folder.ts";
import { errorCode, type Outcome } from "./run_assay.ts";

const TABLES = ["predictions.csv", "faces.csv", "digests.csv"] as const;

/** A checkout with clips, models and a complete run. */
interface Ground {
  readonly folder: string;
  /** Path of a file or folder in it. */
  at(...names: string[]): string;
  call(...args: string[]): Promise<Outcome>;
}

function onGround(test: (ground: Ground) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    await proofGround(folder);
    await test({
      folder,
      at: (...names) => join(folder, ...names),
      call: (...args) => assayIn(folder, args),
    });
  });
}

function tables(run: string): readonly string[] {
  return TABLES.map((name) => readFileSync(join(run, name), "utf8"));
}

/** The words of a line as a POSIX shell splits it. */
function shellWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped)
  );
}

/** The arguments of the command that is printed to resume a run. */
function printedCommand({ stderr }: Outcome): readonly string[] {
  const [, command] = /(deno task \w+ --resume (?:'(?:[^']|'\\'')*'|\S+))/.exec(stderr) ?? [];
  ok(command !== undefined, stderr);
  const [deno, task, ...args] = shellWords(command);
  same([deno, task], ["deno", "task"]);
  return args;
}

faceTest(
  "eval, check and predict resume by the printed command, pasted unchanged",
  () =>
    onGround(async ({ at, call }) => {
      const expected = tables(at("first"));
      const made = {
        "by eval, o'clock": ["eval", "--limit", "2", "--workers", "1"],
        "by check": ["check", "--baseline", "main", "--junit", at("check.xml")],
        "by predict": ["predict", at("clips"), "--variant", "reference"],
      };
      for (const [name, args] of Object.entries(made)) {
        const out = at(name);
        const before = await call(...args, "--out", out);
        equal(before.code, 0, before.stderr);
        const whole = tables(out);
        unfinishRun(out, 1);
        rmSync(join(out, "predictions.csv"));
        rmSync(at("check.xml"), { force: true });
        rmSync(join(out, "submission.csv"), { force: true });
        const refused = await call("compare", "first", out);
        equal(errorCode(refused), "RUN_UNFINISHED");
        const resumed = await call(...printedCommand(refused));
        equal(resumed.code, 0, resumed.stderr);
        same(tables(out), whole);
        if (name !== "by predict") same(whole, expected);
        equal(existsSync(at("check.xml")), name === "by check");
        equal(existsSync(join(out, "submission.csv")), name === "by predict");
      }
    }),
);

faceTest(
  "a flag that contradicts is refused by name, one that agrees or changes no number is not",
  () =>
    onGround(async ({ at, call, folder }) => {
      unfinishRun(at("first"), 1);
      const refused: Readonly<Record<string, readonly string[]>> = {
        "--set": ["--set", "frames=8"],
        "--limit": ["--limit", "1"],
        "--threads": ["--threads", "3"],
        "--variant": ["--variant", "other"],
        "--strict": ["--strict"],
        "--model": ["--model", "large"],
      };
      for (const [name, flags] of Object.entries(refused)) {
        const outcome = await call("eval", "--resume", "first", ...flags);
        equal(errorCode(outcome), "RESUME_DIFFERS", outcome.stderr);
        match(outcome.stderr, new RegExp(`: ${name} is `));
      }
      const other = { ...JSON.parse(readFileSync(at("eval.jsonc"), "utf8")), timing: "isolated" };
      writeFileSync(at("other.jsonc"), JSON.stringify(other));
      const config = await call("eval", "--resume", "first", "--config", "other.jsonc");
      match(config.stderr, /RESUME_DIFFERS.*: --config differs from the config/);
      const byOther = await call("predict", "--resume", "first");
      match(byOther.stderr, /RESUME_DIFFERS.*Run deno task eval --resume \S+ to resume it/);
      writeFileSync(at("eval.jsonc"), "{}"); // the manifest says what is evaluated
      const agreeing = ["--threads", "1", "--provider", "cpu", "--split", "all", "--limit", "2"];
      const free = ["--workers", "2", "--cache", "off", "--quiet", "--json", "--verbose"];
      const resumed = await assayIn(folder, ["eval", "--resume", "first", ...agreeing, ...free]);
      equal(resumed.code, 0, resumed.stderr);
      equal(readManifest(at("first")).status, "complete");
    }),
);

faceTest(
  "a run with a limit is resumed with its videos, also one of a version that took the first ones",
  () =>
    onGround(async ({ at, call }) => {
      const sample = await call("eval", "--limit", "1", "--out", at("sample"));
      equal(sample.code, 0, sample.stderr);
      const limit = "took a sample of 1 of 2 videos";
      ok(readManifest(at("sample")).dataset.limit?.startsWith(limit));
      unfinishRun(at("sample"), 1);
      equal((await call("eval", "--resume", at("sample"))).code, 0);
      const first = await call("eval", "--limit", "first:1", "--out", at("old"));
      equal(first.code, 0, first.stderr);
      const { limit: _, ...dataset } = readManifest(at("old")).dataset;
      changeManifest(at("old"), { dataset, command: ["eval", "--limit", "1"] });
      unfinishRun(at("old"), 1);
      const resumed = await call("eval", "--resume", at("old"));
      equal(resumed.code, 0, resumed.stderr);
      match(resumed.stderr, /--limit took the first 1 of 2 videos/);
    }),
);

faceTest(
  "other labels and other contents are refused, naming the videos; other folders are not",
  () =>
    onGround(async ({ at, call }) => {
      const expected = tables(at("first"));
      unfinishRun(at("first"), 1);
      const line = () => readFileSync(at("first", "journal.jsonl"), "utf8").split("\n")[0];
      const untouched = line();
      cpSync(at("clips"), at("kept"), { recursive: true });

      // Which of the two was evaluated first is up to the workers.
      const evaluated: string = JSON.parse(untouched!).filename;
      const other = evaluated === "fake.mp4" ? "real.mp4" : "fake.mp4";
      const labels = JSON.parse(readFileSync(at("clips", "metadata.json"), "utf8"));
      labels[other].label = labels[other].label === "REAL" ? "FAKE" : "REAL";
      writeFileSync(at("clips", "metadata.json"), JSON.stringify(labels));
      copyFileSync(at("clips", other), at("clips", evaluated));
      const changed = await call("eval", "--resume", "first");
      equal(errorCode(changed), "RESUME_DIFFERS", changed.stderr);
      const relabelled = `"${other}" is new or has another label, group, split or tag`;
      ok(changed.stderr.includes(relabelled), changed.stderr);
      const replaced = `"${evaluated}" has changed since it was evaluated`;
      ok(changed.stderr.includes(replaced), changed.stderr);
      equal(line(), untouched);

      rmSync(at("clips"), { recursive: true });
      const gone = await call("eval", "--resume", "first");
      match(gone.stderr, /DATASET_MISSING.*no longer in .*--dataset DIR/);
      renameSync(at("first"), at("moved"));
      const moved = await call("eval", "--resume", "moved", "--dataset", "kept");
      equal(moved.code, 0, moved.stderr);
      same(tables(at("moved")), expected);
      equal(readManifest(at("moved")).dataset.name, "clips");
    }),
);

faceTest(
  "another model, card or code is refused, naming it",
  () =>
    onGround(async ({ at, call }) => {
      unfinishRun(at("first"), 1);
      const card = readFileSync(at("models", "small", "card.json"), "utf8");
      const { input, ...rest } = JSON.parse(card);
      writeFileSync(
        at("models", "small", "card.json"),
        JSON.stringify({ ...rest, input: { ...input, mean: [0.1, 0.2, 0.3] } }),
      );
      match(
        (await call("eval", "--resume", "first")).stderr,
        /RESUME_DIFFERS.*: input\.mean in the card of model small was \[.*\] when .* now \[0\.1,0\.2,0\.3\]/,
      );
      const { output } = rest;
      const reversed = { ...rest, input, output: { ...output, polarity: "real" } };
      writeFileSync(at("models", "small", "card.json"), JSON.stringify(reversed));
      match(
        (await call("eval", "--resume", "first")).stderr,
        /RESUME_DIFFERS.*: output\.polarity in the card of model small was "fake" .* now "real"/,
      );
      writeFileSync(at("models", "small", "card.json"), card);
      const path = at("models", "small", rest.files.fp32.path);
      const bytes = readFileSync(path);
      writeFileSync(path, readFileSync(at("models", "small", rest.files.fp16.path)));
      match(
        (await call("eval", "--resume", "first")).stderr,
        /RESUME_DIFFERS.*file of model small/,
      );
      writeFileSync(path, bytes);
      const source = at("src", "stages", "frames", "uniform.ts");
      writeFileSync(source, `${readFileSync(source, "utf8")}\nexport const another = 1;\n`);
      match((await call("eval", "--resume", "first")).stderr, /RESUME_DIFFERS.*code, a package/);
    }),
);

faceTest(
  "a start that failed over a wrong card blocks neither its folder nor --resume, once it is mended",
  () =>
    onGround(async ({ at, call }) => {
      const expected = tables(at("first"));
      const path = at("models", "small", "card.json");
      const card = JSON.parse(readFileSync(path, "utf8"));
      const wrong = {
        MODEL_UNFIT: { ...card, output: { ...card.output, index: 7 } },
        SCORE_NOT_A_PROBABILITY: { ...card, input: { ...card.input, scale: 1e38 } },
      };
      for (const [code, faulty] of Object.entries(wrong)) {
        const start = ["eval", "--out", code] as const;
        writeFileSync(path, JSON.stringify(faulty));
        const failed = await call(...start);
        equal(failed.code, 3, failed.stderr);
        ok(failed.stderr.includes(code), failed.stderr);
        writeFileSync(path, JSON.stringify(card));
        const mended = await call(...start);
        equal(mended.code, 0, mended.stderr);
        same(tables(at(code)), expected);
      }
      writeFileSync(path, JSON.stringify(wrong.MODEL_UNFIT));
      equal((await call("eval")).code, 3);
      match((await call("eval", "--resume")).stderr, /NOTHING_TO_RESUME/);
      same(readdirSync(at("reports")).filter((name) => name !== "baselines"), []);
    }),
);

/** How ffmpeg ends the first times it decodes. */
type Ending = "killed at once" | "crashed halfway";

/** Puts a script in ffmpeg's place that ends badly the first `times` that it decodes. */
function placeBadFfmpeg(at: Ground["at"], { ending, times }: { ending: Ending; times: number }) {
  const real = join(projectRoot(), ".assay", "bin");
  rmSync(at(".assay"));
  mkdirSync(at(".assay", "bin"), { recursive: true });
  for (const tool of ["ffmpeg", "ffprobe"]) {
    const path = at(".assay", "bin", tool);
    const end = ending === "killed at once"
      ? "kill -KILL $$"
      : `${realpathSync(join(real, tool))} "$@" | /usr/bin/head -c 400000; kill -SEGV $$`;
    const marks = Array.from({ length: times }, (_, i) => at(`mark-${i}`)).join(" ");
    const script = `#!/bin/sh
case "$*" in *rawvideo*)
  for mark in ${marks}; do
    if (set -C; : > "$mark") 2>/dev/null; then ${end}; fi
  done;;
esac
exec ${realpathSync(join(real, tool))} "$@"
`;
    writeFileSync(path, script, { mode: 0o755 });
  }
}

for (const ending of ["killed at once", "crashed halfway"] as const) {
  faceTest(
    `a video whose ffmpeg ${ending} twice is tried again by --resume and accepted then`,
    () =>
      onGround(async ({ at, call }) => {
        const expected = tables(at("first"));
        placeBadFfmpeg(at, { ending, times: 2 });
        const flags = ["--workers", "1", "--cache", "off", "--out", "bad"];
        const bad = await call("eval", ...flags);
        equal(bad.code, 0, bad.stderr);
        match(bad.stderr, /complete, but 1 video failed temporarily/);
        const manifest = readManifest(at("bad"));
        same([manifest.status, manifest.retryable], ["complete", 1]);
        const code = ending === "killed at once" ? "TOOL_KILLED" : "TOOL_CRASHED";
        match(readFileSync(at("bad", "predictions.csv"), "utf8"), new RegExp(`error,${code}: `));
        const accept = ["check", "--run", "bad", "--accept", "other", "--reason", "try"];
        const refused = await call(...accept);
        equal(errorCode(refused), "RUN_UNSETTLED", refused.stderr);
        equal((await call(...accept, "--force")).code, 0);
        const resumed = await call(...printedCommand(bad));
        equal(resumed.code, 0, resumed.stderr);
        same(tables(at("bad")), expected);
        equal(readManifest(at("bad")).retryable, 0);
        equal((await call(...accept)).code, 0);
      }),
  );
}

faceTest(
  "a failed or killed start leaves a folder that the corrected command can use",
  () =>
    onGround(async ({ at, call }) => {
      const expected = tables(at("first"));
      mkdirSync(at("x"));
      writeFileSync(at("x", "journal.jsonl"), ""); // killed before the manifest
      equal((await call("eval", "--out", "x")).code, 0);
      same(tables(at("x")), expected);
      const model = JSON.parse(readFileSync(at("models", "large", "card.json"), "utf8"));
      writeFileSync(at("models", "large", model.files.fp32.path), "not a network");
      const failed = await call("eval", "--model", "large", "--out", "y");
      ok(failed.code !== 0, failed.stderr);
      equal((await call("eval", "--out", "y")).code, 0);
      same(tables(at("y")), expected);
    }),
);
