import { fieldsOf } from "../../provider/input/field-table";
import { connectionKey, secretKeys, secretPaths } from "../../provider/connection/connection";
import { type Connection, connectionSchema } from "../../provider/connection/schema";
import { proxySchema } from "../../provider/connection/ssh-schema";
import { documentedKeys } from "../documented";

const fields = fieldsOf(connectionSchema());

describe("the schema of a connection", () => {
  it("says of each field what its TSDoc says", () => {
    const proxyHost = fieldsOf(proxySchema()).find(({ key }) => key === "host")!;
    const said = [...fields, proxyHost].map(({ key, doc, defaultsTo }) => [
      key,
      { doc, ...(defaultsTo !== undefined && { default: defaultsTo }) },
    ]);
    const documented = ["schema", "ssh-schema"].flatMap((name) => documentedKeys(`provider/connection/${name}.ts`));
    expect(documented).toHaveLength(said.length);
    expect(documented).toEqual(expect.arrayContaining(said));
  });

  it("marks what holds a secret, of the proxy too", () => {
    const own = ["password", "privateKey", "privateKeyPassword"];
    expect(secretPaths().map((path) => path.join("."))).toEqual([...own, ...own.map((key) => `proxy.${key}`)]);
    expect([...secretKeys()]).toEqual(own);
  });

  it("names the environment variables of a proxy apart", () => {
    const variables = (schema: ReturnType<typeof connectionSchema> | ReturnType<typeof proxySchema>) =>
      fieldsOf(schema).flatMap(({ environment }) => environment ?? []);
    expect(variables(proxySchema())).toEqual(
      variables(connectionSchema()).map((name) => name.replace("_SSH_", "_SSH_PROXY_")),
    );
    expect(variables(connectionSchema())).toContain("PULUMI_IIS_SSH_PASSWORD");
  });

  const bases: readonly Connection[] = [{ host: "web-01" }, {}];
  const samples: Readonly<Record<keyof Connection, unknown>> = {
    ...{ configFile: "other.config", appcmdPath: "C:\\appcmd.exe", codePage: 850 },
    ...{ host: "web-02", port: 2222, user: "me", password: "a", privateKey: "b", privateKeyPassword: "c" },
    ...{ privateKeyFile: "~/key" },
    ...{ agentSocketPath: "/agent", hostKey: "SHA256:x", knownHosts: "hosts", insecureIgnoreHostKey: true },
    ...{ perDialTimeout: 1, dialErrorLimit: 1, shell: "powershell", proxy: { host: "jump" } },
  };

  it.each(Object.entries(samples))("knows whether another %s is another server", (name, value) => {
    const leads = bases.some((base) => connectionKey({ ...base, [name]: value }) !== connectionKey(base));
    expect(fields.find(({ key }) => key === name)?.isIdentity ?? false).toBe(leads);
  });
});
