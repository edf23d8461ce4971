import type { Tags } from "../../records/video.ts";
import { wrongUse } from "./usage.ts";

/**
 * Turns the values of `--where` into tags.
 * @throws AssayError USAGE (exit 2) for two values of one tag: no video has both
 */
export function whereTags(
  where: readonly { readonly key: string; readonly value: string }[],
): Tags {
  const tags = new Map<string, string>();
  for (const { key, value } of where) {
    const known = tags.get(key) ?? value;
    if (known !== value) {
      throw wrongUse(
        `--where asks for two values of one tag, ${key}=${known} and ${key}=${value}`,
        "Give one of them: a run of each can be compared with `deno task compare`",
      );
    }
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}
