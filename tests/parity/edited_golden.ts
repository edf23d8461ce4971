import type { GoldenFolder } from "../../src/parity/golden_folder.ts";

/** A change to a file of the golden data, as a stage reads it. */
export interface Edit {
  /** Path in the folder. */
  readonly file: string;
  /** Where in the JSON, or at which byte. */
  readonly at: readonly (string | number)[];
  readonly to: (before: unknown) => unknown;
}

/** Golden data that differ from what is on disk. */
export function editedGolden(golden: GoldenFolder, edits: readonly Edit[]): GoldenFolder {
  const apply = <T>(file: string, content: T): T => {
    for (const edit of edits) if (edit.file === file) change(content, edit);
    return content;
  };
  return {
    ...golden,
    json: <T>(...parts: string[]) => apply(parts.join("/"), golden.json<T>(...parts)),
    bytes: (...parts) => apply(parts.join("/"), golden.bytes(...parts)),
  };
}

function change(content: unknown, { at, to }: Edit): void {
  let place = content as Record<string | number, unknown>;
  for (const step of at.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  const last = at.at(-1)!;
  place[last] = to(place[last]);
}

/** An edit that adds to a number. */
export function plus(amount: number): (before: unknown) => unknown {
  return (before) => (before as number) + amount;
}

/** An edit that keeps some of a list. */
export function keep<T>(isKept: (one: T) => boolean): (before: unknown) => unknown {
  return (before) => (before as readonly T[]).filter(isKept);
}
