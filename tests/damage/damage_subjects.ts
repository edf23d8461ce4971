import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../../src/records/errors.ts";
import { readBaseline, writeBaseline } from "../../src/runs/baseline.ts";
import { readComparableRun } from "../../src/runs/comparable_run.ts";
import { resumeJournal } from "../../src/runs/journal.ts";
import { readManifest, writeManifest } from "../../src/runs/manifest.ts";
import { journalState, readRun } from "../../src/runs/read_run.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { writeTables } from "../../src/runs/tables.ts";
import { openStageStore } from "../../src/platform/files/stage_store.ts";
import { recordBuilt } from "../../src/platform/files/built_record.ts";
import { sha256File, sha256Hex } from "../../src/platform/files/hash.ts";
import { rememberedHash } from "../../src/platform/files/remembered_hash.ts";
import { optimisedGraph } from "../../src/platform/onnxruntime/graph_cache.ts";
import { loadRuntime, sessionOptions } from "../../src/platform/onnxruntime/onnx_session.ts";
import { recordTrusted, requireTrusted } from "../../src/platform/packages/trust_store.ts";
import { verifiedHash } from "../../src/stages/classifiers/catalogue.ts";
import { tinyModels } from "../pipeline/tiny_models.ts";
import { manualClock } from "../platform/host/manual_clock.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { unfinishRun, writeRun } from "../runs/written_run.ts";

/** Something that is read from a file, which may have come to harm. */
export interface DamageSubject {
  readonly name: string;
  /** The file that comes to harm. */
  readonly file: string;
  /** What is read, as a text that shows every number; throws AssayError where the file is refused. */
  read(): Promise<string> | string;
  /** Puts back what reading may have changed, apart from the file. */
  restore?(): void;
}

const RUN = fakeRun({ videos: 4, variants: { reference: {}, fewer: { frames: 8 } } });
const URL_A = "https://models.example/a";

/** All of them, each in a folder of its own under `folder`. */
export async function damageSubjects(folder: string): Promise<readonly DamageSubject[]> {
  const place = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  return [
    ...runSubjects(place("run")),
    resumedSubject(place("unfinished"), place("unfinished copy")),
    baselineSubject(place("baselines")),
    await noteSubject(place("notes")),
    await trustSubject(place("trust")),
    await modelSubject(place("model")),
    await stageSubject(place("stages")),
    await graphSubject(place("graphs")),
  ];
}

function runSubjects(folder: string): DamageSubject[] {
  writeRun(folder, RUN);
  const read = () => numbersOf(folder);
  return [RUN_FILES.journal, RUN_FILES.manifest].map((name) => ({
    ...{ name, file: join(folder, name), read },
  }));
}

/** Everything that is reported of a run. */
function numbersOf(folder: string): string {
  const { manifest, journal } = readRun(folder);
  try {
    writeTables(folder, { manifest, journal });
  } finally {
    journal.close();
  }
  const tables = [RUN_FILES.predictions, RUN_FILES.faces, RUN_FILES.timings, RUN_FILES.digests];
  const texts = tables.map((name) => readFileSync(join(folder, name), "utf8"));
  return sha256Hex(JSON.stringify([texts, readComparableRun(folder)]));
}

/** A run that is gone on with after its journal came to harm. */
function resumedSubject(folder: string, kept: string): DamageSubject {
  writeRun(folder, RUN);
  const complete = readManifest(folder);
  unfinishRun(folder, 3);
  cpSync(folder, kept, { recursive: true });
  return {
    name: "journal, then --resume",
    file: join(folder, RUN_FILES.journal),
    read() {
      const path = join(folder, RUN_FILES.journal);
      const journal = resumeJournal(path, journalState(folder, readManifest(folder)));
      try {
        for (const record of RUN.records) {
          if (!journal.has(record.filename)) journal.append(record);
        }
        const proof = { ...complete.proof!, journal: journal.proof() };
        writeManifest(folder, { ...complete, proof });
      } finally {
        journal.close();
      }
      return numbersOf(folder);
    },
    restore: () => cpSync(kept, folder, { recursive: true }),
  };
}

