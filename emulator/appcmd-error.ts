/**
 * An answer of appcmd that is not success: what goes to standard output and the exit code. `printed` is what had been
 * written before: a success line can precede the error of its commit.
 */
export class AppcmdError extends Error {
  override readonly name = "AppcmdError";

  constructor(
    readonly text: string,
    readonly exitCode: number,
    readonly printed = "",
    /** The entry of facts/assumptions.json that decides the exit code, where there is one. */
    readonly assumption?: string,
  ) {
    super(text);
  }
}

/** Win32 error codes that serve as exit codes. */
export const win32 = {
  fileNotFound: 2,
  accessDenied: 5,
  invalidData: 13,
  sharingViolation: 32,
  lockViolation: 33,
  notSupported: 50,
  invalidParameter: 87,
  alreadyExists: 183,
  alreadyRunning: 1056,
  cannotAcceptControl: 1061,
  notActive: 1062,
  notFound: 1168,
  rpcFailed: 1726,
  objectNotFound: 4312,
} as const;

/** `ERROR ( message:… )`: an error of the command line or of a lookup. A line feed stands for a line end of appcmd's texts. */
export function messageError(message: string, exitCode: number, assumption?: string): AppcmdError {
  return new AppcmdError(`ERROR ( message:${resourceText(message)} )\r\n`, exitCode, "", assumption);
}

/** `ERROR ( hresult:…, message:… )` for a Win32 code: an error of the commit or of the running service. */
export function hresultError(message: string, code: number, printed = ""): AppcmdError {
  const hresult = (0x80070000 + code).toString(16);
  return new AppcmdError(`ERROR ( hresult:${hresult}, message:${resourceText(message)} )\r\n`, code, printed);
}

/** An error text without the `ERROR ( … )` round it. */
export function plainError(message: string, exitCode: number): AppcmdError {
  return new AppcmdError(`${resourceText(message)}\r\r\n`, exitCode);
}

/** Texts from appcmd's resources hold CR LF, which standard output in text mode turns into CR CR LF. */
export function resourceText(message: string): string {
  return message.replaceAll("\n", "\r\r\n");
}
