import { usageError } from "../../records/errors.ts";
import { type Precision, PRECISIONS } from "../../records/provider.ts";

/**
 * The value of `--precision`: one or several, by comma.
 * @throws AssayError USAGE (exit 2)
 */
export function precisionsFlag(value: string): readonly Precision[] {
  const names = value.split(",");
  const chosen = PRECISIONS.filter((precision) => names.includes(precision));
  if (chosen.length === names.length) return chosen;
  throw usageError("USAGE", {
    what: `--precision is "${value}"`,
    remedy: `Give ${PRECISIONS.join(" or ")}, or both by comma`,
  });
}

/**
 * The value of `--size`: pixels.
 * @throws AssayError USAGE (exit 2)
 */
export function sizeFlag(value: string | undefined): number | null {
  if (value === undefined) return null;
  const size = Number(value);
  if (/^\d{2,4}$/.test(value) && size >= 32 && size <= 4096) return size;
  throw usageError("USAGE", {
    what: `--size is "${value}"`,
    remedy: "Give the width and height of the faces in pixels, 32 to 4096",
  });
}

/**
 * The value of `--seed`.
 * @throws AssayError USAGE (exit 2)
 */
export function seedFlag(value: string): number {
  const seed = Number(value);
  if (/^\d{1,10}$/.test(value) && seed < 2 ** 32) return seed;
  throw usageError("USAGE", {
    what: `--seed is "${value}"`,
    remedy: "Give a whole number from 0 to 4294967295",
  });
}
