import { X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "../../provider/connection/schema";
import { Authority, type CertificateFiles, selfSigned } from "../../tools/winrm-server/certificates.mts";
import { describeWithWinrm } from "./winrm/needs";
import { errorOf, password, user, type WinrmMachine, winrmPlace } from "./winrm/place";
import { relay } from "./winrm/relay";

describeWithWinrm("the certificate of a server", () => {
  const place = winrmPlace();
  const pem = ({ certificate }: { readonly certificate: string }): string => readFileSync(certificate, "utf8");
  const fingerprint = (files: CertificateFiles): string => new X509Certificate(pem(files)).fingerprint256;
  /** A connection that names no authority. */
  const untrusting = ({ server: { port } }: WinrmMachine): Connection => {
    return { host: "127.0.0.1", type: "winrm", port, user, password, dialErrorLimit: 1 };
  };
  const expectNothingSent = (machine: WinrmMachine): void => {
    expect([machine.events("login"), machine.events("request")]).toEqual([[], []]);
  };

  it.each<[string, () => CertificateFiles, RegExp]>([
    ["of an unknown authority", () => place.certificate, /an authority that is not trusted has issued it/],
    ["signed by itself", () => selfSigned(place.folder, "self"), /it is self-signed/],
  ])("%s is refused before anything is sent, and the error has what lets it in", async (_what, issue, why) => {
    const files = issue();
    const machine = await place.start({ tls: files });
    const error = await errorOf(untrusting(machine));
    expect(error).toMatch(/^CERTIFICATE_UNTRUSTED: 127\.0\.0\.1: its certificate is not trusted: /);
    expect(error).toMatch(why);
    expectNothingSent(machine);
    const certFingerprint = /certFingerprint: "([^"]+)"/.exec(error ?? "")?.[1] ?? "";
    expect(certFingerprint).toBe(fingerprint(files));
    expect(await errorOf(machine.to({ certFingerprint }))).toBeUndefined();
    expect(
      await errorOf(machine.to({ certFingerprint: certFingerprint.replaceAll(":", "").toLowerCase() })),
    ).toBeUndefined();
    expect(await errorOf(machine.to({ insecure: true }))).toBeUndefined();
  });

  it.each<[string, () => CertificateFiles, RegExp]>([
    [
      "for another name",
      () => place.authority.issue("other", "DNS:web-02.example.com"),
      /for another name than that of connection\.host/,
    ],
    [
      "that has expired",
      () => selfSigned(place.folder, "expired", ["20200101000000Z", "20200102000000Z"]),
      /it was valid until .*2020/,
    ],
    [
      "that is not valid yet",
      () => selfSigned(place.folder, "future", ["20900101000000Z", "20910101000000Z"]),
      /it is valid from .*2090.*clock of this machine/,
    ],
  ])("%s is refused with the reason, though its authority is trusted", async (_what, issue, why) => {
    const files = issue();
    const machine = await place.start({ tls: files });
    const caCert = pem(files.certificate.includes("other") ? place.authority : files);
    const error = await errorOf(machine.to({ caCert }));
    expect(error).toMatch(/^CERTIFICATE_UNTRUSTED: /);
    expect(error).toMatch(why);
    expectNothingSent(machine);
    expect(await errorOf(machine.to({ certFingerprint: fingerprint(files) }))).toBeUndefined();
  });

  it("is compared with the fingerprint, and with the authority too if one is given", async () => {
    const machine = await place.start({ tls: place.certificate });
    const right = fingerprint(place.certificate);
    const wrong = "ab".repeat(32);
    const caCert = pem(place.authority);
    const folder = join(place.folder, "stranger");
    mkdirSync(folder);
    const stranger = pem(new Authority(folder, "Stranger"));
    expect(await errorOf(machine.to({ certFingerprint: wrong, caCert }))).toMatch(
      /^CERTIFICATE_UNTRUSTED: .*another machine may have answered.*Nothing was sent to it/,
    );
    expect(await errorOf(machine.to({ certFingerprint: right, caCert: stranger }))).toMatch(/^CERTIFICATE_UNTRUSTED: /);
    expectNothingSent(machine);
    expect(await errorOf(machine.to({ certFingerprint: right, caCert }))).toBeUndefined();
    // One file can have several authorities.
    expect(await errorOf(machine.to({ caCert: `${stranger}\n${caCert}` }))).toBeUndefined();
  });

  it.each(["relaxed", "strict"] as const)(
    "of somebody in between: the login is refused where bindings are %s",
    async (cbt) => {
      const machine = await place.start({ tls: place.certificate, cbt });
      const between = await relay(machine.server.port, place.authority.issue("between"));
      try {
        for (const way of [{ insecure: true }, { caCert: pem(place.authority) }]) {
          const error = await errorOf(
            machine.to({ port: between.port, auth: "negotiate", operationTimeout: 7, ...way }),
          );
          expect(error).toMatch(
            /^AUTH_FAILED: .*something between this machine and the server may replace the certificate$/,
          );
        }
        expect(machine.events("request")).toEqual([]);
      } finally {
        await between.stop();
      }
      expect(await errorOf(machine.to({ caCert: pem(place.authority) }))).toBeUndefined();
    },
  );
});
