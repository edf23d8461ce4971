import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import type { Part } from "../../src/stages/part.ts";
import { parametersOf, type ParameterValues, usePart } from "../../src/stages/part_use.ts";
import { resolvedValues } from "./arbitrary_parameters.ts";

/**
 * What every part keeps to: its output depends on the parameters that it declares and does not ignore, and on no
 * others. `run` is given all parameters without a guard, then those of the part alone with the guard of production.
 * @param inputs what the part works on beside its parameters
 */
export function testPart<Input>(
  name: string,
  part: Part,
  { inputs, run, numRuns = 200 }: {
    readonly inputs: fc.Arbitrary<Input>;
    readonly run: (input: Input, parameters: never) => unknown;
    readonly numRuns?: number;
  },
): void {
  Deno.test(`${name}: undeclared and ignored parameters change no output`, async () => {
    await fc.assert(
      fc.asyncProperty(inputs, resolvedValues, resolvedValues, async (input, values, others) => {
        const use = usePart(name, part, values);
        const mixed = { ...others, ...use.parameters };
        deepEqual(usePart(name, part, mixed), use, "what it ignores decides nothing either");
        const output = await run(input, unguarded(values));
        deepEqual(await run(input, unguarded(mixed)), output);
        deepEqual(await run(input, parametersOf(use) as never), output);
      }),
      { numRuns },
    );
  });
}

function unguarded(values: ParameterValues): never {
  return values as never;
}
