/**
 * Runs something with a fresh folder that is also Assay's home while it runs (`ASSAY_HOME`), so that nothing
 * made in a test is kept beside what the program keeps.
 */
export async function inTemporaryHome(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const before = Deno.env.get("ASSAY_HOME");
  Deno.env.set("ASSAY_HOME", folder);
  try {
    await run(folder);
  } finally {
    if (before === undefined) Deno.env.delete("ASSAY_HOME");
    else Deno.env.set("ASSAY_HOME", before);
    await Deno.remove(folder, { recursive: true });
  }
}
