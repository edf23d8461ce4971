import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import { download, type DownloadOptions } from "../../../src/platform/packages/download.ts";
import { type Behaviour, type LoopbackFile, serveFile } from "./loopback_files.ts";
import { type ManualClock, manualClock } from "../host/manual_clock.ts";

const BYTES = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7919) >> 5);

/** How long a server may be silent in these tests, milliseconds on a clock that tests alone move. */
const PATIENCE = 400;

interface Try {
  readonly file: LoopbackFile;
  readonly clock: ManualClock;
  readonly folder: string;
  /** Fetches into `folder/weights`. */
  fetch(options?: Partial<DownloadOptions>): Promise<void>;
  /** What is in `folder/weights`; `null`: no such file. */
  fetched(): Promise<Uint8Array | null>;
}

/** A server with the behaviours and a folder of one's own. */
async function trying(
  behaviours: readonly Behaviour[],
  run: (attempt: Try) => Promise<void>,
  { tag = true }: { readonly tag?: boolean } = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  await using file = serveFile(BYTES, { behaviours, tag });
  try {
    const path = join(folder, "weights");
    const clock = manualClock();
    const options = { path, patience: PATIENCE, clock };
    await run({
      file,
      clock,
      folder,
      fetch: (more) => download(file.url, { ...options, ...more }),
      fetched: () => Deno.readFile(path).catch(() => null),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(() => null, (reason) => reason);
  assert.ok(error instanceof AssayError, `no AssayError but ${error}`);
  assert.equal(error.exitCode, 3);
  return error.code;
}

Deno.test("a download reports its progress and leaves only the complete file", async () => {
  await trying(["whole"], async ({ fetch, fetched, folder }) => {
    const told: [number, number | null][] = [];
    await fetch({ onProgress: (have, whole) => told.push([have, whole]) });
    assert.deepEqual(await fetched(), BYTES);
    assert.deepEqual(told.at(-1), [BYTES.length, BYTES.length]);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["weights"]);
  });
});

for (const behaviour of ["cut", "silent"] as const) {
  Deno.test(`a connection that is ${behaviour} half-way is resumed where it ended`, async () => {
    await trying([behaviour, behaviour, "whole"], async ({ file, clock, fetch, fetched }) => {
      const why: string[] = [];
      const onProgress = (have: number) => {
        const isHalfWay = have === 25_000 || have === 37_500;
        if (behaviour === "silent" && isHalfWay) clock.advance(PATIENCE);
      };
      await fetch({ onRetry: (reason) => why.push(reason), onProgress });
      assert.deepEqual(await fetched(), BYTES);
      assert.deepEqual(file.ranges, [null, "bytes=25000-", "bytes=37500-"]);
      const reason = behaviour === "cut" ? /cut off/ : /stopped responding/;
      assert.equal(why.length, 2);
      for (const one of why) assert.match(one, reason);
    });
  });
}

Deno.test("a later call resumes an earlier partial download", async () => {
  await trying(["cut", 403, "whole"], async ({ file, fetch, fetched }) => {
    assert.equal(await codeOf(fetch()), "DOWNLOAD_REFUSED");
    assert.equal(await fetched(), null);
    await fetch();
    assert.deepEqual(await fetched(), BYTES);
    assert.deepEqual(file.ranges, [null, "bytes=25000-", "bytes=25000-"]);
  });
});

Deno.test("a file that changed on the server is downloaded from the start", async () => {
  await trying(["cut", 403, "whole"], async ({ file, fetch, fetched }) => {
    await codeOf(fetch());
    const other = BYTES.map((byte) => byte ^ 255);
    file.change(other);
    await fetch();
    assert.deepEqual(await fetched(), other);
  });
});

Deno.test("a download restarts if the server sends no entity tag, no ranges or a wrong range", async () => {
  await trying(["cut", "whole"], async ({ file, fetch, fetched }) => {
    await fetch();
    assert.deepEqual(await fetched(), BYTES);
    assert.deepEqual(file.ranges, [null, null]);
  }, { tag: false });
  await trying(["cut", "no ranges"], async ({ fetch, fetched }) => {
    await fetch();
    assert.deepEqual(await fetched(), BYTES);
  });
  await trying(["cut", "wrong range", "whole"], async ({ file, fetch, fetched }) => {
    await fetch();
    assert.deepEqual(await fetched(), BYTES);
    assert.deepEqual(file.ranges, [null, "bytes=25000-", null]);
  });
});

Deno.test("a slow server is not a timeout as long as data arrive", async () => {
  await trying(["slow"], async ({ file, clock, fetch, fetched }) => {
    const onProgress = () => {
      clock.advance(PATIENCE - 1);
      file.sendMore();
    };
    await fetch({ onProgress });
    assert.ok(clock.now() > 7 * (PATIENCE - 1), "the whole takes longer than the patience");
    assert.deepEqual(await fetched(), BYTES);
    assert.equal(file.ranges.length, 1);
  });
});

Deno.test("redirects are followed, also when a download is resumed", async () => {
  await trying(["redirect", "cut", "redirect", "whole"], async ({ file, fetch, fetched }) => {
    await fetch();
    assert.deepEqual(await fetched(), BYTES);
    assert.deepEqual(file.ranges, [null, null, "bytes=25000-", "bytes=25000-"]);
  });
});

Deno.test("a missing file is an error without retries", async () => {
  await trying([404], async ({ file, fetch, fetched }) => {
    assert.equal(await codeOf(fetch()), "DOWNLOAD_NOT_FOUND");
    assert.equal(file.ranges.length, 1);
    assert.equal(await fetched(), null);
  });
});

Deno.test("a busy server is retried; a silent or unreachable one is an error in the end", async () => {
  await trying([503, 503, "whole"], async ({ fetch, fetched }) => {
    await fetch();
    assert.deepEqual(await fetched(), BYTES);
  });
  await trying([503], async ({ file, fetch }) => {
    assert.equal(await codeOf(fetch()), "DOWNLOAD_UNREACHABLE");
    assert.equal(file.ranges.length, 4);
  });
  const folder = await Deno.makeTempDir();
  const { port } = await unusedAddress();
  const options = { path: join(folder, "weights"), clock: manualClock() };
  const away = download(`http://127.0.0.1:${port}/`, options);
  assert.equal(await codeOf(away), "DOWNLOAD_UNREACHABLE");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a file larger than the limit is refused and deleted", async () => {
  await trying(["whole"], async ({ folder, fetch, fetched }) => {
    assert.equal(await codeOf(fetch({ limit: BYTES.length - 1 })), "DOWNLOAD_TOO_LARGE");
    assert.equal(await fetched(), null);
    assert.equal((await Deno.stat(join(folder, "weights.part"))).size, 0);
    await fetch({ limit: BYTES.length });
    assert.deepEqual(await fetched(), BYTES);
  });
});

Deno.test("two concurrent calls fetch the file once", async () => {
  await trying(["slow"], async ({ file, fetch, fetched }) => {
    const onProgress = () => file.sendMore();
    await Promise.all([fetch({ onProgress }), fetch({ onProgress })]);
    assert.deepEqual(await fetched(), BYTES);
    assert.equal(file.ranges.length, 1);
  });
});

async function unusedAddress(): Promise<Deno.NetAddr> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(),
  );
  await server.shutdown();
  return server.addr;
}
