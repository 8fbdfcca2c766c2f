/** What is called so holds a secret, or what decrypts one: neither appcmd nor a shell needs it. */
const secretNames = [
  /^(?:PULUMI|IISPOOLS)_/,
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL/,
  /(?:^|_)(?:PASS|PW|PAT)(?:$|_)/,
  /(?:^|_|PRIVATE|ACCESS|API|ACCOUNT|STORAGE)KEY(?:$|_)/,
  /CONNECTION_?STRING/,
];

/**
 * The environment of a process that this package starts: that of this process without the variables whose names say that
 * they are secret, and without everything of Pulumi and iispools. Letter case does not count.
 */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !secretNames.some((pattern) => pattern.test(name.toUpperCase()))),
  );
}
