import "./no-pauses";
import { readFileSync } from "node:fs";
import type { Connection } from "../../provider/connection/schema";
import { connect } from "../../provider/transport/connect";
import { describeWithWinrm } from "./winrm/needs";
import { optionsOf, schemes, winrmPlace } from "./winrm/place";
import { type Forge, relay } from "./winrm/relay";

const list = ["list", "apppool", "/xml"];
/** What a command ends with: its result, or its error. */
const resultOf = (connection: Connection): Promise<unknown> =>
  connect(connection)
    .exec(list)
    .catch((error: unknown) => error);

/** The token without its signature: accept-completed alone. */
const accepted = Buffer.from("a1073005a0030a0100", "hex");
const flagsAt = 20;

/** Changes the challenge: the message of NTLM in the answer with 401. */
const inChallenge =
  (change: (message: Buffer) => void): Forge =>
  (status, token) => {
    if (status === 401) change(token.subarray(token.indexOf("NTLMSSP")));
    return token;
  };
const withoutFlag = (flag: number): Forge =>
  inChallenge((message) => message.writeUInt32LE((message.readUInt32LE(flagsAt) & ~flag) >>> 0, flagsAt));
const inLast =
  (change: (token: Buffer) => Buffer | undefined): Forge =>
  (status, token) =>
    status === 200 ? change(token) : token;
/** With the last bit of a byte changed. */
const flipped = (token: Buffer, at: number): Buffer => {
  const changed = Buffer.from(token);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
};
const withLength = (message: Buffer): void => {
  const start = message.readUInt32LE(44);
  message.writeUInt16LE(60_000, start + 2);
};

describeWithWinrm("answers to a login that somebody in the middle has changed", () => {
  const place = winrmPlace();

  it.each(
    schemes.flatMap((scheme) => [
      [scheme, "negotiate", "nothing"] as const,
      ...(scheme === "HTTP" ? ([[scheme, "ntlm", "nothing"]] as const) : []),
    ]),
  )("over %s with %s: the login succeeds if %s is changed", async (scheme, auth) => {
    const machine = await place.start({ ...optionsOf(scheme, place), methods: ["negotiate"], cbt: "none" });
    const between = await relay(machine.server.port, scheme === "HTTPS" ? place.certificate : undefined);
    try {
      expect(await resultOf(machine.to({ port: between.port, auth }))).toMatchObject({ exitCode: 0 });
    } finally {
      await between.stop();
    }
  });

  it.each<[what: string, scheme: (typeof schemes)[number], forge: Forge]>([
    ["is missing", "HTTP", inLast(() => undefined)],
    ["is missing", "HTTPS", inLast(() => undefined)],
    ["has no signature", "HTTP", inLast(() => accepted)],
    ["has no signature", "HTTPS", inLast(() => accepted)],
  ])(
    "a last token that %s over %s is not required: the messages or the certificate prove the server",
    async (_what, scheme, forge) => {
      const machine = await place.start({ ...optionsOf(scheme, place), methods: ["negotiate"], cbt: "none" });
      const between = await relay(machine.server.port, scheme === "HTTPS" ? place.certificate : undefined, forge);
      try {
        expect(await resultOf(machine.to({ port: between.port }))).toMatchObject({ exitCode: 0 });
      } finally {
        await between.stop();
      }
    },
  );

  const invalid = /its last answer to the login is not valid$/;
  it.each<[what: string, scheme: (typeof schemes)[number], forge: Forge, problem: RegExp]>([
    ["the last token says that more is needed", "HTTP", inLast((token) => flipped(token, 8)), invalid],
    ["the last token says that more is needed", "HTTPS", inLast((token) => flipped(token, 8)), invalid],
    ["the last token is none", "HTTP", inLast(() => Buffer.from("ffff", "hex")), invalid],
    [
      "the signature is wrong",
      "HTTP",
      inLast((token) => flipped(token, token.length - 5)),
      /its proof that it knows the password is wrong$/,
    ],
  ])("%s, over %s: the server is not believed, and nothing is sent to it", async (_what, scheme, forge, problem) => {
    const machine = await place.start({ ...optionsOf(scheme, place), methods: ["negotiate"], cbt: "none" });
    const between = await relay(machine.server.port, scheme === "HTTPS" ? place.certificate : undefined, forge);
    try {
      const error = await resultOf(machine.to({ port: between.port }));
      expect(error).toMatchObject({ code: "AUTH_FAILED", problem: expect.stringMatching(problem) });
      expect(error).toMatchObject({
        problem: expect.stringMatching(/^another machine may have answered at port \d+: /),
      });
      expect(machine.events("login")).toHaveLength(1);
      // The login was sent, and is not sent again.
      expect(await resultOf(machine.to({ port: between.port }))).toMatchObject({ code: "AUTH_FAILED" });
      expect([machine.events("login").length, machine.actions()]).toEqual([1, []]);
    } finally {
      await between.stop();
    }
  });

  const weak = (what: string): RegExp => new RegExp(`^another machine may .*: NTLM without ${what} is not safe`);
  const invalidChallenge = /no WinRM service: its answer to a login is not a valid NTLM challenge$/;
  it.each<[what: string, forge: Forge, problem: RegExp]>([
    ["has no encryption", withoutFlag(0x20), weak("encryption")],
    ["has no signing", withoutFlag(0x10), weak("signing")],
    ["has no 128-bit keys", withoutFlag(0x2000_0000), weak("128-bit keys")],
    ["has an attribute beyond its end", inChallenge(withLength), invalidChallenge],
    ["is cut", (status, token) => (status === 401 ? token.subarray(0, 60) : token), invalidChallenge],
    [
      "is for another mechanism",
      (status, token) => (status === 401 ? flipped(token, token.indexOf(Buffer.from("2b06010401", "hex")) + 9) : token),
      /: it takes a login that was not offered to it$/,
    ],
  ])("a challenge that %s is refused before the proof of the password is sent", async (_what, forge, problem) => {
    const machine = await place.start({ ...optionsOf("HTTP", place), methods: ["negotiate"] });
    const between = await relay(machine.server.port, undefined, forge);
    try {
      expect(await resultOf(machine.to({ port: between.port }))).toMatchObject({
        code: expect.stringMatching(/AUTH_FAILED|UNREACHABLE/),
        problem: expect.stringMatching(problem),
      });
      expect([machine.events("login"), machine.actions()]).toEqual([[], []]);
    } finally {
      await between.stop();
    }
  });

  it("over HTTPS a challenge without encryption is enough", async () => {
    const machine = await place.start({ ...optionsOf("HTTPS", place), methods: ["negotiate"], cbt: "none" });
    const between = await relay(machine.server.port, place.certificate, withoutFlag(0x20));
    try {
      const caCert = readFileSync(place.authority.certificate, "utf8");
      // The server finds that the challenge was changed; the client had no reason to refuse it.
      expect(await resultOf(machine.to({ port: between.port, caCert }))).toMatchObject({
        problem: expect.stringMatching(/refuses the login/),
      });
      expect(machine.events("login")).toHaveLength(1);
    } finally {
      await between.stop();
    }
  });
});
