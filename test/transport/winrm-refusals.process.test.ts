import "./no-pauses";
import { createServer as createWebServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import type { Connection } from "../../provider/connection/schema";
import { IisError } from "../../provider/errors";
import { connect } from "../../provider/transport/connect";
import type { WinrmFault } from "../../tools/winrm-server/start.mts";
import { visibleText } from "../../provider/visible-text";
import { freePort } from "./openssh/sshd";
import { describeWithWinrm } from "./winrm/needs";
import { user, winrmPlace } from "./winrm/place";

const list = ["list", "apppool", "/xml"];

/** The error of a command. */
async function errorOf(connection: Connection): Promise<IisError> {
  const error = await connect(connection)
    .exec(list)
    .catch((cause: unknown) => cause);
  if (error instanceof IisError) return error;
  throw new Error("it succeeded", { cause: error });
}

describe("what is no WinRM service", () => {
  let server: Server | undefined;
  let connections = 0;
  const open = new Set<Socket>();

  afterEach(async () => {
    for (const socket of open) socket.destroy();
    if (server?.listening === true) await new Promise((resolve) => server?.close(resolve));
  });

  const listen = async (started: Server): Promise<Connection> => {
    server = started;
    connections = 0;
    server.on("connection", (socket: Socket) => {
      connections += 1;
      open.add(socket.on("error", () => undefined));
    });
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    return to((started.address() as { port: number }).port);
  };
  const to = (port: number): Connection => ({
    ...{ host: "127.0.0.1", type: "winrm", port, user, password: "canary", dialErrorLimit: 2, perDialTimeout: 0.5 },
  });
  const web = (status: number, headers: Record<string, string> = {}): Server =>
    createWebServer((_request, response) => {
      response.writeHead(status, headers).end("<html>\u001b[31mcanary of the page</html>");
    });
  const says = (text: string): Server =>
    createServer((socket) => {
      socket.resume().write(text);
    });
  const checks = /Check that the server is running, that the service WinRM runs on it .*Enable-PSRemoting/;
  const ports = /Check port and https: WinRM has 5986 with HTTPS, and 5985 with https: false$/;

  it.each<[string, boolean, () => Server, RegExp, RegExp, number]>([
    ["a page", false, () => web(200), /no WinRM service: it answers 200 to a login/, ports, 1],
    ["no such page", false, () => web(404), /no WinRM service: it answers 404 to a login/, ports, 1],
    ["a redirection", false, () => web(301, { Location: "/x" }), /it answers 301 to a login/, ports, 1],
    [
      "another login",
      false,
      () => web(401, { "WWW-Authenticate": "Digest" }),
      /offer negotiate; it offers none/,
      /Set-Item WSMan:/,
      1,
    ],
    [
      "a challenge that is none",
      false,
      () => web(401, { "WWW-Authenticate": "Negotiate AAAA" }),
      /is not a valid NTLM challenge$/,
      ports,
      1,
    ],
    ["HTTP", true, () => web(404), /it does not speak TLS/, ports, 1],
    ["SSH", false, () => says("SSH-2.0-OpenSSH_9.5\r\n"), /it does not speak HTTP/, ports, 1],
    ["SSH", true, () => says("SSH-2.0-OpenSSH_9.5\r\n"), /it does not speak TLS/, ports, 1],
    ["nothing", false, () => says(""), /no answer within 0.5 s \(tried 2 times\)/, checks, 2],
    ["nothing", true, () => says(""), /no answer within 0.5 s \(tried 2 times\)/, checks, 2],
    [
      "headers without end",
      false,
      () => says(`HTTP/1.1 401 No\r\nX: ${"x".repeat(300_000)}`),
      /HTTP|header/i,
      /Check/,
      1,
    ],
    ["the end of the connection", false, () => createServer((socket) => socket.end()), /tried 2 times/, checks, 2],
  ])("%s, HTTPS: %s, is an error that says what to do", async (_what, https, start, problem, hint, attempts) => {
    const error = await errorOf({ ...(await listen(start())), https });
    expect(error).toMatchObject({
      host: "127.0.0.1",
      problem: expect.stringMatching(problem),
      hint: expect.stringMatching(hint),
    });
    expect(["UNREACHABLE", "AUTH_FAILED"]).toContain(error.code);
    expect(error.message).not.toMatch(/canary|\n|openssl/);
    expect(connections).toBe(attempts);
  });

  it("a port where nothing listens is tried as often as it may be", async () => {
    const error = await errorOf(to(await freePort("127.0.0.1")));
    expect(error).toMatchObject({ code: "UNREACHABLE", hint: expect.stringMatching(checks) });
    expect(error.problem).toMatch(
      /its WinRM service at port \d+: the connection is refused \(ECONNREFUSED\) \(tried 2 times\)/,
    );
  });
});

describeWithWinrm("a WinRM service that refuses", () => {
  const place = winrmPlace();

  it.each([
    [
      "negotiate",
      /does not offer negotiate; it offers Kerberos/,
      /Set-Item WSMan:\\localhost\\Service\\Auth\\Negotiate \$true$/,
    ],
    ["ntlm", /does not offer ntlm; it offers Kerberos/, /Set-Item WSMan:\\localhost\\Service\\Auth\\Negotiate \$true$/],
    ["basic", /does not offer basic; it offers Kerberos/, /Set-Item WSMan:\\localhost\\Service\\Auth\\Basic \$true$/],
  ] as const)("a login that it does not offer: %s", async (auth, problem, hint) => {
    const machine = await place.start({ tls: place.certificate, methods: ["kerberos"] });
    const error = await errorOf(machine.to({ auth }));
    expect(error).toMatchObject({ code: "AUTH_FAILED", path: "connection.auth" });
    expect([error.problem, error.hint]).toEqual([expect.stringMatching(problem), expect.stringMatching(hint)]);
    expect(machine.actions()).toEqual([]);
  });

  it.each(["negotiate", "ntlm", "basic"] as const)("a wrong password, which is sent once: %s", async (auth) => {
    const machine = await place.start({ tls: place.certificate, methods: ["negotiate", "basic"] });
    const connection = machine.to({ auth, password: "canary" });
    const errors = [
      await errorOf(connection),
      await errorOf(connection),
      await errorOf({ ...connection, operationTimeout: 3 }),
    ];
    for (const error of errors) {
      expect(error).toMatchObject({ code: "AUTH_FAILED", hint: expect.stringMatching(/^Check user .*and password/) });
      expect(error.problem).toMatch(/refuses the login of Administrator \(\w+; it offers Negotiate, Basic\)$/);
      expect(error.message).not.toContain("canary");
    }
    expect(machine.events("login")).toEqual([expect.objectContaining({ user: null })]);
  });

  it("the password in the middle of a run over HTTPS: it is sent once more, and never again", async () => {
    const machine = await place.start({ tls: place.certificate });
    const transport = connect(machine.to());
    await transport.exec(list);
    await machine.server.inject([{ at: "*", do: "status", value: 401, times: 100 }]);
    const before = machine.events("login").length;
    for (let count = 0; count < 3; count++) {
      await expect(transport.exec(list)).rejects.toMatchObject({ code: "AUTH_FAILED" });
    }
    expect(machine.events("login").length - before).toBe(1);
  });

  it("the login in the middle of a run over HTTP: anybody could say so, and the password is sent as often as allowed", async () => {
    const machine = await place.start();
    const transport = connect(machine.to());
    await transport.exec(list);
    await machine.server.inject([{ at: "*", do: "status", value: 401, times: 100 }]);
    const before = machine.events("login").length;
    const exec = (): Promise<unknown> => transport.exec(list).catch((error: unknown) => (error as IisError).code);
    const lost = { exitCode: -1, stdout: "", ended: "lost" };
    const ends = [await exec(), await exec(), await exec(), await exec(), await exec()];
    expect(ends).toEqual([lost, lost, lost, lost, "UNREACHABLE"]);
    expect(machine.events("login").length - before).toBe(3);
  });

  it("a user who is no administrator", async () => {
    const error = await errorOf((await place.start({ denied: [user] })).to());
    expect(error).toMatchObject({
      code: "ACCESS_DENIED",
      hint: expect.stringMatching(/administrator.*LocalAccountTokenFilterPolicy/),
    });
    expect(error.problem).toBe("the WinRM service refuses this user a shell: Access is denied");
  });

  it.each([{ maxShells: 0 }, { maxOperations: 0 }])("because of a quota: %j", async (quota) => {
    const error = await errorOf((await place.start(quota)).to());
    expect(error).toMatchObject({
      code: "QUOTA_EXCEEDED",
      hint: expect.stringContaining("winrm get winrm/config/winrs"),
    });
    expect(error.problem).toMatch(
      /a quota of the WinRM service is reached: .*a maximum number of 0 concurrent \w+, which/,
    );
  });

  const tooMany: WinrmFault = {
    at: "Command",
    do: "fault",
    value: { code: 0x803381a6, subcode: "w:QuotaLimit", message: "Too many operations." },
  };

  it("a further command in a shell: it gets a new shell, once", async () => {
    const machine = await place.start();
    await machine.server.inject([tooMany]);
    expect(await connect(machine.to()).exec(list)).toMatchObject({ exitCode: 0 });
    expect(machine.actions().slice(0, 5)).toEqual(["Create", "Command", "Delete", "Create", "Command"]);
    await machine.server.inject([{ ...tooMany, times: 100 }]);
    expect(await errorOf(machine.to())).toMatchObject({ code: "QUOTA_EXCEEDED" });
    expect(machine.takeCalls()).toHaveLength(1);
  });

  it("a request that is too long", async () => {
    const machine = await place.start();
    await machine.server.inject([
      { at: "Command", do: "fault", skip: 1, value: { code: 1, subcode: "w:EncodingLimit", message: "Too long." } },
    ]);
    expect(await errorOf(machine.to())).toMatchObject({
      code: "COMMAND_TOO_LONG",
      hint: expect.stringContaining("MaxEnvelopeSizekb"),
    });
  });

  it("an envelope of the usual size: it is asked for the least one", async () => {
    const machine = await place.start();
    await machine.server.inject([
      { at: "Create", do: "fault", value: { code: 1, subcode: "w:EncodingLimit", message: "Too large." } },
    ]);
    expect(await connect(machine.to()).exec(list)).toMatchObject({ exitCode: 0 });
    expect(machine.actions().slice(0, 3)).toEqual(["Create", "Create", "Command"]);
    expect(machine.events("connection")).toHaveLength(1);
  });

  it("a program that is not there", async () => {
    const machine = await place.start({ programs: [] });
    const error = await errorOf(machine.to({ appcmdPath: "C:\\no such folder\\appcmd.exe" }));
    expect(error).toMatchObject({
      code: "NO_APPCMD",
      hint: "Check that IIS is installed and that appcmdPath is correct",
    });
  });

  it("a request, in a text that could control a terminal", async () => {
    const machine = await place.start();
    const message = "\u009b31mred\u202e \u0085next\tcolumn\nline ]8;;x";
    await machine.server.inject([
      { at: "*", do: "fault", times: 9, value: { code: 1, subcode: "w:InternalError", message } },
    ]);
    const error = await errorOf(machine.to());
    expect(error).toMatchObject({ code: "UNREACHABLE", problem: expect.stringContaining("(0x1): ") });
    expect(error.message).toContain("red");
    // What prints a message makes it visible.
    expect(visibleText(error.message)).not.toMatch(/[\u009b\u202e\u0085\n\t]/);
  });
});

describeWithWinrm("a Windows server over WinRM", () => {
  const place = winrmPlace();

  it("without IIS's appcmd says what is missing", async () => {
    const machine = await place.start({ programs: [] });
    const codeWith = async (...files: string[]): Promise<string> => {
      machine.has(files);
      return (await errorOf(machine.to())).code;
    };
    const express = "%ProgramFiles(x86)%\\IIS Express\\appcmd.exe";
    const worker = "%windir%\\system32\\inetsrv\\w3wp.exe";
    expect(await codeWith()).toBe("IIS_NOT_INSTALLED");
    expect(await codeWith(express)).toBe("ONLY_IIS_EXPRESS");
    expect(await codeWith(express, worker)).toBe("MANAGEMENT_TOOLS_MISSING");
  });

  it("with Windows in another folder is asked for it until it has answered", async () => {
    const program = [
      "/bin/sh",
      "-c",
      'case "$3" in echo*) printf "%s" "D:\\WINNT";; *) printf "%s" "$3";; esac',
      "line",
    ];
    const appcmd = "D:\\WINNT\\system32\\inetsrv\\appcmd.exe";
    const machine = await place.start({ program, programs: [appcmd] });
    await machine.server.inject([{ at: "Receive", do: "drop-after" }]);
    expect(await connect(machine.to()).exec(["list"])).toEqual({ exitCode: 0, stdout: `${appcmd} list` });
  });

  it("is asked again for its folder by a command whose neighbour was interrupted", async () => {
    const machine = await place.start();
    await machine.server.inject([{ at: "Create", do: "hold" }]);
    const controller = new AbortController();
    const transport = connect(machine.to());
    const [first, second] = [transport.exec(list, controller.signal), transport.exec(list)];
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: "INTERRUPTED" });
    await machine.server.inject([]);
    await machine.server.release();
    expect(await second).toMatchObject({ exitCode: 0 });
    expect(machine.takeCalls()).toHaveLength(1);
  });
});
