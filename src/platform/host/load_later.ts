/**
 * Loads a module when it is needed. Deno reads and parses every module of a literal `import("…")`, and all its
 * imports, before the program starts; it cannot do so for a URL that is computed at run time.
 * @param url made with `new URL("./name.ts", import.meta.url)`
 */
export async function loadLater<Module>(url: URL): Promise<Module> {
  return await import(url.href);
}
