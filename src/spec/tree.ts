import type { Node } from 'jsonc-parser';

/** Properties in order; a key without a value (half-typed) has none. */
export function propertiesOf(node: Node): [key: string, keyNode: Node, valueNode: Node | undefined][] {
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key ? [[key.value as string, key, value] as [string, Node, Node | undefined]] : [];
  });
}

/** The value of a key, or undefined. */
export function findProperty(node: Node, name: string): Node | undefined {
  return propertiesOf(node).find(([key]) => key === name)?.[2];
}
