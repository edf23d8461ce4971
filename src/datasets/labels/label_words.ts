import type { Label } from "../../records/video.ts";

/** Words that label a video, in lower case, the dataset's own first. */
const WORDS: Readonly<Record<Label, readonly string[]>> = {
  REAL: [
    ...["real", "0", "false", "original", "originals", "genuine", "authentic", "pristine"],
    ...["bonafide", "unmanipulated", "untampered"],
  ],
  FAKE: [
    ...["fake", "1", "true", "manipulated", "deepfake", "synthetic", "generated", "forged"],
    ...["altered", "tampered", "spoof"],
  ],
};

const MEANINGS: ReadonlyMap<string, Label> = new Map(
  (["REAL", "FAKE"] as const).flatMap((label) =>
    WORDS[label].map((word) => [word, label] as const)
  ),
);

/** Words for a value that is not known, in lower case; pandas and Python write them. */
const NOTHING = new Set(["", "nan", "none", "null", "na", "n/a", "<na>"]);

/** The words that are understood, as an error lists them. */
export const LABEL_WORDS =
  `a label is ${WORDS.REAL[0]!.toUpperCase()} or ${
    WORDS.FAKE[0]!.toUpperCase()
  } in any case, 0 or 1, True or False (1 and True are FAKE), ` +
  `${WORDS.REAL.slice(3).join(", ")} for REAL, ${WORDS.FAKE.slice(3).join(", ")} for FAKE, ` +
  "or empty where it is not known";

/** Whether a value of the labels says nothing: empty, `NaN`, `None`, `null`. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "string" && NOTHING.has(value.trim().toLowerCase());
}

/** Whether a value says 0 or 1, or false or true, of which one has to know which of them is FAKE. */
export function isBinary(value: unknown): boolean {
  return /^(0|1|true|false)$/.test(normalWord(value));
}

/**
 * Reads what a value of the labels says: a word in any case, a number or a truth value, as text or as itself.
 * @returns `null`: that it is not known; `undefined`: not understood
 */
export function labelOf(value: unknown): Label | null | undefined {
  return isNothing(value) ? null : MEANINGS.get(normalWord(value));
}

/** `1.0` and ` Bona-Fide` become `1` and `bonafide`. */
function normalWord(value: unknown): string {
  if (!["string", "number", "boolean"].includes(typeof value)) return "";
  const word = `${value}`.trim().toLowerCase();
  const number = word.replace(/^([+-]?\d+),(\d+)$/, "$1.$2"); // a comma for the point
  return /^[+-]?[\d.]+(e[+-]?\d+)?$/.test(number)
    ? `${Number(number)}`
    : word.replace(/[\s_-]/g, "");
}
