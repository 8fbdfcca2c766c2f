import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/** The one file in which the fields of a machine over SSH are defined. */
export const file = "provider/connection/ssh-schema.ts";
export const before = readFileSync(join(__dirname, "../..", file), "utf8");

/** What a newcomer writes: one field that leads to another server, and a secret. */
const newFields = `
    /**
     * The tenant whose server is meant.
     *
     * @default the environment variable PULUMI_IIS_SSH_TENANT, else shared
     */
    tenant: optional(textLike(/^[a-z]+$/, "the name of a tenant")).meta({
      description: "The tenant whose server is meant.",
      environment: \`\${prefix}TENANT\`,
      defaultsTo: "shared",
      isIdentity: true,
    }),
    /** The ticket that lets the user in. */
    ticket: optional(secretText("a ticket")).meta({
      description: "The ticket that lets the user in.",
      environment: \`\${prefix}TICKET\`,
    }),
`;
export const after = before.replace(
  "  return {\n    /** Name or address",
  `  return {${newFields}    /** Name or address`,
);

// For a test file that imports this first: the file as it is then, in place of the file as it is: all else is the project's own.
jest.mock("../../provider/connection/ssh-schema", () => {
  const { outputText } = ts.transpileModule(after, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const made = {};
  const load = (name: string): unknown =>
    jest.requireActual(name.startsWith(".") ? join(__dirname, "../../provider/connection", name) : name);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  (new Function("exports", "require", outputText) as (exports: object, load: unknown) => void)(made, load);
  return made;
});
