const prefix = "[enc:IISWASOnlyAesProvider:";
const suffix = ":enc]";
const key = Buffer.from("appcmd-emulator: this is not protection");
/** The first bytes of every encoding of this program, which distinguish it from others. */
const mark = Buffer.from("emu1");

/**
 * Writes a password in the format in which IIS stores one. It imitates the format without protection: the key is fixed
 * and public, so anyone can decode the text. Equal passwords give equal texts.
 */
export function encodePassword(password: string): string {
  if (password === "") return prefix + suffix;
  if (isForeign(password)) return password;
  return prefix + mix(Buffer.concat([mark, Buffer.from(password, "utf8")])).toString("base64") + suffix;
}

/** Whether a real server has encrypted the text; it is kept unchanged, because only that server can read it. */
function isForeign(text: string): boolean {
  return text.startsWith("[enc:") && text.endsWith(suffix) && decodePassword(text) === text;
}

/**
 * The password as appcmd lists it, decoded. Plain text, and an encoding by a real server, are returned unchanged; an
 * encrypted empty text is empty, whatever its provider.
 */
export function decodePassword(stored: string): string {
  if (/^\[enc:(?:[^:\]]*:)?:enc\]$/.test(stored)) return "";
  if (!stored.startsWith(prefix) || !stored.endsWith(suffix)) return stored;
  const body = stored.slice(prefix.length, -suffix.length);
  if (body === "") return "";
  const bytes = mix(Buffer.from(body, "base64"));
  return bytes.subarray(0, mark.length).equals(mark) ? bytes.subarray(mark.length).toString("utf8") : stored;
}

function mix(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (key[index % key.length] ?? 0) ^ (index & 0xff)));
}
