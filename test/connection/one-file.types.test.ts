import { after, before, file } from "./with-new-fields";
import Ajv from "ajv";
import { editorOn } from "../editor";
import { fieldsOf, fieldTable } from "../../provider/input/field-table";
import { poolFileJsonSchema } from "../../provider/pool-file/schema/pool-file";
import { packageSchema } from "../../provider/pulumi/package-schema/package-schema";
import { checkConfig } from "../../provider/pulumi/core/provider-config";
import { inputsWithSecrets, signatureKey } from "../../provider/pulumi/core/secret-properties";
import {
  checkConnection,
  checkConnectionInFile,
  connectionKey,
  describeConnection,
  secretPaths,
} from "../../provider/connection/connection";
import { type Connection, connectionSchema } from "../../provider/connection/schema";
import { sshLogin } from "../../provider/connection/login";

describe("a field that is added to connection/ssh-schema.ts, and nowhere else", () => {
  const given = { host: "web-01", tenant: "acme", ticket: "canary", proxy: { host: "jump", tenant: "acme" } };

  it("is added there by this test", () => {
    expect(after).not.toBe(before);
  });

  it("is checked, in programs, files and the provider's configuration", () => {
    expect(checkConnection(given)).toEqual([]);
    expect(checkConnection({ ...given, tenant: 5, ticket: 12345 })).toEqual([
      { path: "connection.tenant", message: "must be the name of a tenant, got 5" },
      { path: "connection.ticket", message: "must be a ticket, got a number" },
    ]);
    expect(checkConnection({ tenant: "acme" })[0]?.message).toMatch(/^host is required with tenant/);
    expect(checkConnection({ configFile: "a", tenant: "acme" })[0]?.message).toMatch(/cannot be combined with tenant/);
    expect(checkConnectionInFile({ ...given, ticket: "${env:TICKET}" })).toEqual([]);
    expect(checkConnectionInFile(given).map(({ keys }) => keys)).toEqual([["ticket"]]);
    expect(checkConfig({ host: "web-01", tenant: "A" }).faults.map(({ path }) => path)).toEqual(["iis:tenant"]);
  });

  it("has a type, with its TSDoc", () => {
    const program = [
      'import type { Connection } from "../../provider";',
      'export const good: Connection = { host: "a", tenant: "acme" };',
      'export const bad: Connection = { host: "b", tenant: 5 };',
    ].join("\n");
    const editor = editorOn(program, { [file]: after });
    expect(editor.hover('"a", tenant')).toMatch(
      /The tenant whose server is meant\.\n@default the environment variable/,
    );
    expect(editor.faults()).toEqual([expect.stringContaining("'number' is not assignable to type 'string'")]);
  });

  it("is in the JSON Schema of pool files", () => {
    const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(poolFileJsonSchema());
    const file = (connection: object): object => ({ version: 1, hosts: { a: connection } });
    const accepted = [
      given,
      { ...given, ticket: "${env:TICKET}" },
      { tenant: "acme" },
      { host: "a", tenant: "${env:X}" },
    ];
    expect(accepted.map((connection) => isValid(file(connection)))).toEqual([false, true, false, false]);
  });

  it("is in the package schema, for resources, the proxy, the provider and the config of a stack", () => {
    const { types, provider, config } = packageSchema("1.0.0");
    const places = [
      types["iis:index:Connection"],
      types["iis:index:SshFields"],
      types["iis:index:ConfigProxy"],
      provider,
    ];
    for (const place of [...places, { properties: config.variables }]) {
      const { tenant, ticket } = (place as { properties: Record<string, object> }).properties;
      expect(tenant).toMatchObject({ type: "string", willReplaceOnChanges: true });
      expect(tenant).toMatchObject({ description: expect.stringMatching(/meant\. Default: .*TENANT, else shared\.$/) });
      expect(ticket).toMatchObject({ type: "string", secret: true });
    }
  });

  it("is in the list of fields and in the table of docs/administrators/remote-servers.md", () => {
    expect(fieldsOf(connectionSchema()).map(({ key }) => key)).toContain("tenant");
    expect(fieldTable(connectionSchema())).toContain(
      "| `tenant` | string | the environment variable PULUMI_IIS_SSH_TENANT, else shared | The tenant whose server is meant. |",
    );
  });

  it("comes from the environment where it is left out, and from the variable that a secret names", () => {
    const env = {
      ...{ PULUMI_IIS_SSH_TENANT: "other", PULUMI_IIS_SSH_TICKET: "from-env", PULUMI_IIS_SSH_PROXY_TICKET: "of-proxy" },
      ...{ MINE: "named" },
    };
    const login = (fields: object, kind: "host" | "proxy" = "host"): object =>
      sshLogin({ host: "a", ...fields }, kind, env);
    expect(login({})).toMatchObject({ tenant: "other", ticket: { reveal: expect.any(Function) } });
    const ticket = (fields: object, kind?: "proxy"): string =>
      (login(fields, kind) as { ticket: { reveal(): string } }).ticket.reveal();
    expect([ticket({}), ticket({}, "proxy"), ticket({ ticket: "${env:MINE}" })]).toEqual([
      "from-env",
      "of-proxy",
      "named",
    ]);
  });

  it("leads to another server, in a proxy too", () => {
    const keys = ["a", "b"].flatMap((tenant) => [
      connectionKey({ host: "web-01", tenant } as Connection),
      connectionKey({ host: "web-01", proxy: { host: "jump", tenant } } as Connection),
      connectionKey({ host: "web-01", tenant, proxy: { host: "jump" } } as Connection),
    ]);
    expect(new Set(keys).size).toBe(6);
    expect(connectionKey({ host: "web-01" })).toBe("ssh:web-01:22");
  });

  it("is a secret of every state, and shown nowhere", () => {
    expect(secretPaths().map((path) => path.join("."))).toEqual(expect.arrayContaining(["ticket", "proxy.ticket"]));
    const { connection } = inputsWithSecrets({ connection: given }) as { connection: Record<string, object> };
    expect(connection).toMatchObject({ tenant: "acme", ticket: { [signatureKey]: expect.any(String) } });
    const shown = describeConnection(given);
    expect(shown).toContain("tenant acme");
    expect(shown).not.toContain("canary");
  });
});
