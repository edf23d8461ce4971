import { z } from "zod";

/** The parts of JSON Schema that lead from a value to the values inside it. */
interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode | boolean;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

type Path = readonly PropertyKey[];

/** The keys that an object at `path` may have; empty where there is no object. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  return nodesAt(schema, path).flatMap((node) => Object.keys(node.properties ?? {}));
}

/** What the value at `path`, or the nearest around it that says so, is for. */
export function descriptionAt(schema: z.ZodType, path: Path): string | null {
  for (let length = path.length; length > 0; length--) {
    const described = nodesAt(schema, path.slice(0, length)).find((node) => node.description);
    if (described?.description !== undefined) return described.description;
  }
  return null;
}

/** Every schema that a value at `path` may follow. */
function nodesAt(schema: z.ZodType, path: Path): readonly SchemaNode[] {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as SchemaNode;
  return path.reduce<readonly SchemaNode[]>(
    (nodes, key) => nodes.flatMap((node) => inside(node, key)).flatMap(options),
    options(root),
  );
}

/** A schema and, where it is a union, its options. */
function options(node: SchemaNode): readonly SchemaNode[] {
  return [node, ...(node.anyOf ?? []).flatMap(options)];
}

function inside(node: SchemaNode, key: PropertyKey): readonly SchemaNode[] {
  const found = typeof key === "number"
    ? node.prefixItems?.[key] ?? node.items
    : node.properties?.[String(key)] ?? node.additionalProperties;
  return typeof found === "object" ? [found] : [];
}
