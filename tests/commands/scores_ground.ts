import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Real and fake videos by turns, two of each source. */
export const NAMES = Array.from(
  { length: 12 },
  (_, i) => `${i % 2 ? "fake" : "real"}_${String(i >> 1).padStart(4, "0")}.mp4`,
);

/** Scores that are right on the whole. */
export const SCORES = NAMES.map((name, i) => (name.startsWith("fake") ? 0.6 : 0.1) + i / 40);

/** Makes a dataset whose videos are files that hold no video. @returns its folder */
export function placeDataset(folder: string): string {
  const place = join(folder, "clips");
  mkdirSync(place);
  for (const name of NAMES) writeFileSync(join(place, name), name);
  const lines = NAMES.map((name, i) =>
    `${name},${i % 2 ? "FAKE" : "REAL"},source_${i >> 1},${i % 4 < 2 ? "a" : "b"}`
  );
  writeFileSync(join(place, "labels.csv"), `filename,label,group,method\n${lines.join("\n")}\n`);
  return place;
}

/** Writes a file of scores, a line for each row. @returns its path */
export function placeScores(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
