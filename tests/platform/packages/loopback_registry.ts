import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** How the registry answers a request for a tarball: `mute` takes it and answers nothing at all. */
export type Manner = "whole" | "cut" | "silent" | "mute";

/** An npm registry on loopback with one package. */
export interface LoopbackRegistry {
  readonly url: string;
  /** `sha512-…` of the tarball that it serves. */
  readonly integrity: string;
  /** The paths asked for, in order. */
  readonly requests: readonly string[];
  /** The `authorization` header of the last request. */
  authorization(): string | null;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a registry that has `name@1.0.0` with `files`. Tarball requests are answered in the given manners, the
 * last of them for all further ones.
 */
export function startRegistry(
  name: string,
  { files, manners = ["whole"], onMute = () => {} }: {
    readonly files: Readonly<Record<string, string>>;
    readonly manners?: readonly Manner[] | undefined;
    /** Called when a request has come that is not answered. */
    readonly onMute?: () => void;
  },
): LoopbackRegistry {
  const tarball = gzipSync(tar(files));
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const requests: string[] = [];
  let authorization: string | null = null;
  let tarballs = 0;
  const closing = Promise.withResolvers<Response>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    requests.push(path);
    authorization = request.headers.get("authorization");
    if (path === "/tarball.tgz") {
      const manner = manners[Math.min(tarballs++, manners.length - 1)]!;
      if (manner !== "mute") return answer(tarball, manner);
      onMute();
      return closing.promise;
    }
    if (path !== `/${name}`) return Response.json({ error: "not found" }, { status: 404 });
    const dist = { tarball: new URL("/tarball.tgz", request.url).href, integrity };
    const version = { name, version: "1.0.0", dist };
    return Response.json({
      name,
      "dist-tags": { latest: "1.0.0" },
      versions: { "1.0.0": version },
    });
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  return {
    url,
    integrity,
    requests,
    authorization: () => authorization,
    [Symbol.asyncDispose]() {
      closing.resolve(new Response(null, { status: 503 }));
      return server.shutdown();
    },
  };
}

/** All of it; or half of it, and then the end of the connection or silence. */
function answer(tarball: Uint8Array, manner: Manner): Response {
  const half = tarball.subarray(0, tarball.length >> 1);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(manner === "whole" ? tarball : half);
      if (manner !== "silent") controller.close();
    },
  });
  return new Response(body, { headers: { "content-length": `${tarball.length}` } });
}

/** A tar archive of text files under `package/`, as npm packs them. */
function tar(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [path, text] of Object.entries(files)) {
    const content = new TextEncoder().encode(text);
    blocks.push(header(`package/${path}`, content.length), padded(content));
  }
  return new Uint8Array([...blocks, new Uint8Array(1024)].flatMap((block) => [...block]));
}

function header(path: string, size: number): Uint8Array {
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  const fields = (checksum: string) =>
    path.padEnd(100, "\0") + `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0` +
    `${octal(size, 11)}\0${octal(0, 11)}\0${checksum}0${"\0".repeat(100)}ustar\0` + "00";
  const sum = new TextEncoder().encode(fields(" ".repeat(8))).reduce((a, b) => a + b, 0);
  return padded(new TextEncoder().encode(fields(`${octal(sum, 6)}\0 `)));
}

function padded(content: Uint8Array): Uint8Array {
  const block = new Uint8Array(Math.ceil(content.length / 512) * 512);
  block.set(content);
  return block;
}
