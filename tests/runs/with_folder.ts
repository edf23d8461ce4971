/** Runs `action` with a new empty folder, which is gone afterwards. */
export async function withFolder(action: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "assay-test-" });
  try {
    await action(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
