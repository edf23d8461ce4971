/**
 * Loads a module when it is needed. What `import("…")` names in so many words, and all behind it, Deno reads
 * and parses before the program's first line; an address that is made up at run time it cannot see.
 * @param url made with `new URL("./name.ts", import.meta.url)`
 */
export async function loadLater<Module>(url: URL): Promise<Module> {
  return await import(url.href);
}
