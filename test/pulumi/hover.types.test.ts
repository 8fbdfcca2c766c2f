import { fieldsOf } from "../../provider/input/field-table";
import { poolNameSchema, poolOwnSchema } from "../../provider/pulumi/core/pool-own-schema";
import { recycledSchema } from "../../provider/pulumi/core/recycle/schema";
import { rolloutSchema } from "../../provider/pulumi/core/rollout/schema";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { connectionSchema } from "../../provider/connection/schema";
import { proxySchema } from "../../provider/connection/ssh-schema";
import { type Editor, editorOn } from "../editor";

/** How a program reaches a setting. */
function reach(path: string): string {
  return `settings.${path.split(".").join("!.")}`;
}

const fields = fieldsOf(connectionSchema());
const ownFields = [poolNameSchema(), poolOwnSchema()].flatMap(fieldsOf);
const recycledFields = fieldsOf(recycledSchema());
const rolloutFields = fieldsOf(rolloutSchema());
const program = [
  `import type { AppPoolArgs, AppPoolSettings, Connection, RecycleAppPoolArgs, RolloutArgs } from "../../provider";`,
  "declare const settings: AppPoolSettings;",
  ...settingAttributes.map(({ path }) => `${reach(path)};`),
  "declare const connection: Connection;",
  // The first occurrence counts, and one key begins as another.
  ...fields.toSorted((one, other) => one.key.length - other.key.length).map(({ key }) => `connection.${key};`),
  ...fieldsOf(proxySchema()).map(({ key }) => `connection.proxy!.${key};`),
  "declare const args: AppPoolArgs;",
  "args.queueLength;",
  ...ownFields.map(({ key }) => `args.${key};`),
  "declare const recycling: RecycleAppPoolArgs;",
  ...recycledFields.map(({ key }) => `recycling.${key};`),
  "declare const rolling: RolloutArgs;",
  ...rolloutFields.map(({ key }) => `rolling.${key};`),
  'const made: AppPoolArgs = { name: "Shop", connection: { host: "web-01", port: 22 } };',
].join("\n");

describe("an editor's hover over a property of AppPool", () => {
  let editor: Editor;

  beforeAll(() => {
    editor = editorOn(program);
  });

  it("gives its sentence, its default per version and the vendor's page, for every setting", () => {
    const bare = settingAttributes.filter(({ path, doc, link }) => {
      const hover = editor.hover(reach(path));
      return !hover.includes(doc) || !hover.includes("@default") || !hover.includes(link);
    });
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it("reaches the arguments of the resource, whose values may be outputs", () => {
    expect(editor.hover("args.queueLength")).toMatch(/10[^]*@default/);
  });

  it("gives the sentence of everything else that a resource takes", () => {
    const told = (what: string): string => editor.hover(what).replace(/\s+/g, " ");
    const bare = [
      ...ownFields.filter(({ key, doc }) => !told(`args.${key}`).includes(doc)),
      ...recycledFields.filter(({ key, doc }) => !told(`recycling.${key}`).includes(doc)),
      ...rolloutFields.filter(({ key, doc }) => !told(`rolling.${key}`).includes(doc)),
    ];
    expect(bare.map(({ key }) => key)).toEqual([]);
  });

  it("gives the sentence and the default of every field of a connection, and of its proxy", () => {
    const told = (key: string): string => editor.hover(`connection.${key};`.slice(0, -1));
    const flat = (text: string): string => text.replace(/\s+/g, " ");
    const bare = fields.filter(
      ({ key, doc, defaultsTo }) =>
        !flat(told(key)).includes(doc) ||
        (defaultsTo !== undefined && !flat(told(key)).includes(`@default ${defaultsTo}`)),
    );
    expect(bare.map(({ key }) => key)).toEqual([]);
    const proxy = fieldsOf(proxySchema()).filter(({ key, doc }) => !flat(told(`proxy!.${key}`)).includes(doc));
    expect(proxy.map(({ key }) => key)).toEqual([]);
    expect(editor.hover('made: AppPoolArgs = { name: "Shop", connection: { host: "web-01", port')).toContain(
      "@default 22",
    );
  });

  it("does so with the declarations of the package too (as npm run build left them in dist)", () => {
    const packaged = editorOn(program.replace("../../provider", "../../dist/provider"));
    const told = (key: string): string => packaged.hover(`connection.${key}`).replace(/\s+/g, " ");
    const lost = [
      ...fieldsOf(proxySchema()).filter(({ key, doc }) => !told(`proxy!.${key}`).includes(doc)),
      ...fields.filter(({ key, doc }) => !told(key).includes(doc)),
    ];
    expect(lost.map(({ key }) => key)).toEqual([]);
  });
});
