import { basename, relative } from "node:path";

/** A path as a person in this folder would write it. */
export function readable(path: string): string {
  const short = relative(Deno.cwd(), path);
  return short.startsWith("..") ? path : short || basename(path);
}
