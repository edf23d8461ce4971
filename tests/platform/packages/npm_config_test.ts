import assert from "node:assert/strict";
import { join } from "node:path";
import { npmConfig } from "../../../src/platform/packages/npm_config.ts";
import { inTemporaryFolder } from "../ffmpeg/made_video.ts";

/** The options that files for machine, user and project and an environment amount to. */
async function configure(
  files: { readonly machine?: string; readonly user?: string; readonly project?: string },
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  let options: unknown;
  await inTemporaryFolder(async (folder) => {
    const write = async (name: string, text = "") => {
      await Deno.writeTextFile(join(folder, name), text);
      return join(folder, name);
    };
    await write(".npmrc", files.project);
    options = npmConfig(folder, {
      npm_config_globalconfig: await write("machine", files.machine),
      npm_config_userconfig: await write("user", files.user),
      ...environment,
    });
  });
  return options;
}

Deno.test("the project's file overrides the user's, which overrides the machine's; variables override all", async () => {
  const machine = "registry=https://a.test/";
  const user = "registry=https://b.test/";
  const project = "registry=https://c.test/";
  assert.deepEqual(await configure({ machine }), { registry: "https://a.test/" });
  assert.deepEqual(await configure({ machine, user }), { registry: "https://b.test/" });
  assert.deepEqual(await configure({ machine, user, project }), { registry: "https://c.test/" });
  for (const name of ["npm_config_registry", "NPM_CONFIG_REGISTRY"]) {
    assert.deepEqual(
      await configure({ machine, user, project }, { [name]: "https://d.test/" }),
      { registry: "https://d.test/" },
    );
  }
});

Deno.test("scopes, credentials and variables in files are read", async () => {
  const user = [
    "; a comment",
    "# another",
    "@lab:registry = https://lab.test/npm/",
    "//lab.test/npm/:_authToken=${LAB_TOKEN}==",
    '//quoted.test/:_password="se cret"',
    "//lab.test/:username=${ABSENT}${GONE?}",
    "audit=false",
    "strict-ssl=false",
    "fetch-timeout=1500",
    "https-proxy=",
    "proxy=null",
  ].join("\r\n");
  assert.deepEqual(await configure({ user }, { LAB_TOKEN: "t0ken" }), {
    "@lab:registry": "https://lab.test/npm/",
    "//lab.test/npm/:_authToken": "t0ken==",
    "//quoted.test/:_password": "se cret",
    "//lab.test/:username": "${ABSENT}",
    strictSSL: false,
    fetchTimeout: 1500,
  });
});

Deno.test("a file of certificates is read; a missing one has no effect", () =>
  inTemporaryFolder(async (folder) => {
    const certificate = (name: string) =>
      `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`;
    const path = join(folder, "ca.pem");
    await Deno.writeTextFile(path, `${certificate("one")}\n${certificate("two")}\n`);
    assert.deepEqual(await configure({ user: `cafile=${path}` }), {
      ca: [certificate("one"), certificate("two")],
    });
    assert.deepEqual(await configure({ user: `cafile=${path}.absent` }), { ca: undefined });
  }));

Deno.test("missing files are not an error", () =>
  inTemporaryFolder((folder) => {
    const nowhere = join(folder, "nowhere");
    const environment = { npm_config_globalconfig: nowhere, npm_config_userconfig: nowhere };
    assert.deepEqual(npmConfig(folder, environment), {});
  }));
