import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { fakeRun } from "../runs/fake_run.ts";
import { writeRun } from "../runs/written_run.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";
import { NAMES, placeDataset, placeScores, SCORES } from "./scores_ground.ts";

const LINES = ["filename,probability", ...NAMES.map((name, i) => `${name},${SCORES[i]}`)];

function importing(file: string, dataset: string, out: string, ...more: readonly string[]) {
  const into = ["--dataset", dataset, "--name", "theirs", "--out", out];
  return assay(["scores", "import", file, ...into, ...more]);
}

/** Rows of a table of a run as objects. */
function rowsOf(folder: string, table: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(join(folder, table), "utf8").trim().split("\r\n")
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i]!])));
}

function summaryOf(folder: string) {
  return JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
}

Deno.test("imported scores make a run that says what it is and what is not known", () =>
  inFolder(async (folder) => {
    const [dataset, out] = [placeDataset(folder), join(folder, "theirs")];
    const file = placeScores(folder, "scores.csv", LINES);
    const { code, stdout, stderr } = await importing(file, dataset, out);
    equal(code, 0, stderr);
    match(stdout, /scores imported from scores\.csv/);
    match(stderr, /"filename" is the file name, "probability" is the score/);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
    equal(manifest.imported.file, file);
    same(manifest.imported.columns, { file: "filename", score: "probability" });
    match(manifest.imported.sha256, /^[0-9a-f]{64}$/);
    const [prediction] = rowsOf(out, "predictions.csv");
    same([prediction!.faces, prediction!.framesRead], ["", ""]);
    const [timing] = rowsOf(out, "timings.csv");
    same([timing!.totalMs, timing!.decodeMs, timing!.mode], ["", "", "unknown"]);
    ok(rowsOf(out, "digests.csv").every(({ digest }) => digest === ""));
    const [variant] = summaryOf(out).variants;
    same([variant.medianFaces, variant.timing.medianMs, variant.timing.totalMs], [
      null,
      null,
      null,
    ]);
    match(readFileSync(join(out, "report.md"), "utf8"), /Not known: the scores were imported/);
    ok(summaryOf(out).slices.some(({ tag }: { tag: string }) => tag === "method"));
    const [again, resumed] = [await assay(["report", out]), await assay(["eval", "--resume", out])];
    equal(again.code, 0, again.stderr);
    same([resumed.code, errorCode(resumed)], [2, "RUN_IMPORTED"]);
  }));

Deno.test("predictions.csv and predictions.parquet of a run come back equal", () =>
  inFolder(async (folder) => {
    const dataset = placeDataset(folder);
    const before = join(folder, "before");
    const { manifest, records } = fakeRun({
      videos: NAMES.length,
      filenames: NAMES,
      variants: { reference: {}, "frames=8": { frames: 8 } },
    });
    writeRun(before, {
      manifest,
      records: records.map((record, i) => ({
        ...record,
        metadata: null,
        split: null,
        tags: { method: i % 4 < 2 ? "a" : "b" },
      })),
    });
    equal((await assay(["report", before])).code, 0);
    const columns = ["variant", "filename", "label", "group", "probability", "logLoss", "faces"]
      .concat(["framesRequested", "framesRead", "branch", "status", "fallback", "error"])
      .concat("tag.method");
    const cells = (place: string) =>
      rowsOf(place, "predictions.csv").map((row) => columns.map((name) => row[name]));
    for (const kind of ["csv", "parquet"]) {
      const out = join(folder, kind);
      const file = join(before, `predictions.${kind}`);
      const { code, stderr } = await importing(file, dataset, out);
      equal(code, 0, stderr);
      same(cells(out), cells(before));
      const metrics = (place: string) =>
        summaryOf(place).variants.map(({ metrics, differences, comparison, fallbacks }: never) => ({
          ...{ metrics, differences, comparison, fallbacks },
        }));
      same(metrics(out), metrics(before));
    }
  }));

