/** Fields of a deno.lock about installed npm packages. */
interface Lock {
  /** Resolved versions by specifier, such as `npm:zod@4.6.7`. */
  readonly specifiers: Readonly<Record<string, string>>;
  /** Entries by name and version, such as `zod@4.6.7`. */
  readonly npm: Readonly<Record<string, LockEntry>>;
}

interface LockEntry {
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
}

/**
 * Parses a deno.lock for looking up packages.
 * @returns gives a package's entry and those of all its dependencies, as text
 */
export function lockEntries(text: string): (name: string) => string {
  const { specifiers, npm } = JSON.parse(text) as Lock;
  return (name) => {
    const found = new Map<string, LockEntry>();
    const waiting = Object.entries(specifiers)
      .filter(([specifier]) => specifier.startsWith(`npm:${name}@`))
      .map(([, version]) => `${name}@${version}`);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const key = keyOf(npm, id);
      if (key === undefined || found.has(key)) continue;
      const entry = npm[key]!;
      found.set(key, entry);
      for (const next of entry.dependencies ?? []) waiting.push(next);
      for (const next of entry.optionalDependencies ?? []) waiting.push(next);
    }
    return JSON.stringify([...found].sort(([a], [b]) => a < b ? -1 : 1));
  };
}

/** Finds an entry's key. Dependencies are listed with their version only if several versions are installed. */
function keyOf(npm: Lock["npm"], id: string): string | undefined {
  if (Object.hasOwn(npm, id)) return id;
  return Object.keys(npm).find((key) => key.startsWith(`${id}@`));
}
