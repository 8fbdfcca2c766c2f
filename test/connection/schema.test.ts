import { fieldsOf } from "../../provider/input/field-table";
import { connectionKey, secretKeys, secretPaths } from "../../provider/connection/connection";
import { type Connection, connectionSchema } from "../../provider/connection/schema";
import { proxySchema, sshSchema } from "../../provider/connection/ssh-schema";
import { winrmLoginSchema } from "../../provider/connection/winrm-schema";
import { documentedKeys } from "../documented";

const fields = fieldsOf(connectionSchema());

describe("the schema of a connection", () => {
  it("says of each field what its TSDoc says", () => {
    const ofConnection = new Set(fields.map(({ doc, defaultsTo }) => JSON.stringify([doc, defaultsTo])));
    const own = fieldsOf(proxySchema()).filter(({ key }) => key === "host");
    const other = fieldsOf(sshSchema()).filter(
      ({ doc, defaultsTo }) => !ofConnection.has(JSON.stringify([doc, defaultsTo])),
    );
    const said = [...fields, ...other, ...own].map(({ key, doc, defaultsTo }) => [
      key,
      { doc, ...(defaultsTo !== undefined && { default: defaultsTo }) },
    ]);
    const documented = ["schema", "ssh-schema", "winrm-schema"].flatMap((name) =>
      documentedKeys(`provider/connection/${name}.ts`),
    );
    expect(documented).toHaveLength(said.length);
    expect(documented).toEqual(expect.arrayContaining(said));
  });

  it("marks what holds a secret, of the proxy too", () => {
    const own = ["password", "privateKey", "privateKeyPassword"];
    const paths = [...own, ...own.map((key) => `proxy.${key}`), "clientKey"];
    expect(secretPaths().map((path) => path.join("."))).toEqual(paths);
    expect([...secretKeys()]).toEqual([...own, "clientKey"]);
  });

  it("names the environment variables of a proxy and of WinRM apart", () => {
    const variables = (schema: Parameters<typeof fieldsOf>[0]) =>
      fieldsOf(schema).flatMap(({ environment }) => environment ?? []);
    expect(variables(proxySchema())).toEqual(
      variables(sshSchema()).map((name) => name.replace("_SSH_", "_SSH_PROXY_")),
    );
    expect(variables(sshSchema())).toContain("PULUMI_IIS_SSH_PASSWORD");
    expect(variables(winrmLoginSchema())).toEqual(["PULUMI_IIS_WINRM_USER", "PULUMI_IIS_WINRM_PASSWORD"]);
  });

  const bases: readonly Connection[] = [{ host: "web-01" }, { host: "web-01", type: "winrm" }, {}];
  const samples: Readonly<Record<keyof Connection, unknown>> = {
    ...{ configFile: "other.config", appcmdPath: "C:\\appcmd.exe", codePage: 850 },
    ...{ host: "web-02", port: 2222, user: "me", password: "a", privateKey: "b", privateKeyPassword: "c" },
    ...{ privateKeyFile: "~/key" },
    ...{ agentSocketPath: "/agent", hostKey: "SHA256:x", knownHosts: "hosts", insecureIgnoreHostKey: true },
    ...{ perDialTimeout: 1, dialErrorLimit: 1, shell: "powershell", proxy: { host: "jump" } },
    ...{ type: "winrm", https: false, auth: "ntlm", caCert: "ca.pem", certFingerprint: "a".repeat(64), insecure: true },
    ...{ clientCert: "c.pem", clientKey: "c.key", spn: "HTTP/a", operationTimeout: 5 },
  };

  it.each(Object.entries(samples))("knows whether another %s is another server", (name, value) => {
    const leads = bases.some((base) => connectionKey({ ...base, [name]: value }) !== connectionKey(base));
    expect(fields.find(({ key }) => key === name)?.isIdentity ?? false).toBe(leads);
  });
});
