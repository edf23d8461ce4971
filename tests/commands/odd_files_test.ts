import { equal, ok, rejects } from "node:assert/strict";
import { linkSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEarlier } from "../../src/bench/compare.ts";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { readConfigText } from "../../src/evaluation/config_text.ts";
import { importWeights } from "../../src/models/import_model.ts";
import { probeVideo } from "../../src/platform/ffmpeg/video_probe.ts";
import { sha256File } from "../../src/platform/files/hash.ts";
import { OnnxSession } from "../../src/platform/onnxruntime/onnx_session.ts";
import { recordTrusted, requireTrusted } from "../../src/platform/packages/trust_store.ts";
import { AssayError } from "../../src/records/errors.ts";
import { readBaseline } from "../../src/runs/baseline.ts";
import { readJournal, resumeJournal } from "../../src/runs/journal.ts";
import { readManifest } from "../../src/runs/manifest.ts";
import { readThumbs, thumbsFolder } from "../../src/runs/thumbs.ts";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import { makeFifo } from "../platform/files/made_fifo.ts";
import { withFolder } from "../runs/with_folder.ts";
import { fileClip } from "../../src/records/clip_source.ts";

const IMPORTING = {
  modelsFolder: "models",
  precisions: ["fp32"],
  replace: false,
  force: false,
  progress: () => {},
} as const;

/** Everything that reads a file which a user or a folder from elsewhere has put there, by the file's path. */
const READERS: Readonly<Record<string, (folder: string) => unknown>> = {
  "eval.jsonc": (folder) => readConfigText({ config: join(folder, "eval.jsonc") }),
  "labels.csv": (folder) => openDataset(folder, { datasetsFolder: "" }),
  "metadata.json": (folder) => openDataset(folder, { datasetsFolder: "" }),
  "card.json": (folder) => {
    writeFileSync(join(folder, "video.mp4"), "");
    return openDataset(folder, { datasetsFolder: "" });
  },
  "model/card.json": (folder) => readCatalogue(folder),
  "manifest.json": (folder) => readManifest(folder),
  "journal.jsonl": (folder) => readJournal(join(folder, "journal.jsonl")),
  "resumed.jsonl": (folder) => resumeJournal(join(folder, "resumed.jsonl")),
  "main.json": (folder) => readBaseline(join(folder, "main.json")),
  "bench.json": (folder) =>
    readEarlier(join(folder, "bench.json"), { subject: "limits", machine: {} as never }),
  "trust.json": (folder) => requireTrusted("https://example.org/x", "0", { home: folder }),
  "trust.json.lock": (folder) => recordTrusted("https://example.org/x", "0", { home: folder }),
  "weights.pth": (folder) =>
    importWeights(
      join(folder, "weights.pth"),
      { name: "x", family: "meso4", size: null },
      IMPORTING,
    ),
  "hashed.onnx": (folder) => sha256File(join(folder, "hashed.onnx")),
  "run.onnx": (folder) =>
    OnnxSession.open(join(folder, "run.onnx"), { provider: "cpu", threads: 1 }),
  "video.mov": (folder) => probeVideo(fileClip(join(folder, "video.mov"))),
};

/** Codes of errors that name what they refuse in words of their own; the others say what is in the file's place. */
const OWN_WORDS = ["MODEL_MISSING", "VIDEO_MISSING", "FILE_NOT_READ", "BENCH_NOT_READ"];

/** Puts each odd thing where each reader looks, and requires an error that names it. */
async function refused(putAt: (path: string) => void, words: RegExp): Promise<void> {
  for (const [name, read] of Object.entries(READERS)) {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, "model"));
      putAt(join(folder, name));
      await rejects(async () => await read(folder), (error) => {
        ok(error instanceof AssayError, `${name}: ${error}`);
        ok([2, 3].includes(error.exitCode), `${name}: ${error.exitCode}`);
        if (!OWN_WORDS.includes(error.code)) {
          ok(words.test(error.message), error.message);
          ok(error.message.includes(name), error.message);
        }
        return true;
      });
    });
  }
}

Deno.test("a named pipe in the place of any file is refused by name, and waited for by nothing", () =>
  withFolder(async (folder) => {
    const pipe = join(folder, "pipe");
    await makeFifo(pipe);
    await refused((path) => linkSync(pipe, path), /a named pipe/);
  }));

Deno.test("a folder or a device in the place of any file is refused by name", async () => {
  await refused((path) => mkdirSync(path, { recursive: true }), /a folder/);
  await refused((path) => symlinkSync("/dev/zero", path), /a device|a link/);
});

Deno.test("a thumbnail that is a named pipe or a link is passed over", () =>
  withFolder(async (folder) => {
    const place = join(folder, thumbsFolder("a.mp4"));
    mkdirSync(place, { recursive: true });
    await makeFifo(join(folder, "0-0.jpg"));
    renameSync(join(folder, "0-0.jpg"), join(place, "0-0.jpg"));
    symlinkSync("/dev/zero", join(place, "1-0.jpg"));
    equal(readThumbs(folder, "a.mp4").length, 0);
  }));
