import fc from "fast-check";
import { attributeOf, settingAttributes } from "../../provider/settings/app-pool-attributes";
import type { Attribute } from "../../provider/settings/codecs/codec";
import { attributeSchema } from "../../provider/settings/generate/json-schema";
import { settingMember } from "../../provider/pool-file/schema/settings";
import { type Editor, editorOn } from "../editor";
import { anyValue } from "./values";

/** The spellings that documentation, editors and `iispools import` offer: examples, names, and the short form of any value. */
function recommended(attribute: Attribute): unknown[] {
  const { codec, examples = [], values = [] } = attribute;
  const names = codec.several === true ? values.map(({ name }) => [name]) : values.map(({ name }) => name);
  const samples = fc.sample(anyValue(attribute), { numRuns: 8, seed: 7 }).map((value) => codec.write(value));
  return [...examples, ...names, ...samples];
}

/** The type that programs write for a setting. */
function typeOf(path: string): string {
  return path.split(".").reduce((type, key) => `NonNullable<${type}["${key}"]>`, "AppPoolSettings");
}

/** The types of JSON that the reader of a setting accepts. */
function kindsOf({ anyOf = [], type, enum: names, const: only }: SettingSchema): string[] {
  const own = only === undefined ? (names === undefined ? type : "string") : typeof only;
  return [...(own === undefined ? [] : [own === "integer" ? "number" : own]), ...anyOf.flatMap(kindsOf)];
}

interface SettingSchema {
  readonly anyOf?: readonly SettingSchema[];
  readonly type?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
}

const head = `
  import type { AppPoolSettings } from "../../provider";
  type Kind<T> = T extends boolean ? "boolean" : T extends number ? "number" : T extends string ? "string"
    : T extends readonly unknown[] ? "array" : "object";
`;

/** A program with a line for each setting; the paths of those whose line does not compile. */
function faultyIn(lineOf: (attribute: Attribute) => string): string[] {
  const lines = settingAttributes.map((attribute) => `{ ${lineOf(attribute)} } // ${attribute.path}`);
  const editor: Editor = editorOn([head, ...lines].join("\n"));
  return editor.faultyLines().map((line) => line.replace(/^.*\/\/ /, ""));
}

describe("the types of settings that programs write", () => {
  it("accept every recommended spelling, which the reader accepts too", () => {
    const refused = settingAttributes.flatMap((attribute) =>
      recommended(attribute)
        .filter((value) => !settingMember(attribute).safeParse(value).success)
        .map((value) => `${attribute.path}: ${JSON.stringify(value)}`),
    );
    expect(refused).toEqual([]);
    const values = (attribute: Attribute): string =>
      recommended(attribute)
        .map((one) => JSON.stringify(one))
        .join(", ");
    expect(faultyIn((attribute) => `const all: ${typeOf(attribute.path)}[] = [${values(attribute)}]; all;`)).toEqual(
      [],
    );
  });

  it("accept no kind of value that the reader refuses", () => {
    const kinds = (attribute: Attribute): string => JSON.stringify(kindsOf(attributeSchema(attribute)));
    expect(
      faultyIn(
        (attribute) =>
          `const kinds = ${kinds(attribute)} as const; let one: Kind<${typeOf(attribute.path)}>; const all: typeof kinds[number] = one!; all;`,
      ),
    ).toEqual([]);
  });

  it("accept no name that the reader does not know", () => {
    const closed = settingAttributes.filter(({ values = [], codec }) => values.length > 0 && codec.name !== "name");
    const names = ({ values = [] }: Attribute): string => values.map(({ name }) => JSON.stringify(name)).join(" | ");
    const isClosed = (attribute: Attribute): boolean => closed.includes(attributeOf(attribute.path));
    expect(closed.length).toBeGreaterThan(5);
    expect(
      faultyIn((attribute) =>
        isClosed(attribute)
          ? `type T = ${typeOf(attribute.path)}; let one: T extends readonly (infer I)[] ? I : T; const all: ${names(attribute)} = one!; all;`
          : "",
      ),
    ).toEqual([]);
  });
});
