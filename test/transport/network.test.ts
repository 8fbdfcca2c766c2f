import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const opensConnections = /from "node:(?:dgram|dns|http|http2|https|net|tls)[/"]|\b(?:fetch|WebSocket|EventSource)\(/;

describe("a network connection", () => {
  it("is opened by the SSH client and by health checks only", () => {
    const sources = globSync(["provider/**/*.ts", "emulator/**/*.ts"], { cwd: root });
    const found = sources.filter((file) => opensConnections.test(readFileSync(join(root, file), "utf8")));
    expect(found.map((file) => file.replaceAll("\\", "/")).sort()).toEqual([
      "provider/engine/verbs/health-check.ts",
      "provider/transport/ssh/client.ts",
      "provider/transport/ssh/connection.ts",
    ]);
  });
});