function baselineSubject(folder: string): DamageSubject {
  const run = join(folder, "run");
  writeRun(run, RUN);
  const acceptedAt = new Date(0);
  const options = { folder, name: "main", reason: "as it was", acceptedAt };
  const { path } = writeBaseline(readComparableRun(run), options);
  return { name: "baseline", file: path, read: () => JSON.stringify(readBaseline(path)) };
}

async function noteSubject(folder: string): Promise<DamageSubject> {
  const path = join(folder, "model.onnx");
  writeFileSync(path, "weights");
  const notes = join(folder, "hashes");
  const clock = manualClock(Date.now() + 600_000);
  const options = { folder: notes, kind: "sha256", compute: sha256File, clock };
  await rememberedHash(path, options);
  const [note] = readdirSync(notes);
  return {
    name: "hash note",
    file: join(notes, note!),
    read: () => rememberedHash(path, options),
  };
}

async function trustSubject(home: string): Promise<DamageSubject> {
  const [good, bad] = ["1".repeat(64), "2".repeat(64)];
  await recordTrusted(URL_A, good, { home });
  await recordTrusted(`${URL_A}/b`, good, { home });
  return {
    name: "trust.json",
    file: join(home, "trust.json"),
    async read() {
      await requireTrusted(URL_A, good, { home });
      const refused = await requireTrusted(URL_A, bad, { home }).then(() => false, isRefusal);
      return `another file is refused: ${refused}`;
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof AssayError;
}

async function modelSubject(folder: string): Promise<DamageSubject> {
  const [{ card }] = await tinyModels(folder) as [Awaited<ReturnType<typeof tinyModels>>[0]];
  const { path } = card.files.fp32!;
  const built = await recordBuilt(folder, { recipe: "tiny", names: [path] });
  writeFileSync(join(folder, "built.json"), JSON.stringify(built));
  const entry = { card, folder, present: ["fp32" as const] };
  return { name: "model", file: join(folder, path), read: () => verifiedHash(entry, "fp32") };
}

const STAGE_KEY = "ab".repeat(32);

async function stageSubject(folder: string): Promise<DamageSubject> {
  const writer = (await openStageStore({ folder })).extend("crop", STAGE_KEY);
  const bytes = Uint8Array.from({ length: 600 }, (_, i) => i);
  for (const name of ["a", "b"]) await writer.add(name, () => ({ facts: { name }, bytes }));
  await writer.commit();
  const segment = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .find((name) => name.endsWith(".seg"))!;
  return {
    name: "stage cache",
    file: join(folder, segment),
    async read() {
      const entry = await (await openStageStore({ folder })).open("crop", STAGE_KEY);
      try {
        for (const name of ["a", "b"]) {
          const record = await entry.read(name); // what is damaged is worked out again
          if (record && JSON.stringify(record) !== JSON.stringify({ facts: { name }, bytes })) {
            return `another record ${name}`;
          }
        }
      } finally {
        await entry.close();
      }
      return "what was stored, or nothing";
    },
  };
}

async function graphSubject(folder: string): Promise<DamageSubject> {
  const [{ card }] = await tinyModels(folder) as [Awaited<ReturnType<typeof tinyModels>>[0]];
  const runtime = await loadRuntime();
  const options = {
    folder: join(folder, "graphs"),
    session: sessionOptions({ provider: "cpu", threads: 1 }),
  };
  const model = join(folder, card.files.fp32!.path);
  const path = await optimisedGraph(runtime, model, options);
  if (path === null) throw new Error("the graph was not made");
  return {
    name: "graph",
    file: path,
    read: async () => await sha256File(await optimisedGraph(runtime, model, options) ?? ""),
    restore: () => rmSync(path, { force: true }),
  };
}