Deno.test("compare pairs variants of other names, and says that stages and times are not known", () =>
  inFolder(async (folder) => {
    const dataset = placeDataset(folder);
    const file = placeScores(folder, "scores.csv", LINES);
    const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
    const made = fakeRun({
      videos: NAMES.length,
      filenames: NAMES,
      variants: { reference: {}, "frames=8": { frames: 8 } },
    });
    const records = made.records.map((record) => ({ ...record, contentHash: null }));
    writeRun(ours, { ...made, records });
    equal((await importing(file, dataset, theirs)).code, 0);
    const compare = (...more: readonly string[]) => assay(["compare", ours, theirs, ...more]);
    const [plain, named, stray] = await Promise.all([
      compare(),
      compare("--variant", "frames=8=theirs", "--json"),
      compare("--variant", "frames=9=theirs"),
    ]);
    equal(plain.code, 0, plain.stderr);
    match(plain.stdout, /Variant "reference" of ours is compared with "theirs" of theirs/);
    match(plain.stdout, /stages of imported scores are not known/);
    match(plain.stdout, /times of imported scores are not known/);
    ok(!/first differ at stage/.test(plain.stdout));
    const [variant] = JSON.parse(named.stdout).variants;
    same([variant.nameBefore, variant.name, variant.coverage.after.faces], [
      "frames=8",
      "theirs",
      null,
    ]);
    same([stray.code, errorCode(stray)], [2, "VARIANT_UNKNOWN"]);
  }));

Deno.test("check skips the gates of what imported scores do not have", () =>
  inFolder(async (folder) => {
    const { writeBaseline } = await import("../../src/runs/baseline.ts");
    const { readComparableRun } = await import("../../src/runs/comparable_run.ts");
    const dataset = placeDataset(folder);
    const file = placeScores(folder, "scores.csv", LINES);
    const out = join(folder, "theirs");
    equal((await importing(file, dataset, out)).code, 0);
    const { path } = writeBaseline(readComparableRun(out), {
      ...{ folder, name: "main", reason: "first", acceptedAt: new Date(0) },
    });
    const { code, stdout, stderr } = await assay(["check", "--run", out, "--baseline", path]);
    equal(code, 0, stderr);
    match(stdout, /skip +stages differ .* stages of imported scores/);
    match(stdout, /skip +faces found .* not known/);
    match(stdout, /skip +time per video .* times of imported scores/);
    match(stdout, /pass +log loss/);
  }));

Deno.test("scores of frames become face scores, pooled, in CSV with semicolons and in Parquet", () =>
  inFolder(async (folder) => {
    const dataset = placeDataset(folder);
    const rows = NAMES.flatMap((name, i) =>
      [0, 1, 2].map((k) => ({ name, frame: 10 * k, logit: (i % 2 ? 1 : -1) + k / 10 }))
    );
    const file = placeScores(folder, "frames.csv", [
      "Video;Frame Index;Logit",
      ...rows.map(({ name, frame, logit }) =>
        `/data/test/${name.toUpperCase()};${frame};${String(logit).replace(".", ",")}`
      ),
    ]);
    const parquet = join(folder, "frames.parquet");
    const columnData = [
      { name: "video", data: rows.map(({ name }) => name.replace(".mp4", "")), type: "STRING" },
      { name: "frame", data: rows.map(({ frame }) => BigInt(frame)), type: "INT64" },
      { name: "logit", data: rows.map(({ logit }) => logit), type: "DOUBLE" },
    ] as const;
    writeFileSync(parquet, new Uint8Array(parquetWriteBuffer({ columnData: [...columnData] })));
    const probability = rows.slice(0, 3)
      .reduce((sum, { logit }) => sum + 1 / (1 + Math.exp(-logit)) / 3, 0);
    for (const [path, name] of [[file, "a"], [parquet, "b"]] as const) {
      const out = join(folder, name);
      const { code, stderr } = await importing(path, dataset, out);
      equal(code, 0, stderr);
      match(stderr, /after the sigmoid means fake; the scores of a video are pooled by mean/);
      const first = rowsOf(out, "predictions.csv").find(({ filename }) => filename === NAMES[0])!;
      ok(Math.abs(Number(first.probability) - probability) < 1e-12);
      same([first.faces, first.framesRead, first.branch], ["3", "", "mean"]);
      equal(rowsOf(out, "faces.csv").length, rows.length);
      const [variant] = summaryOf(out).variants;
      equal(variant.faceMetrics.faceLogLoss.n, rows.length);
    }
  }));

