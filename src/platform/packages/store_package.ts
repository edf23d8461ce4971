import { dirname, join } from "node:path";
import { projectRoot } from "../files/project.ts";
import type { Clock } from "../host/clock.ts";
import { npmConfig, type NpmOptions } from "./npm_config.ts";
import { noteContents } from "./package_contents.ts";
import { downloadPackage } from "./package_download.ts";
import { inWorkshop } from "./package_workshop.ts";
import type { NpmPackage } from "./packages.ts";

/** Where a package is put. */
interface PackagePlace {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Tells whether an undamaged one is there. */
  readonly isThere: () => Promise<boolean>;
}

/**
 * Downloads a package, and unpacks it beside its place before it renames it, so that no process sees an incomplete one.
 * @param options `npm`: left out: the user's npm configuration
 * @throws AssayError PACKAGE_WRONG_HASH, PACKAGE_NOT_FOUND or PACKAGE_UNREACHABLE (exit 3)
 */
export async function storePackage(
  wanted: NpmPackage,
  { folder, isThere, npm = npmConfig(projectRoot()), clock }: PackagePlace & {
    readonly npm?: NpmOptions | undefined;
    readonly clock: Clock;
  },
): Promise<void> {
  const parent = dirname(folder);
  await Deno.mkdir(parent, { recursive: true });
  await inWorkshop(parent, async (workshop) => {
    const unpacked = join(workshop, "package");
    await downloadPackage(wanted, { workshop, unpacked, npm, clock });
    await noteContents(unpacked, wanted.integrity);
    await movePackage(unpacked, { folder, isThere, workshop });
  });
}

/**
 * Renames the package into place. If another process was first, its package is used; a damaged one is moved aside.
 */
async function movePackage(
  unpacked: string,
  { folder, isThere, workshop }: PackagePlace & { readonly workshop: string },
): Promise<void> {
  for (let attempt = 0;; attempt++) {
    try {
      return await Deno.rename(unpacked, folder);
    } catch (error) {
      if (await isThere()) return;
      if (attempt === 2) throw error;
      await Deno.rename(folder, join(workshop, `broken-${attempt}`)).catch(() => {});
    }
  }
}
