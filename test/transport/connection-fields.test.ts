import { type Connection, connectionKey } from "../../provider/transport/connection";
import { type ConnectionField, connectionFields, sshFields } from "../../provider/transport/connection-fields";
import { secretFields } from "../../provider/transport/ssh-fields";
import { documentedProperties } from "../documented";

const own = (["configFile", "appcmdPath", "codePage", "shell", "proxy"] as const).map(
  (name) => [name, connectionFields[name]] as const,
);

describe("the table of a connection's fields", () => {
  it.each([
    ["provider/transport/ssh-fields.ts", "SshFields", Object.entries<ConnectionField>(sshFields)],
    ["provider/transport/connection.ts", "Connection", own],
  ])("%s: says of each field of %s what its TSDoc says", (file, name, fields) => {
    const said = fields.map(([key, { doc, default: fallback }]) => [
      key,
      { doc, ...(fallback !== undefined && { default: fallback }) },
    ]);
    expect(said).toEqual([...documentedProperties(file, name)]);
  });

  it("marks what holds a secret", () => {
    const marked = Object.entries(connectionFields).filter(([, { secret }]) => secret === true);
    expect(marked.map(([name]) => name)).toEqual(secretFields);
  });

  const bases: readonly Connection[] = [{ host: "web-01" }, {}];
  const samples: Readonly<Record<keyof Connection, unknown>> = {
    ...{ configFile: "other.config", appcmdPath: "C:\\appcmd.exe", codePage: 850 },
    ...{ host: "web-02", port: 2222, user: "me", password: "a", privateKey: "b", privateKeyPassword: "c" },
    ...{ agentSocketPath: "/agent", hostKey: "SHA256:x", knownHosts: "hosts", insecureIgnoreHostKey: true },
    ...{ perDialTimeout: 1, dialErrorLimit: 1, shell: "powershell", proxy: { host: "jump" } },
  };

  it.each(Object.entries(samples))("knows whether another %s is another host", (name, value) => {
    const leads = bases.some((base) => connectionKey({ ...base, [name]: value }) !== connectionKey(base));
    expect(connectionFields[name as keyof Connection].isIdentity ?? false).toBe(leads);
  });
});
