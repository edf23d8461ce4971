import { deepEqual as same, equal, ok } from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MOST_THUMBNAIL_BYTES, MOST_THUMBNAILS } from "../../src/records/thumbnail.ts";
import { readThumbs, thumbsFolder } from "../../src/runs/thumbs.ts";
import { inFolder } from "./in_folder.ts";
import { unfinishRun } from "../runs/written_run.ts";
import { assay } from "./run_assay.ts";

const SMALL = {
  version: 1,
  dataset: "demo",
  split: "test",
  model: "demo",
  provider: "cpu",
  variants: { reference: { frames: 10 }, pooled: { frames: 12, pooling: "mean" } },
};

Deno.test("a run keeps thumbnails of its faces, also when it is interrupted and goes on", () =>
  inFolder(async (folder) => {
    const config = join(folder, "config.jsonc");
    const out = join(folder, "run");
    writeFileSync(config, JSON.stringify(SMALL));
    const flags = ["--config", config, "--limit", "2"];
    const first = await assay(["eval", ...flags, "--out", out]);
    equal(first.code, 0, first.stderr);
    const journal = join(out, "journal.jsonl");
    const lines = readFileSync(journal, "utf8").trim().split("\n");
    const [kept, again] = lines.map((line) => JSON.parse(line));
    const before = [kept, again].map(({ filename }) => readThumbs(out, filename));
    for (const [i, { faces }] of [kept, again].entries()) {
      equal(before[i]!.length, MOST_THUMBNAILS);
      for (const { frame, face, jpeg } of before[i]!) {
        ok(jpeg.byteLength <= MOST_THUMBNAIL_BYTES);
        ok(faces.some((row: typeof faces[0]) => row.frame === frame && row.face === face));
      }
    }

    const path = (filename: string) =>
      join(out, thumbsFolder(filename), `${before[0]![0]!.frame}-${before[0]![0]!.face}.jpg`);
    const written = statSync(path(kept.filename)).mtimeMs;
    Deno.removeSync(join(path(again.filename), ".."), { recursive: true });
    unfinishRun(out, 1);
    const resumed = await assay(["eval", ...flags, "--resume", out]);
    equal(resumed.code, 0, resumed.stderr);
    same([kept, again].map(({ filename }) => readThumbs(out, filename)), before);
    equal(statSync(path(kept.filename)).mtimeMs, written, "not made again");
  }));
