import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Paths of the PEM files of a certificate and its key. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of a test, in a folder. */
export class Authority {
  /** The path of its certificate. */
  readonly certificate: string;
  private readonly folder: string;
  private readonly key: string;

  constructor(folder: string, name = "Test CA") {
    this.folder = folder;
    ({ certificate: this.certificate, key: this.key } = this.files("ca"));
    const subject = ["-subj", `/CN=${name}`, "-addext", "keyUsage=critical,keyCertSign,cRLSign"];
    openssl("req", "-x509", ...newKey, "-keyout", this.key, "-out", this.certificate, "-days", "2", ...subject);
  }

  /**
   * Issues a certificate.
   *
   * @param name its common name, and the name of its files
   * @param alternatives its subjectAltName. Default: loopback
   */
  issue(name: string, alternatives = "IP:127.0.0.1,IP:127.0.0.2,DNS:localhost"): CertificateFiles {
    const files = this.files(name);
    const [request, extensions] = [join(this.folder, `${name}.csr`), join(this.folder, `${name}.ext`)];
    writeFileSync(extensions, `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth,clientAuth\n`);
    openssl("req", ...newKey, "-keyout", files.key, "-out", request, "-subj", `/CN=${name}`);
    const signed = ["-CA", this.certificate, "-CAkey", this.key, "-days", "2", "-extfile", extensions];
    openssl("x509", "-req", "-in", request, "-out", files.certificate, ...signed);
    return files;
  }

  private files(name: string): CertificateFiles {
    return { certificate: join(this.folder, `${name}.crt`), key: join(this.folder, `${name}.key`) };
  }
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"] as const;

function openssl(...args: readonly string[]): void {
  execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** Makes a certificate for loopback that is signed by itself. @param days its first and its last second: `20200101000000Z` */
export function selfSigned(
  folder: string,
  name: string,
  days: readonly [string, string] = ["20200101000000Z", "20990101000000Z"],
): CertificateFiles {
  const file = (ending: string): string => join(folder, `${name}.${ending}`);
  const files = { certificate: file("crt"), key: file("key") };
  writeFileSync(file("index"), "");
  writeFileSync(
    file("conf"),
    `[ca]
default_ca = own
[own]
database = ${file("index")}
new_certs_dir = ${folder}
default_md = sha256
rand_serial = yes
policy = names
x509_extensions = server
[names]
commonName = supplied
[server]
subjectAltName = IP:127.0.0.1
`,
  );
  openssl("req", ...newKey, "-keyout", files.key, "-out", file("csr"), "-subj", `/CN=${name}`);
  const signed = ["-selfsign", "-config", file("conf"), "-keyfile", files.key, "-in", file("csr")];
  openssl("ca", "-batch", "-notext", ...signed, "-out", files.certificate, "-startdate", days[0], "-enddate", days[1]);
  return files;
}
