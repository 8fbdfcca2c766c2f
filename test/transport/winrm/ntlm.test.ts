import fc from "fast-check";
import { missingFrom, readChallenge } from "../../../provider/transport/winrm/ntlm/challenge";
import { authenticateMessage, negotiateMessage } from "../../../provider/transport/winrm/ntlm/messages";
import { directionKey, readAccount, respond, responseKey } from "../../../provider/transport/winrm/ntlm/keys";
import { Rc4 } from "../../../provider/transport/winrm/ntlm/rc4";
import { NtlmSession } from "../../../provider/transport/winrm/ntlm/session";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

/** The values of MS-NLMP 4.2.1 and 4.2.4, "NTLMv2 authentication". */
const known = {
  account: { user: "User", domain: "Domain" },
  password: "Password",
  serverChallenge: hex("0123456789abcdef"),
  clientChallenge: hex("aaaaaaaaaaaaaaaa"),
  sessionKey: hex("55555555555555555555555555555555"),
  targetInfo: hex("02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000"),
  challengeMessage: hex(`
    4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000
    2400240044000000 060070170000000f 530065007200760065007200
    02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`),
};

describe("NTLMv2, with the values of MS-NLMP 4.2.4", () => {
  it("hashes the password: NTOWFv2", () => {
    expect(responseKey(known.account, known.password)).toEqual(hex("0c868a403bfd7a93a3001ef22ef02e3f"));
  });

  const key = responseKey(known.account, known.password);
  const time = Buffer.alloc(8);

  it("answers the challenge: LMv2, NTProofStr, SessionBaseKey", () => {
    const { lm, nt, sessionBaseKey } = respond(
      key,
      known.serverChallenge,
      known.clientChallenge,
      time,
      known.targetInfo,
      false,
    );
    expect(lm).toEqual(hex("86c35097ac9cec102554764a57cccc19 aaaaaaaaaaaaaaaa"));
    expect(nt.subarray(0, 16)).toEqual(hex("68cd0ab851e51c96aabc927bebef6a1c"));
    expect(sessionBaseKey).toEqual(hex("8de40ccadbc14a82f15cb0ad0de95ca3"));
    expect(new Rc4(sessionBaseKey).transform(known.sessionKey)).toEqual(hex("c5dad2544fc9799094ce1ce90bc9d03e"));
  });

  it("sends no LMv2 response to a server that sent its time", () => {
    const { lm } = respond(key, known.serverChallenge, known.clientChallenge, time, known.targetInfo, true);
    expect(lm).toEqual(Buffer.alloc(24));
  });

  it("makes the keys of a direction", () => {
    expect(directionKey(known.sessionKey, "client-to-server", "sealing")).toEqual(
      hex("59f600973cc4960a25480a7c196e4c58"),
    );
    expect(directionKey(known.sessionKey, "client-to-server", "signing")).toEqual(
      hex("4788dc861b4782f35d43fd98fe1a2d39"),
    );
  });

  it("seals and signs a message", () => {
    const { sealed, signature } = new NtlmSession(known.sessionKey).seal(Buffer.from("Plaintext", "utf16le"));
    expect(sealed).toEqual(hex("54e50165bf1936dc996020c1811b0f06fb5f"));
    expect(signature).toEqual(hex("01000000 7fb38ec5c55d4976 00000000"));
  });

  it("reads the challenge message", () => {
    const challenge = readChallenge(known.challengeMessage);
    expect(challenge?.challenge).toEqual(known.serverChallenge);
    expect(challenge?.targetInfo.get(2)?.toString("utf16le")).toBe("Domain");
    expect(challenge?.targetInfo.get(1)?.toString("utf16le")).toBe("Server");
  });

  it.each([
    ["a truncated message", known.challengeMessage.subarray(0, 60)],
    ["another message", hex("4e544c4d53535000 03000000")],
    ["no message", Buffer.alloc(0)],
    ["an attribute that is longer than all of them", withInfo("01004000 530065007200760065007200")],
    ["half of the head of an attribute", withInfo("0100")],
    ["flags of two bytes", withInfo("06000200 0000 00000000")],
    ["a time of seven bytes", withInfo("07000700 00000000000000 00000000")],
    ["attributes that are too long to be sent back", withInfo(`0100f8ff${"00".repeat(0xfff8)}`)],
  ])("refuses %s", (_what, message) => {
    expect(readChallenge(message)).toBeUndefined();
  });

  it.each([
    [0x1, false, ["Unicode"]],
    [0x8_0000, false, ["NTLMv2 session security"]],
    [0x80_0000, false, ["attributes of the server"]],
    [0x2000_0000, false, ["128-bit keys"]],
    [0x4000_0000, false, ["key exchange"]],
    [0x10, false, ["signing"]],
    [0x20, false, []],
    [0x20, true, ["encryption"]],
    [0, true, []],
  ])("without the flag 0x%x, sealed: %s, a challenge lacks %j", (flag, isSealed, missing) => {
    const message = Buffer.from(known.challengeMessage);
    message.writeUInt32LE((message.readUInt32LE(20) & ~flag) >>> 0, 20);
    const challenge = readChallenge(message);
    expect(challenge && missingFrom(challenge, isSealed)).toEqual(missing);
  });

  it("any changed or cut challenge is refused, or answered", () => {
    const counts = { refused: 0, answered: 0 };
    const { account, password, challengeMessage } = known;
    const attributes = fc
      .array(
        fc.tuple(fc.integer({ min: 0, max: 11 }), fc.uint8Array({ maxLength: 12 }), fc.integer({ min: -1, max: 1 })),
      )
      .map((all) => all.map(([id, value, error]) => attribute(id, Buffer.from(value), error)));
    const message = fc
      .tuple(fc.option(attributes), changes, fc.integer({ min: 0, max: 200 }), fc.boolean())
      .map(([some, all, end, isCut]) => {
        const whole = some === null ? Buffer.from(challengeMessage) : withInfo(Buffer.concat(some).toString("hex"));
        for (const [at, byte] of all) if (at < whole.length) whole[at] = byte;
        return isCut ? whole.subarray(0, end) : whole;
      });
    fc.assert(
      fc.property(message, (received) => {
        const challenge = readChallenge(received);
        counts[challenge === undefined ? "refused" : "answered"] += 1;
        if (challenge === undefined) return;
        const target = { spn: "HTTP/web-01", channelBindings: Buffer.alloc(50) };
        authenticateMessage(...([account, password, target, negotiateMessage(), received, challenge] as const));
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(counts.refused, counts.answered)).toBeGreaterThan(500);
  });
});

/** Bytes at places of a message, most of them in its head. */
const changes = fc.array(
  fc.tuple(fc.oneof(fc.integer({ min: 12, max: 60 }), fc.nat(200)), fc.constantFrom(0, 1, 4, 8, 0x7f, 0x80, 0xff)),
  { maxLength: 4 },
);

/** The bytes of an attribute whose length is wrong by so much. */
function attribute(id: number, value: Buffer, error: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id);
  head.writeUInt16LE(Math.max(0, value.length + error), 2);
  return Buffer.concat([head, value]);
}

/** The known challenge with these bytes as the attributes of the server. */
function withInfo(text: string): Buffer {
  const info = hex(text);
  const message = Buffer.concat([known.challengeMessage.subarray(0, 68), info]);
  message.writeUInt16LE(info.length, 40);
  message.writeUInt16LE(info.length, 42);
  return message;
}

it.each([
  ["Groß", "GROß"],
  ["ﬁne", "ﬁNE"],
  ["ärger", "ÄRGER"],
])("hashes the user %s as %s, as Windows does", (user, upper) => {
  const key = (name: string) => responseKey({ user: name, domain: "" }, "p");
  expect(key(user)).toEqual(key(upper));
  expect(key(user)).not.toEqual(key("other"));
});

it.each([
  ["CORP\\deploy", { user: "deploy", domain: "CORP" }],
  ["deploy@corp.example", { user: "deploy@corp.example", domain: "" }],
  ["deploy", { user: "deploy", domain: "" }],
])("reads the account of %s", (name, account) => {
  expect(readAccount(name)).toEqual(account);
});

it("makes a message whose fields are where its head says", () => {
  const challenge = readChallenge(known.challengeMessage);
  if (challenge === undefined) throw new Error("no challenge");
  const target = { spn: "HTTP/web-01", channelBindings: undefined };
  const { message } = authenticateMessage(
    ...([known.account, known.password, target, Buffer.alloc(0), known.challengeMessage, challenge] as const),
  );
  const field = (at: number): Buffer =>
    message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at));
  expect(field(28).toString("utf16le")).toBe("Domain");
  expect(field(36).toString("utf16le")).toBe("User");
  expect(field(52)).toHaveLength(16);
});

describe("RC4, with the values of RFC 6229", () => {
  it.each([
    ["0102030405", "b2396305f03dc027ccc3524a0a1118a8"],
    ["0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97"],
  ])("of the key %s", (key, stream) => {
    expect(new Rc4(hex(key)).transform(Buffer.alloc(16))).toEqual(hex(stream));
  });
});
