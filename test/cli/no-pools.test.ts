import { poolsConfig } from "../emulator/memory-world";
import { makeServers, type Servers } from "./servers";

const sentence =
  "no application pools were found; check that this is the server or the applicationHost.config that you mean";
let servers: Servers;

beforeEach(() => {
  servers = makeServers({ web: poolsConfig("") });
  servers.write("pools.yaml", "version: 1\nhosts: { web: { configFile: ./web.config } }\npools: { Shop: {} }\n");
});

afterEach(() => {
  servers.dispose();
});

describe("a host without pools", () => {
  it.each([[["plan"]], [["drift"]], [["import", "--config-file", "web.config"]]])("is told of by %j", async (argv) => {
    const { stdout } = await servers.call(argv);
    expect(stdout).toContain(sentence);
  });

  it.each([["plan"], ["drift"]])("is told of in the JSON of %s", async (verb) => {
    const { stdout } = await servers.call([verb, "--format", "json"]);
    expect(stdout).toContain(sentence);
  });

  it.each([
    [["lint", "--config-file", "web.config"]],
    [["ps", "--config-file", "web.config"]],
    [["import", "--config-file", "web.config", "--out", "imported.yaml"]],
    [["import", "--config-file", "web.config", "--format", "pulumi"]],
  ])("is told of on stderr by %j", async (argv) => {
    const { stderr } = await servers.call(argv);
    expect(stderr).toContain(sentence);
  });
});
