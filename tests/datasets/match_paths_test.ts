import { deepEqual as same } from "node:assert/strict";
import { join, relative } from "node:path";
import { matchPaths } from "../../src/datasets/match_paths.ts";
import { withFolder } from "./dataset_folder.ts";

const NAMES = [
  "a1.mp4",
  "a2.mov",
  "b-1.mp4",
  "x/c.mp4",
  "y/c.mp4",
  ".hidden.mp4",
  "ä.mp4",
  "[q].mp4",
  "c (1)+{2}|^$.mp4",
];

const CASES: Readonly<Record<string, readonly string[]>> = {
  "*.mp4": ["[q].mp4", "a1.mp4", "b-1.mp4", "c (1)+{2}|^$.mp4", "ä.mp4"],
  "?1.mp4": ["a1.mp4"],
  "?.mp4": ["ä.mp4"],
  "[ab]*": ["a1.mp4", "a2.mov", "b-1.mp4"],
  "[!a]*.mp4": ["[q].mp4", "b-1.mp4", "c (1)+{2}|^$.mp4", "ä.mp4"],
  "[a-b][0-9].m*": ["a1.mp4", "a2.mov"],
  "*/c.mp4": ["x/c.mp4", "y/c.mp4"],
  "[x]/*": ["x/c.mp4"],
  "*-1.mp4": ["b-1.mp4"],
  "? (1)+{2}|^$.m*": ["c (1)+{2}|^$.mp4"],
  ".h*": [".hidden.mp4"],
  "[[]q[]].mp4": ["[q].mp4"],
  "a1.mp4": ["a1.mp4"],
  "z*": [],
  "a1.mp4/*": [],
};

Deno.test("patterns match as in a shell", () =>
  withFolder(Object.fromEntries(NAMES.map((name) => [name, ""])), async (folder) => {
    for (const [pattern, expected] of Object.entries(CASES)) {
      const found = await matchPaths(join(folder, pattern));
      same(found.map((path) => relative(folder, path)), expected, pattern);
    }
  }));
