import { LABELLED_LAYOUTS } from "../../datasets/layouts/registry.ts";
import { wrapped } from "../../reports/terminal/wrapped.ts";

/** Lists the values of `--layout` for help. @param width columns */
export function layoutHelp(width: number): string {
  return [...wrapped(`Layouts: ${LABELLED_LAYOUTS.join(", ")}`, width)].join("");
}
