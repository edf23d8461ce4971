import { type AssayError, toolError } from "../../records/errors.ts";
import type { Patience } from "../host/countdown.ts";

/** Makes the error for a network that stopped responding. */
export function networkSilent({ milliseconds }: Pick<Patience, "milliseconds">): AssayError {
  return toolError("NETWORK_SILENT", {
    what: `a network has not finished after ${milliseconds / 1000} seconds`,
    remedy: "Check the model with `deno task models verify`; on a slow machine, raise " +
      "limits.silenceSeconds in the config",
  });
}
