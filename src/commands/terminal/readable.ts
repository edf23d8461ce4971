import { basename, relative } from "node:path";

/** Shortens a path relative to the current folder; paths outside it stay as they are. */
export function readable(path: string): string {
  const short = relative(Deno.cwd(), path);
  return short.startsWith("..") ? path : short || basename(path);
}
