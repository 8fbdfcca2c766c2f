/** Whether a text is in PEM: a certificate or a key, and not the path of its file. */
export function isPem(text: string): boolean {
  return text.includes("-----BEGIN ");
}

const path = "(?![^]*(?:\\0|-----BEGIN |\\$\\{env:))[^\\r\\n]*\\S[^\\r\\n]*";
const certificate = "(?![^]*(?:\\0|PRIVATE KEY-----))[^]*-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^]*";
const key = "(?![^]*\\0)[^]*-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[^]*";
const reference = "\\$\\{env:[A-Za-z_]\\w*\\}";

/** Certificates in PEM without a private key, because states and plans show them, or the path of their file. */
export const certificateForm = new RegExp(`^(?:${certificate}|${path})$`);
/** A private key in PEM, the path of its file, or the environment variable that holds one of them. */
export const keyForm = new RegExp(`^(?:${key}|${path}|${reference})$`);
/** The same in a file, which holds no secrets. */
export const keyInFileForm = new RegExp(`^(?:${path}|${reference})$`);
