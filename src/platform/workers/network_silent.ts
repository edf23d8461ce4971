import { type AssayError, toolError } from "../../records/errors.ts";
import type { Patience } from "../host/countdown.ts";

/** Makes the error for a network whose run does not end. */
export function networkSilent({ milliseconds }: Pick<Patience, "milliseconds">): AssayError {
  return toolError("NETWORK_SILENT", {
    what: `a network has not come to an end for ${milliseconds / 1000} seconds`,
    remedy: "Check the model with `deno task models verify`; a slow machine needs more " +
      "limits.silenceSeconds in the config",
  });
}
