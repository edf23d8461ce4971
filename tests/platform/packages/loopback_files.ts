/** What the server of a test does with one request. */
export type Behaviour =
  | "whole"
  /** Ends the connection after half of what was asked for. */
  | "cut"
  /** Sends half of what was asked for and then nothing more. */
  | "silent"
  /** An eighth, and the next one whenever the test says so. */
  | "slow"
  /** As if it had never heard of ranges. */
  | "no ranges"
  /** Says 206 and sends another part than the one asked for. */
  | "wrong range"
  | "redirect"
  | 404
  | 403
  | 503;

/** A file on loopback. */
export interface LoopbackFile {
  readonly url: string;
  /** The `range` header of each request, in order. */
  readonly ranges: readonly (string | null)[];
  /** From now on the address has other bytes, and another entity tag. */
  change(bytes: Uint8Array): void;
  /** Sends the next eighth of a slow answer. */
  sendMore(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Serves a file. Requests are answered in the given manners, the last of them for all further ones.
 * @param tag whether the server gives an entity tag
 */
export function serveFile(
  bytes: Uint8Array,
  { behaviours, tag = true }: {
    readonly behaviours: readonly Behaviour[];
    readonly tag?: boolean;
  },
): LoopbackFile {
  const ranges: (string | null)[] = [];
  let version = 1;
  let current = bytes;
  let sendMore = () => {};
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const range = request.headers.get("range");
    const behaviour = behaviours[Math.min(ranges.push(range), behaviours.length) - 1]!;
    if (typeof behaviour === "number") return new Response("sorry", { status: behaviour });
    if (behaviour === "redirect") return Response.redirect(new URL("/elsewhere", request.url), 302);
    const etag = `"v${version}"`;
    const same = request.headers.get("if-range") === etag;
    const start = range !== null && same && behaviour !== "no ranges"
      ? Number(/^bytes=(\d+)-$/.exec(range)?.[1])
      : 0;
    const headers: Record<string, string> = { "content-length": `${current.length - start}` };
    if (tag) headers.etag = etag;
    if (start > 0) {
      const first = behaviour === "wrong range" ? start + 1 : start;
      headers["content-range"] = `bytes ${first}-${current.length - 1}/${current.length}`;
    }
    const status = start > 0 ? 206 : 200;
    const answer = body(current.subarray(start), behaviour);
    sendMore = answer.sendMore;
    return new Response(answer.stream, { status, headers });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/weights`,
    ranges,
    change(other) {
      current = other;
      version += 1;
    },
    sendMore: () => sendMore(),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The bytes of an answer, and what sends the next eighth of them where they are sent slowly. */
function body(bytes: Uint8Array, behaviour: Behaviour) {
  let sendMore = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (behaviour === "slow") {
        sendMore = eighths(bytes, controller);
        return sendMore();
      }
      const partial = behaviour === "cut" || behaviour === "silent";
      controller.enqueue(partial ? bytes.slice(0, bytes.length >> 1) : bytes.slice());
      if (behaviour !== "silent") controller.close();
    },
  });
  return { stream, sendMore };
}

function eighths(
  bytes: Uint8Array,
  controller: ReadableStreamDefaultController<Uint8Array>,
): () => void {
  const size = Math.ceil(bytes.length / 8);
  let at = 0;
  return () => {
    if (at >= bytes.length) return;
    controller.enqueue(bytes.slice(at, at += size));
    if (at >= bytes.length) controller.close();
  };
}