const REFUSED: readonly {
  readonly what: string;
  readonly lines: readonly string[];
  readonly flags?: readonly string[];
  readonly code: string;
  readonly says: RegExp;
}[] = [
  {
    what: "a score outside 0 to 1",
    lines: [...LINES.slice(0, -1), `${NAMES.at(-1)},1.2`],
    code: "SCORES_BROKEN",
    says: /outside 0 to 1, in line 13.*--activation sigmoid/,
  },
  {
    what: "a score that is NaN",
    lines: [...LINES.slice(0, -1), `${NAMES.at(-1)},nan`],
    code: "SCORES_BROKEN",
    says: /no score in line 13.*--allow-missing/,
  },
  {
    what: "two scores for a video",
    lines: [...LINES, LINES[1]!],
    code: "SCORES_BROKEN",
    says: /two scores for "real_0000\.mp4", in line 2 and in line 14.*--pooling mean/,
  },
  {
    what: "a video without a score",
    lines: LINES.slice(0, -1),
    code: "SCORES_MISSING",
    says: /no score for 1 of 12 videos.*--allow-missing/,
  },
  {
    what: "names of other videos",
    lines: ["filename,probability", "other.mp4,0.5"],
    code: "SCORES_UNMATCHED",
    says: /"other\.mp4".*first video is "fake_0000\.mp4"/,
  },
  {
    what: "no column of scores",
    lines: ["filename,confidence", `${NAMES[0]},0.5`],
    code: "SCORES_BROKEN",
    says: /lacks a column of scores.*--column score=confidence/,
  },
  {
    what: "a column that is not there",
    lines: LINES,
    flags: ["--column", "score=probabilty"],
    code: "SCORES_COLUMN_UNKNOWN",
    says: /Did you mean "probability"\?/,
  },
];

for (const { what, lines, flags = [], code, says } of REFUSED) {
  Deno.test(`scores import refuses ${what}, and makes no folder`, () =>
    inFolder(async (folder) => {
      const [dataset, out] = [placeDataset(folder), join(folder, "theirs")];
      const outcome = await importing(
        placeScores(folder, "scores.csv", lines),
        dataset,
        out,
        ...flags,
      );
      equal(errorCode(outcome), code, outcome.stderr);
      equal(outcome.code, code === "SCORES_COLUMN_UNKNOWN" ? 2 : 3);
      match(outcome.stderr, says);
      ok(!existsSync(out));
    }));
}

Deno.test("--allow-missing counts videos as not scored; --polarity real turns scores round", () =>
  inFolder(async (folder) => {
    const [dataset, out] = [placeDataset(folder), join(folder, "theirs")];
    const lines = ["video,score", ...NAMES.slice(1).map((name, i) => `${name},${i / 20}`)];
    const file = placeScores(folder, "scores.tsv", [...lines, "stray.mp4,0.5"]);
    const flags = ["--allow-missing", "--polarity", "real"];
    const { code, stderr } = await importing(file, dataset, out, ...flags);
    equal(code, 0, stderr);
    match(stderr, /no score for 1 video/);
    match(stderr, /1 name in scores\.tsv is not among the videos.*"stray\.mp4"/);
    const rows = new Map(rowsOf(out, "predictions.csv").map((row) => [row.filename, row]));
    const { probability, status, error } = rows.get(NAMES[0]!)!;
    same([probability, status], ["0.5", "failed"]);
    match(error!, /^NO_SCORE: /);
    equal(rows.get(NAMES[1]!)!.probability, "1");
  }));

Deno.test("scores import says which flags are missing", async () => {
  const [dataset, name] = await Promise.all([
    assay(["scores", "import", "x.csv", "--name", "a"]),
    assay(["scores", "import", "x.csv", "--dataset", "demo"]),
  ]);
  same([dataset.code, errorCode(dataset)], [2, "USAGE"]);
  match(dataset.stderr, /--dataset is missing/);
  match(name.stderr, /--name is missing/);
});

Deno.test("scores import does not write over a run", () =>
  inFolder(async (folder) => {
    const [dataset, out] = [placeDataset(folder), join(folder, "theirs")];
    const file = placeScores(folder, "scores.csv", LINES);
    equal((await importing(file, dataset, out)).code, 0);
    const again = await importing(file, dataset, out);
    same([again.code, errorCode(again)], [2, "RUN_EXISTS"]);
  }));
