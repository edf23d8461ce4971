import type { Label } from "../../records/video.ts";

/** A clip in the folder of a class. */
export interface ClipInClass {
  readonly filename: string;
  /** Path of the clip in the class's folder. */
  readonly inside: string;
  readonly label: Label;
  /** The method that the class's folder itself is named for; `null`: none. */
  readonly method: string | null;
}

/** Names of folders that say what lies in them, not how it was made. */
const CONTENTS = /^(videos?|clips?|frames?|faces?|images?|crops?|raw|c23|c40)$/i;

/** This many folders may be for methods however few clips they hold; of more, each must hold two on average. */
const FEW = 10;

/**
 * Finds the methods of fakes by the folders that they lie in within the class's: where all fakes lie in such folders,
 * no real videos lie in folders of the same names, and the names are not numbers, as those of people and sources are.
 * @returns methods by the names of clips
 */
export function methodsOf(clips: readonly ClipInClass[]): ReadonlyMap<string, string> {
  const methods = new Map<string, string>();
  const real = new Set<string | null>();
  for (const { filename, inside, label, method } of clips) {
    const folder = method ?? folderOf(inside);
    if (label === "REAL") real.add(folder);
    else if (folder === null) return new Map();
    else methods.set(filename, folder);
  }
  const names = new Set(methods.values());
  const isMethod = [...names].every((name) => !real.has(name) && !/^\d/.test(name)) &&
    (names.size <= FEW || names.size * 2 <= methods.size);
  return isMethod ? methods : new Map();
}

/** The outermost folder of a clip that says more than what lies in it; `null`: none. */
function folderOf(inside: string): string | null {
  return inside.split("/").slice(0, -1).find((folder) => !CONTENTS.test(folder)) ?? null;
}
