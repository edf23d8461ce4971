import { fetchPackageFile } from "../../../src/platform/packages/package_store.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { manualClock } from "../host/manual_clock.ts";
import { startRegistry } from "./loopback_registry.ts";

/** Prints how fetching from a registry fails that takes the request for a tarball and answers nothing. */

const PATIENCE = 60_000;
const clock = manualClock();
await using registry = startRegistry("thing", {
  files: { "package.json": JSON.stringify({ name: "thing", version: "1.0.0" }) },
  manners: ["mute"],
  onMute: () => void setTimeout(() => clock.advance(PATIENCE)),
});
const home = await Deno.makeTempDir();
const wanted = {
  name: "thing",
  version: "1.0.0",
  integrity: registry.integrity,
  megabytes: 1,
  file: "package.json",
};
const npm = {
  registry: registry.url,
  cache: `${home}/npm`,
  fetchTimeout: PATIENCE,
  fetchRetries: 0,
};
try {
  await fetchPackageFile(wanted, { home, npm, clock });
} catch (error) {
  console.log(error instanceof AssayError ? error.code : error);
} finally {
  await Deno.remove(home, { recursive: true });
}
