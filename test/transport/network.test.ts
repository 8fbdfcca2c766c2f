import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const opensConnections = /from "node:(?:dgram|dns|http|http2|https|net|tls)[/"]|\b(?:fetch|WebSocket|EventSource)\(/;

describe("a network connection", () => {
  it("is opened by the clients of SSH and WinRM, health checks, webhooks and the agent only", () => {
    const sources = globSync(["provider/**/*.ts", "emulator/**/*.ts"], { cwd: root });
    // What tells an address from a name connects to nothing.
    const textOf = (file: string) =>
      readFileSync(join(root, file), "utf8").replace(/^import \{ isIP(?:v[46])? \} from "node:net";$/m, "");
    const found = sources.filter((file) => opensConnections.test(textOf(file)));
    expect(found.map((file) => file.replaceAll("\\", "/")).sort()).toEqual([
      "provider/agent/fetch-bundle.ts",
      // Reads certificates only.
      "provider/certificate-authorities.ts",
      "provider/cli/webhook/post.ts",
      "provider/engine/verbs/health-check.ts",
      "provider/transport/remote/reach.ts",
      "provider/transport/ssh/client.ts",
      "provider/transport/winrm/channel.ts",
      "provider/transport/winrm/tls.ts",
    ]);
  });
});
