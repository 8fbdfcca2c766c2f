/** One element as far as most readers need it: what it says, not where. */
export interface XmlNode {
  readonly name: string;
  /** In their order. Values are decoded: entities resolved and line ends turned into spaces, as XML prescribes. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly children: readonly XmlNode[];
}

/** The value of an attribute by its exact name, or undefined when the element does not have it. */
export function attributeValue(element: XmlNode, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}
