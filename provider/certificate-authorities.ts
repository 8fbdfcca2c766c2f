import * as tls from "node:tls";
import { lazily } from "./lazily";

/** The certificates in PEM of Node.js, of this system and of NODE_EXTRA_CA_CERTS; Node before 22.15 knows the first ones only. */
export const authorities = lazily((): string[] => {
  const { getCACertificates } = tls as Partial<typeof tls>;
  return [
    ...tls.rootCertificates,
    ...(["system", "extra"] as const).flatMap((kind) => getCACertificates?.(kind) ?? []),
  ];
});
