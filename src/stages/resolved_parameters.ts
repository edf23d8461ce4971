import type { Provider } from "../records/provider.ts";
import type { ParameterTable } from "./parameter.ts";
import type { ParameterValues } from "./part_use.ts";

/**
 * Resolves parameters to the values that parts read: `auto` to the provider's batch size, `inverse` to a number.
 * @param given values as in a config; names that are not in the table are left out
 */
export function resolvedParameters(
  given: ParameterValues,
  { table, provider }: { readonly table: ParameterTable; readonly provider: Provider },
): ParameterValues {
  const entries = Object.entries(table).filter(([name]) => Object.hasOwn(given, name));
  return Object.fromEntries(entries.map(([name, { resolve }]) => {
    return [name, resolve ? resolve(given[name], { given, provider }) : given[name]];
  }));
}
