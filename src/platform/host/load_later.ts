/**
 * Loads a module when it is needed. Deno reads and parses every module that is named in a dynamic import, and all its
 * imports, before the program starts; it cannot do so for a URL that is computed at run time.
 * @param url relative to `import.meta.url` of the module that loads it
 */
export async function loadLater<Module>(url: URL): Promise<Module> {
  return await import(url.href);
}
