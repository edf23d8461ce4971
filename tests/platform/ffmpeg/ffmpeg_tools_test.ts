import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import {
  findTool,
  isProgram,
  linkTools,
  readToolVersions,
} from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { noteContents } from "../../../src/platform/packages/package_contents.ts";
import { PACKAGES } from "../../../src/platform/packages/packages.ts";
import { inTemporaryFolder } from "./made_video.ts";

/** Writes a file, as a rule one that may be run, and returns its path. */
async function program(folder: string, name: string, mode = 0o755): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, name), "#!/bin/sh\n", { mode });
  return join(folder, name);
}

/** A lookup of these variables and no others. */
function variables(values: Readonly<Record<string, string>>): (name: string) => string | undefined {
  return (name) => values[name];
}

/** Puts a package into the store as a fetch would have left it. */
async function storePackage(home: string, name: "ffmpeg" | "ffprobe"): Promise<string> {
  const { name: packageName, version, integrity } = PACKAGES[name];
  const folder = join(home, "packages", `${packageName}@${version}`);
  const path = await program(folder, name, 0o644);
  await noteContents(folder, integrity);
  return path;
}

Deno.test("the environment beats PATH, which beats the stored package", () =>
  inTemporaryFolder(async (home) => {
    const find = (values: Record<string, string>) =>
      findTool("ffmpeg", { home, variable: variables(values) });
    assert.equal(await find({}), null);
    const stored = await storePackage(home, "ffmpeg");
    assert.deepEqual(await find({}), { path: stored, source: "package" });
    const onPath = await program(join(home, "b"), "ffmpeg");
    await program(join(home, "a"), "ffmpeg", 0o644); // may not be run: passed over
    const PATH = ["a", "b", ""].map((name) => name && join(home, name)).join(":");
    assert.deepEqual(await find({ PATH }), { path: onPath, source: "path" });
    const named = await program(home, "my-ffmpeg");
    assert.deepEqual(await find({ PATH, ASSAY_FFMPEG: named }), {
      path: named,
      source: "environment",
    });
    const npm = { PATH, ASSAY_FFMPEG: "npm" };
    assert.deepEqual(await find(npm), { path: stored, source: "package" });
    await Deno.remove(join(home, "packages"), { recursive: true });
    assert.equal(await find(npm), null, "it is to be fetched");
  }));

Deno.test("a variable that is not the path of a program is a usage error", () =>
  inTemporaryFolder(async (home) => {
    for (const bad of [join(home, "absent"), home, await program(home, "plain", 0o644)]) {
      await assert.rejects(
        () => findTool("ffprobe", { home, variable: variables({ ASSAY_FFPROBE: bad }) }),
        (error) =>
          error instanceof AssayError && error.code === "TOOL_NOT_A_PROGRAM" &&
          error.exitCode === 2,
      );
    }
  }));

Deno.test("links are created, kept, moved to another program and repaired", () =>
  inTemporaryFolder(async (home) => {
    const folder = join(home, "bin");
    const ffprobe = await program(home, "ffprobe");
    const link = async (ffmpeg: string) => {
      const variable = variables({ ASSAY_FFMPEG: ffmpeg, ASSAY_FFPROBE: ffprobe });
      await linkTools({ home, folder, variable });
      return await Deno.readLink(join(folder, "ffmpeg"));
    };
    const first = await program(home, "first");
    assert.equal(await link(first), first);
    const made = (await Deno.lstat(join(folder, "ffmpeg"))).ino;
    assert.equal(await link(first), first);
    assert.equal(
      (await Deno.lstat(join(folder, "ffmpeg"))).ino,
      made,
      "a right link was made anew",
    );
    const second = await program(home, "second");
    assert.equal(await link(second), second);
    await Deno.remove(join(folder, "ffmpeg"));
    await Deno.writeTextFile(join(folder, "ffmpeg"), "in the way");
    assert.equal(await link(second), second);
    const names = (path: string) => [...Deno.readDirSync(path)].map(({ name }) => name).sort();
    assert.deepEqual(names(folder), ["ffmpeg", "ffprobe"]);
    assert.equal(names(home).filter((name) => name.startsWith("bin")).length, 2, "nothing stays");
  }));

Deno.test("a folder created by an older version is replaced", () =>
  inTemporaryFolder(async (home) => {
    const folder = join(home, "bin");
    await Deno.mkdir(folder);
    await Deno.symlink("/somewhere", join(folder, "ffmpeg"));
    const path = await program(home, "program");
    const variable = variables({ ASSAY_FFMPEG: path, ASSAY_FFPROBE: path });
    await linkTools({ home, folder, variable });
    assert.equal(await Deno.readLink(join(folder, "ffmpeg")), path);
  }));

Deno.test("a program from a package is made executable", () =>
  inTemporaryFolder(async (home) => {
    const stored = [await storePackage(home, "ffmpeg"), await storePackage(home, "ffprobe")];
    const folder = join(home, "bin");
    const found = await linkTools({ home, folder, variable: variables({}) });
    assert.deepEqual(found.ffprobe, { path: stored[1], source: "package" });
    for (const path of stored) assert.equal((await Deno.stat(path)).mode! & 0o111, 0o111);
  }));

Deno.test("the versions of the linked tools are read", async () => {
  const { ffmpeg, ffprobe } = await readToolVersions();
  assert.match(ffmpeg.build, new RegExp(`^ffmpeg version ${RegExp.escape(ffmpeg.version)} `));
  assert.ok(ffprobe.version.length > 0);
});

Deno.test("a stored build that is truncated, changed or gone counts as missing, one without its mode is mended", () =>
  inTemporaryFolder(async (home) => {
    const find = () => findTool("ffprobe", { home, variable: variables({}) });
    const path = await storePackage(home, "ffprobe");
    const whole = await Deno.readTextFile(path);
    for (const damaged of [whole.slice(0, 4), "", whole.replace("sh", "zh")]) {
      await Deno.writeTextFile(path, damaged);
      assert.equal(await find(), null, JSON.stringify(damaged));
    }
    await Deno.writeTextFile(path, whole);
    assert.deepEqual(await find(), { path, source: "package" });
    assert.equal(await isProgram(path), false);
    const ffmpeg = await program(home, "ffmpeg");
    const variable = variables({ ASSAY_FFMPEG: ffmpeg });
    await linkTools({ home, variable, folder: join(home, "bin") });
    assert.equal(await isProgram(path), true);
    await Deno.remove(path);
    assert.equal(await find(), null);
  }));
