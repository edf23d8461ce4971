import type { FakeColumn } from "./facts.ts";

/** What the name of a class means. */
export type LabelMeaning = "fake" | "real" | null;

/** Beginnings of words for made or changed faces. */
// deno-fmt-ignore
const FAKE = [
  "fake", "deepfake", "synthe", "synth", "artificial", "aigc", "aigen", "aiart", "generat", "gan",
  "diffusion", "manipulat", "tamper", "forg", "spoof", "attack", "altered", "edited", "swap",
  "faceswap", "morph", "doctored", "deepfaked", "impost", "counterfeit",
];

/** Beginnings of words for untouched faces. */
// deno-fmt-ignore
const REAL = [
  "real", "original", "authentic", "genuine", "human", "bonafide", "bona", "live", "natural",
  "nature", "pristine", "untouched", "legit", "unaltered", "untampered", "unmanipulated",
];

/** Words that mean something only as a whole. */
const WHOLE: ReadonlyMap<string, LabelMeaning> = new Map([
  ["ai", "fake"],
  ["cg", "fake"],
  ["df", "fake"],
  ["hum", "real"],
]);

const NEGATIONS = new Set(["not", "non", "no", "un"]);

/**
 * Reads whether the name of a class means fake or real, such as `Deepfake`, `AI-generated` or `bona fide`.
 * @returns `null`: neither, or both
 */
export function labelMeaning(label: string): LabelMeaning {
  const words = label
    .replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).filter(Boolean);
  const found = new Set<LabelMeaning>();
  let negated = false;
  for (const word of words) {
    if (NEGATIONS.has(word)) negated = true;
    else {
      const meaning = wordMeaning(word);
      if (meaning !== null) found.add(negated ? opposite(meaning) : meaning);
      if (meaning !== null) negated = false;
    }
  }
  const [only] = found;
  return found.size === 1 && !negated ? only! : null;
}

function wordMeaning(word: string): LabelMeaning {
  const whole = WHOLE.get(word);
  if (whole !== undefined) return whole;
  if (REAL.some((start) => word.startsWith(start))) return "real";
  if (FAKE.some((start) => word.startsWith(start))) return "fake";
  const rest = /^(?:not|non|un)(.{4,})$/.exec(word)?.[1];
  const inner = rest === undefined ? null : wordMeaning(rest);
  return inner === null ? null : opposite(inner);
}

function opposite(meaning: "fake" | "real"): "fake" | "real" {
  return meaning === "fake" ? "real" : "fake";
}

/**
 * Finds the column that tells P(fake) by the names of the classes. With one column for two classes, it tells the
 * probability of the second.
 * @returns `null`: the names do not say so
 */
export function fakeColumn(names: readonly string[], columns: number): FakeColumn | null {
  const meanings = names.map(labelMeaning);
  if (columns === 1 && names.length === 2) {
    const index = oneOf(meanings, "fake") ?? other(oneOf(meanings, "real"));
    return index === null ? null : columnOfClass(index, columns);
  }
  if (columns !== names.length) return null;
  const [fake, real] = [oneOf(meanings, "fake"), oneOf(meanings, "real")];
  const certain = names.length <= 2 || !meanings.includes(null);
  if (!certain) return null;
  if (fake !== null) return { index: fake, polarity: "fake" };
  return real === null ? null : { index: real, polarity: "real" };
}

/** Returns the only place of a meaning; `null`: there are none or several. */
function oneOf(meanings: readonly LabelMeaning[], meaning: LabelMeaning): number | null {
  const index = meanings.indexOf(meaning);
  return index >= 0 && meanings.lastIndexOf(meaning) === index ? index : null;
}

function other(index: number | null): number | null {
  return index === null ? null : 1 - index;
}

/**
 * Finds the column that tells P(fake) when it is known which class is fake. One column tells the probability of
 * class 1.
 * @param columns of the output; `null`: not known, so that class 0 may be a column or the meaning of a low value
 * @throws RangeError for class 0 of an output whose columns are not known
 */
export function columnOfClass(index: number, columns: number | null): FakeColumn {
  if (index === 0 && columns === null) throw new RangeError("the number of columns is not known");
  if (columns === 1) return { index: 0, polarity: index === 0 ? "real" : "fake" };
  return { index, polarity: "fake" };
}
