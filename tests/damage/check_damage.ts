import { equal, ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { AssayError } from "../../src/records/errors.ts";
import { damagedFile } from "./damage.ts";
import type { DamageSubject } from "./damage_subjects.ts";

/**
 * Harms a subject's file again and again and reads it: what comes out is what came out before, or one clear error,
 * never other numbers and never a fault of Assay's own.
 * @returns how often it was refused
 */
export async function checkDamage(
  subject: DamageSubject,
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
): Promise<number> {
  const { name, file, read, restore = () => {} } = subject;
  const whole = new Uint8Array(readFileSync(file));
  const expected = await read();
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    restore();
    const { what, bytes } = damagedFile(whole, seed + round);
    writeFileSync(file, bytes);
    try {
      equal(await read(), expected, `${name}: ${what}`);
    } catch (error) {
      if (!(error instanceof AssayError)) throw new Error(`${name}: ${what}`, { cause: error });
      ok(error.code !== "INTERNAL" && error.what !== "" && error.remedy !== "", what);
      refused += 1;
    }
  }
  restore();
  writeFileSync(file, whole);
  equal(await read(), expected, `${name}: put back`);
  return refused;
}
