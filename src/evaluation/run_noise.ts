import { noiseFloor } from "../analysis/comparison/noise_floor.ts";
import type { KnownNoise } from "../records/comparison.ts";
import type { ComparableRun } from "../records/comparable_run.ts";
import { readBaseline } from "../runs/baseline.ts";
import { readRepeats } from "../runs/repeats.ts";
import type { RunPlace } from "./find_run.ts";

/**
 * Computes the noise floor of a run with repeats (`eval --repeat-baseline`), over its labelled videos, or takes that of
 * a baseline; `null`: it has none.
 */
export function runNoise(place: RunPlace, run: ComparableRun): KnownNoise | null {
  if (place.kind === "baseline") return readBaseline(place.file).noise;
  const { manifest, labels, filenames, variants } = run;
  const variant = variants.find(({ name }) => name === manifest.compareWith);
  const rows = [...labels.keys()].filter((row) => labels[row]! >= 0);
  const labelled = rows.map((row) => filenames[row]!);
  const again = readRepeats(place.folder)
    .filter((repeat) => labelled.every((filename) => repeat.has(filename)))
    .map((repeat) => Float64Array.from(labelled, (filename) => repeat.get(filename) ?? NaN));
  if (!variant || again.length === 0) return null;
  const runs = [Float64Array.from(rows, (row) => variant.probabilities[row]!), ...again];
  return noiseFloor(
    { runs, decision: variant.decision, clip: manifest.clip },
    Uint8Array.from(rows, (row) => labels[row]!),
  );
}

/**
 * Takes the larger of two noise floors, metric by metric; `null`: neither was measured. It counts as measured with the
 * fewer of their repeats.
 */
export function largerNoise(a: KnownNoise | null, b: KnownNoise | null): KnownNoise | null {
  if (a === null || b === null) return a ?? b;
  const larger = Object.entries(b.metrics).filter(([name, { bound }]) => {
    const other = a.metrics[name];
    return other === undefined || (bound ?? -1) > (other.bound ?? -1);
  });
  return {
    runs: Math.min(a.runs, b.runs),
    metrics: { ...a.metrics, ...Object.fromEntries(larger) },
    videoBound: Math.max(a.videoBound, b.videoBound),
  };
}
