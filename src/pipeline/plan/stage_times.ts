import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { toolError } from "../../records/errors.ts";
import type { Provider } from "../../records/provider.ts";
import { assayHome } from "../../platform/files/project.ts";
import { readTextFileSync } from "../../platform/files/regular_file.ts";
import { writeAtomically } from "../../platform/files/atomic_writer.ts";

/** Machine and settings that measured times are valid for. */
export interface TimedMachine {
  readonly cpu: string;
  readonly cores: number;
  readonly provider: Provider;
  /** `null`: the CPU. */
  readonly device: string | null;
  readonly threadsPerSession: number;
  /** Videos processed at the same time, which slow each other down. */
  readonly workers: number;
}

/** A time per frame at one frame size. */
export interface SizedTime {
  /** Width times height over 10⁶. */
  readonly megapixels: number;
  readonly ms: number;
}

/** Time of each unit of work, milliseconds, means over the videos of a run. */
export interface UnitTimes {
  /** Hashing and probing a video. */
  readonly sampleMs: number;
  /** Time outside the stages, per frame read; slightly negative if stages overlap. */
  readonly restMs: number;
  /** Time outside the videos, per run: set-up and loading of networks; `null`: not known. */
  readonly aroundMs: number | null;
  /** Waiting for the decoder, per unit of its work (`decodingUnits`). */
  readonly decode: readonly SizedTime[];
  /** Searching a frame, by name of the face detection. */
  readonly detect: Readonly<Record<string, readonly SizedTime[]>>;
  /** Preparing a face, by name of the face preparation. */
  readonly crop: Readonly<Record<string, number>>;
  /** Scoring a face, by column of the classifier. */
  readonly classify: Readonly<Record<string, number>>;
  /** Faces in a frame, by name of the face detection. */
  readonly facesPerFrame: Readonly<Record<string, number>>;
}

/** Times measured by evaluations on one machine. */
export interface StageTimes extends UnitTimes {
  readonly machine: TimedMachine;
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  /** Number of videos of the last evaluation that they come from. */
  readonly videos: number;
}

interface TimesFile {
  readonly schemaVersion: 1;
  readonly machines: readonly StageTimes[];
}

/**
 * Reads the times measured on `machine`, with another number of workers if there are none with this one.
 * @returns `null` if there are none, or the file cannot be read; the next evaluation writes it again
 */
export function readStageTimes(machine: TimedMachine): StageTimes | null {
  const { machines } = readFile();
  const alike = machines.filter((times) => sameMachine(times.machine, machine));
  return alike.find((times) => times.machine.workers === machine.workers) ??
    alike.toSorted((a, b) => b.measuredAt.localeCompare(a.measuredAt))[0] ?? null;
}

/**
 * Saves times. Keeps times of earlier evaluations for units that were not measured now.
 * @throws AssayError (exit code 4) when they cannot be written
 */
export function writeStageTimes(times: StageTimes): void {
  const { machines } = readFile();
  const before = machines.find((known) => sameTiming(known, times));
  const merged = before ? mergedTimes(before, times) : times;
  const rest = machines.filter((known) => known !== before);
  const file: TimesFile = { schemaVersion: 1, machines: [...rest, merged] };
  makeHome();
  writeAtomically(timesPath(), [`${JSON.stringify(file, null, 2)}\n`]);
}

function makeHome(): void {
  try {
    mkdirSync(assayHome(), { recursive: true });
  } catch (cause) {
    throw toolError("FILE_NOT_WRITTEN", {
      what: `the folder ${assayHome()} could not be created`,
      remedy: "Set ASSAY_HOME to a folder that can be written",
      cause,
    });
  }
}

function timesPath(): string {
  return join(assayHome(), "stage_times.json");
}

function readFile(): TimesFile {
  try {
    const file = JSON.parse(readTextFileSync(timesPath())) as Partial<TimesFile> | null;
    if (file?.schemaVersion === 1 && Array.isArray(file.machines)) return file as TimesFile;
  } catch {
    // Missing or damaged: it is written again after the next evaluation.
  }
  return { schemaVersion: 1, machines: [] };
}

function mergedTimes(before: StageTimes, now: StageTimes): StageTimes {
  const detect = { ...before.detect };
  for (const [name, sizes] of Object.entries(now.detect)) {
    detect[name] = mergedSizes(before.detect[name] ?? [], sizes);
  }
  return {
    ...now,
    aroundMs: now.aroundMs ?? before.aroundMs,
    decode: mergedSizes(before.decode, now.decode),
    detect,
    crop: { ...before.crop, ...now.crop },
    classify: { ...before.classify, ...now.classify },
    facesPerFrame: { ...before.facesPerFrame, ...now.facesPerFrame },
  };
}

function mergedSizes(before: readonly SizedTime[], now: readonly SizedTime[]): SizedTime[] {
  const sizes = new Map([...before, ...now].map((time) => [time.megapixels, time]));
  return [...sizes.values()].sort((a, b) => a.megapixels - b.megapixels);
}

function sameTiming(a: StageTimes, b: StageTimes): boolean {
  return sameMachine(a.machine, b.machine) && a.machine.workers === b.machine.workers;
}

function sameMachine(a: TimedMachine, b: TimedMachine): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.provider === b.provider &&
    a.device === b.device && a.threadsPerSession === b.threadsPerSession;
}
