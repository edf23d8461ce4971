import type { Provider } from "../records/provider.ts";
import type { ParameterTable } from "./parameter.ts";
import type { ParameterValues } from "./part_use.ts";

/**
 * Parameters as parts see them: `auto` is the provider's batch size, `inverse` a number, and so on.
 * @param given as a config has them; what is not in the table is left out
 */
export function resolvedParameters(
  given: ParameterValues,
  { table, provider }: { readonly table: ParameterTable; readonly provider: Provider },
): ParameterValues {
  const names = Object.keys(table).filter((name) => Object.hasOwn(given, name));
  return Object.fromEntries(names.map((name) => {
    const { resolve } = table[name];
    return [name, resolve ? resolve(given[name], { given, provider }) : given[name]];
  }));
}
