/**
 * A second reader for the same grammar, which shares no line with the one under test: elements that hold attributes
 * and elements, nothing else. It is what "the bytes really say".
 */
export interface Node {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly Node[];
}

const token =
  /[ \t\r\n]*<(?:\/([^\s"'<>/=&]+)[ \t\r\n]*>|([^\s"'<>/=&!?]+)((?:[ \t\r\n]+[^\s"'<>/=&]+[ \t\r\n]*=[ \t\r\n]*(?:"[^"<]*"|'[^'<]*'))*)[ \t\r\n]*(\/?)>)/y;
const pair = /([^\s"'<>/=&]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/g;
const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** What a value means; undefined where it holds a reference that XML does not define by itself. */
function decode(raw: string): string | undefined {
  const strange: string[] = [];
  const value = raw.replace(/\r\n|[\r\n\t]/g, " ").replace(/&([^;&]*);?/g, (reference, name: string) => {
    const [, hex, decimal] = /^#(?:x([\da-fA-F]+)|(\d+))$/.exec(name) ?? [];
    const code = hex !== undefined ? parseInt(hex, 16) : decimal !== undefined ? parseInt(decimal, 10) : undefined;
    const text = code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : entities[name];
    if (text === undefined || !reference.endsWith(";")) strange.push(reference);
    return text ?? "";
  });
  return strange.length === 0 ? value : undefined;
}

/**
 * The root elements of an answer, which holds elements and blanks, and plain text before and behind; undefined for any
 * other answer.
 */
export function readAnswer(output: string): Node[] | undefined {
  const [before = ""] = /^(?:[^<]|<(?=[\s<]))*(?:<\?xml\s[^<>?]*\?>\s*)?/.exec(output) ?? [];
  const last = [...output.matchAll(/<(?![\s<])/g)].at(-1)?.index ?? -1;
  const root = { name: "", attributes: [], children: [] as Node[] };
  const open: { name: string; attributes: [string, string][]; children: Node[] }[] = [root];
  token.lastIndex = before.length;
  while (token.lastIndex <= last) {
    const [, closes, opens = "", attributes = "", slash] = token.exec(output) ?? [];
    if (closes === undefined && opens === "") return undefined;
    if (closes !== undefined) {
      if (open.length === 1 || open.pop()?.name !== closes) return undefined;
      continue;
    }
    const pairs = [...attributes.matchAll(pair)].map(([, name = "", double, single]) => [
      name,
      decode(double ?? single ?? ""),
    ]);
    if (pairs.some(([, value]) => value === undefined)) return undefined;
    if (new Set(pairs.map(([name]) => name)).size < pairs.length) return undefined;
    const node = { name: opens, attributes: pairs as [string, string][], children: [] };
    open.at(-1)?.children.push(node);
    if (slash === "") open.push(node);
  }
  const around = before.replace(/<\?xml\s[^<>?]*\?>\s*$/, "") + output.slice(token.lastIndex);
  return open.length === 1 && !/\/>|=\s*["']/.test(around) ? root.children : undefined;
}
