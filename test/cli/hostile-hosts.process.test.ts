import { chmodSync } from "node:fs";
import { packageProgram } from "../../provider/package-root";
import { describeWithSshd } from "../transport/openssh/needs";
import { type Sshd, startSshd } from "../transport/openssh/sshd";
import { windowsHost } from "../transport/openssh/windows-host";
import { type ProcessPlace, processPlace } from "./process";

interface Reported {
  readonly host: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What a server does with each command, by its address, and the error that comes of it. */
const hostile: readonly [name: string, address: string, command: string, code: string][] = [
  ["endless", "127.0.1.1", "exec yes '<appcmd/>'", "OUTPUT_TOO_LARGE"],
  ["endless-errors", "127.0.1.2", "exec yes 1>&2", "OUTPUT_TOO_LARGE"],
  ["disconnects", "127.0.1.3", "kill -9 $PPID; exec sleep 5", "UNREACHABLE"],
  ["garbage", "127.0.1.4", "head -c 3000000 /dev/urandom", "UNREADABLE_OUTPUT"],
  ["noise", "127.0.1.5", "head -c 3000000 /dev/urandom; exit 5", "ACCESS_DENIED"],
  ["blanks", "127.0.1.6", "printf 'ERROR ( message:%2000000s.' x; exit 5", "ACCESS_DENIED"],
  ["cut-off", "127.0.1.7", `printf '<?xml version="1.0"?><appcmd><APPPOOL APPPOOL.NAME="A"'`, "UNREADABLE_OUTPUT"],
  ["another-page", "127.0.1.8", "echo '<html><body>Hello</body></html>'", "UNREADABLE_OUTPUT"],
];

describeWithSshd("a fleet of which some servers misbehave", () => {
  let good: Sshd;
  let bad: Sshd;
  let place: ProcessPlace;

  beforeAll(async () => {
    good = await startSshd({ addresses: ["127.0.0.1", "127.0.0.2"] });
    const cases = hostile.map(([, address, command]) => `*" ${address} "*) ${command};;`).join("\n");
    const script = `case "$SSH_CONNECTION" in\n${cases}\nesac`;
    bad = await startSshd({
      addresses: hostile.map(([, address]) => address),
      forceCommand: `/bin/sh -c '${script.replaceAll("'", "'\\''")}'`,
    });
    place = processPlace("file-host");
  });

  afterAll(async () => {
    place.dispose();
    await good.stop();
    await bad.stop();
  });

  it("gives the whole results of the others, and for each of them its own error", async () => {
    const login = (sshd: Sshd, host: string): string =>
      JSON.stringify({
        ...{ host, port: sshd.port, user: sshd.user, hostKey: sshd.hostKey.publicKey, dialErrorLimit: 3 },
        privateKey: `\${env:${sshd === good ? "GOOD" : "BAD"}_KEY}`,
      });
    const fine = ["127.0.0.1", "127.0.0.2"].map((address) => windowsHost(good, address).connection.host ?? "");
    place.write(
      "pools.yaml",
      [
        "version: 1",
        "hosts:",
        ...hostile.map(([name, address]) => `  ${name}: ${login(bad, address)}`),
        ...fine.map((address, index) => `  fine-${index + 1}: ${login(good, address)}`),
        "  fine-3: { configFile: file-host.config }",
        "pools:",
        "  Shop: { queueLength: 2000 }",
      ].join("\n"),
    );
    const keys = { GOOD_KEY: good.userKey.privateKey, BAD_KEY: bad.userKey.privateKey };
    const { code, stdout, stderr } = await place.run(["plan", "--format", "json", "--parallel", "3"], keys);
    expect(stderr).not.toMatch(/^\s+at /m);
    const { hosts } = JSON.parse(stdout) as { hosts: Reported[] };
    expect(code).toBe(1);
    const errors = hosts.map(({ host, error }) => [host, error?.code]);
    const expected = [
      ...hostile.map(([name, , , error]) => [name, error]),
      ...["fine-1", "fine-2", "fine-3"].map((name) => [name, undefined]),
    ];
    expect(errors.toSorted()).toEqual(expected.toSorted());
    for (const { error } of hosts) expect(error?.message.length ?? 0).toBeLessThan(2000);
    for (const name of ["fine-1", "fine-2", "fine-3"]) {
      expect(JSON.stringify(hosts.find(({ host }) => host === name))).toContain("Shop");
    }
  }, 300_000);
});

const onPosix = process.platform === "win32" ? it.skip : it;

onPosix(
  "a program that prints without end while it writes costs the other hosts nothing",
  async () => {
    const place = processPlace("one", "two", "three");
    const emulator = `APPCMD_EMULATOR_CONFIG=two.config exec '${process.execPath}' '${packageProgram("appcmd-emulator").arguments[0]!}' "$@"`;
    place.write("appcmd", `#!/bin/sh\nif [ "$1" = set ]; then exec yes; fi\n${emulator}\n`);
    chmodSync(place.file("appcmd"), 0o755);
    const hosts = `{ one: { configFile: one.config }, two: { appcmdPath: ${place.file("appcmd")} }, three: { configFile: three.config } }`;
    place.write("pools.yaml", `version: 1\nhosts: ${hosts}\npools: { Shop: { queueLength: 2000 } }\n`);
    const { code, stdout } = await place.run(["apply", "--yes", "--no-backup", "--parallel", "3"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/OUTPUT_TOO_LARGE: .*ended, because it printed more than 256 MB.*may have taken effect/);
    for (const name of ["one", "three"]) expect(place.read(`${name}.config`)).toContain('queueLength="2000"');
    expect(place.read("two.config")).not.toContain('queueLength="2000"');
    place.dispose();
  },
  120_000,
);
