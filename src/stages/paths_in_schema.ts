import { z } from "zod";

/** A node of a JSON Schema, with the keywords for values inside the value. */
interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode | boolean;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

type Path = readonly PropertyKey[];

/** Lists the keys that an object at `path` may have; empty when no object is allowed there. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  return nodesAt(schema, path).flatMap((node) => Object.keys(node.properties ?? {}));
}

/** Finds the description of the value at `path`, else of the closest value around it; `null`: there is none. */
export function descriptionAt(schema: z.ZodType, path: Path): string | null {
  for (let length = path.length; length > 0; length--) {
    const described = nodesAt(schema, path.slice(0, length)).find((node) => node.description);
    if (described?.description !== undefined) return described.description;
  }
  return null;
}

/** Lists every schema node that applies to a value at `path`. */
function nodesAt(schema: z.ZodType, path: Path): readonly SchemaNode[] {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as SchemaNode;
  return path.reduce<readonly SchemaNode[]>(
    (nodes, key) => nodes.flatMap((node) => inside(node, key)).flatMap(options),
    options(root),
  );
}

/** Lists a node and, if it is a union, its options. */
function options(node: SchemaNode): readonly SchemaNode[] {
  return [node, ...(node.anyOf ?? []).flatMap(options)];
}

function inside(node: SchemaNode, key: PropertyKey): readonly SchemaNode[] {
  const found = typeof key === "number"
    ? node.prefixItems?.[key] ?? node.items
    : node.properties?.[String(key)] ?? node.additionalProperties;
  return typeof found === "object" ? [found] : [];
}
