import { findProgram } from "../openssh/needs";
import { missingKerberos } from "../../../tools/winrm-server/kdc.mts";

const missing = ["python3", "openssl"].filter((name) => findProgram(name) === undefined);
const missingForKerberos = [...missing, ...missingKerberos()];
const command = "apt-get install -y --no-install-recommends krb5-kdc krb5-admin-server krb5-user libkrb5-dev faketime";

/** A `describe` for what needs the WinRM server of the tests. Where it cannot run, the name says what it needs. */
export function describeWithWinrm(name: string, body: () => void): void {
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(", ")})`, body);
}

/** A `describe` for what needs a real KDC too. Where there is none, the name says what brings it. */
export function describeWithKdc(name: string, body: () => void): void {
  if (missingForKerberos.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missingForKerberos.join(", ")}: ${command})`, body);
}

const missingForPackage = [...missingForKerberos, ...["g++", "make"].filter((name) => findProgram(name) === undefined)];

/** A `describe` for what needs the npm package `kerberos` too, which is compiled. */
export function describeWithKerberos(name: string, body: () => void): void {
  if (missingForPackage.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missingForPackage.join(", ")}: ${command} g++ make)`, body);
}
