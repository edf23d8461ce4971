import { counted } from "../../base/text/counted.ts";

/** A video that could not be scored. */
export interface Failure {
  readonly filename: string;
  /** Why 0.5 is used. */
  readonly fallback: string;
  /** `CODE: sentence.`; `null`: no error. */
  readonly error: string | null;
}

/**
 * Says why videos could not be scored: one sentence for each kind of failure, with the number of videos and the first
 * of them, most frequent first.
 */
export function failureLines(failures: readonly Failure[]): readonly string[] {
  const kinds = [...Map.groupBy(failures, kindOf).values()];
  return kinds.sort((a, b) => b.length - a.length).map((same) => {
    const { filename, fallback, error } = same[0]!;
    const why = error ?? fallback.replaceAll("_", " ");
    const name = JSON.stringify(filename);
    return same.length === 1
      ? `${name} could not be scored; 0.5 is used: ${why}`
      : `${
        counted(same.length, "video")
      } could not be scored; 0.5 is used. The first is ${name}: ${why}`;
  });
}

function kindOf({ fallback, error }: Failure): string {
  return error === null ? fallback : `${fallback} ${error.split(":")[0]}`;
}
