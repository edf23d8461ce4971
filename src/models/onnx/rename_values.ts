import { joinBytes } from "../../base/bytes.ts";
import { field } from "./model_stream.ts";
import { type WireField, wireFields } from "./wire_fields.ts";

/** New names of values, by name. */
type Names = ReadonlyMap<string, string>;

/** Numbers of fields in the format. */
const NODE = { input: 1, output: 2, attribute: 5 } as const;
const ATTRIBUTE = { graph: 6, graphs: 11 } as const;
const GRAPH = { node: 1, output: 12 } as const;
const VALUE_NAME = 1;

/** Renames values in a node, and in the graphs inside it, which may read values of the outer one. */
export function renamedNode(node: Uint8Array, names: Names): Uint8Array {
  return changed(node, ({ number, bytes, contents }) => {
    if (number === NODE.input || number === NODE.output) {
      return renamedText({ number, bytes, contents }, names);
    }
    return number === NODE.attribute ? wrapped(number, renamedAttribute(contents, names)) : bytes;
  });
}

function renamedAttribute(attribute: Uint8Array, names: Names): Uint8Array {
  return changed(
    attribute,
    ({ number, bytes, contents }) =>
      number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs
        ? wrapped(number, renamedGraph(contents, names))
        : bytes,
  );
}

function renamedGraph(graph: Uint8Array, names: Names): Uint8Array {
  return changed(graph, ({ number, bytes, contents }) => {
    if (number === GRAPH.node) return wrapped(number, renamedNode(contents, names));
    if (number !== GRAPH.output) return bytes;
    const value = changed(
      contents,
      (one) => one.number === VALUE_NAME ? renamedText(one, names) : one.bytes,
    );
    return wrapped(number, value); // a branch may return a value of the outer graph
  });
}

function renamedText({ number, bytes, contents }: WireField, names: Names): Uint8Array {
  const name = names.get(new TextDecoder().decode(contents));
  return name === undefined ? bytes : wrapped(number, new TextEncoder().encode(name));
}

function changed(message: Uint8Array, change: (field: WireField) => Uint8Array): Uint8Array {
  return joinBytes([...wireFields(message)].map(change));
}

function wrapped(number: number, contents: Uint8Array): Uint8Array {
  return joinBytes([field((number << 3) | 2, contents.length), contents]);
}
