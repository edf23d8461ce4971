/** A test that takes minutes: reported as ignored, with how to run it in its name, unless ASSAY_SLOW is 1. */
export function slowTest(name: string, run: () => void | Promise<void>): void {
  const wanted = Deno.env.get("ASSAY_SLOW") === "1";
  Deno.test({
    name: wanted ? name : `${name} (slow: runs with ASSAY_SLOW=1)`,
    ignore: !wanted,
    fn: run,
  });
}
