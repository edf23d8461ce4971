import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import { recordTrusted, requireTrusted } from "../../../src/platform/packages/trust_store.ts";

const URL_A = "https://models.example/a";
const URL_B = "https://models.example/b";
const ONE = "1".repeat(64);
const TWO = "2".repeat(64);

async function inHome(run: (home: string) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    await run(home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(() => null, (reason) => reason);
  assert.ok(error instanceof AssayError, `no AssayError but ${error}`);
  return error.code;
}

Deno.test("the first use of each URL fixes the expected hash", async () => {
  await inHome(async (home) => {
    await requireTrusted(URL_A, ONE, { home });
    await recordTrusted(URL_A, ONE, { home });
    await requireTrusted(URL_A, ONE, { home });
    await requireTrusted(URL_B, TWO, { home });
    assert.equal(await codeOf(requireTrusted(URL_A, TWO, { home })), "FETCHED_FILE_CHANGED");
    assert.equal(await codeOf(recordTrusted(URL_A, TWO, { home })), "FETCHED_FILE_CHANGED");
    await requireTrusted(URL_A, ONE, { home });
  });
});

Deno.test("hashes recorded concurrently are all kept", async () => {
  await inHome(async (home) => {
    const urls = Array.from({ length: 8 }, (_, i) => `${URL_A}/${i}`);
    await Promise.all(urls.map((url) => recordTrusted(url, ONE, { home })));
    for (const url of urls) {
      assert.equal(await codeOf(requireTrusted(url, TWO, { home })), "FETCHED_FILE_CHANGED");
    }
  });
});

Deno.test("an unreadable trust.json is an error, not an empty one", async () => {
  const broken = [
    "",
    "{",
    "null",
    '{"schemaVersion":2,"files":{}}',
    '{"schemaVersion":1,"files":{"a":"b"}}',
  ];
  for (const text of broken) {
    await inHome(async (home) => {
      await Deno.writeTextFile(join(home, "trust.json"), text);
      assert.equal(await codeOf(requireTrusted(URL_A, ONE, { home })), "TRUST_BROKEN", text);
      assert.equal(await codeOf(recordTrusted(URL_A, ONE, { home })), "TRUST_BROKEN", text);
      assert.equal(await Deno.readTextFile(join(home, "trust.json")), text);
    });
  }
});
