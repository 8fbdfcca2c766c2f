/** Messages that are deliberately not what they were where a rule of as-good.ts sees something lost: why, and which cases. */
export const deliberate: readonly { readonly reason: string; readonly ids: readonly string[] }[] = [
  {
    reason: "An export is listed for pulumi import too, if --as names its server.",
    ids: ["iispools import --from for pulumi"],
  },
  {
    reason: "Of a saved plan, a fault that only follows from another one is not reported: what is wrong is said once.",
    ids: [
      "plan: connection a text",
      "plan: connection null",
      "plan: inner change a list",
      "plan: inner change left out",
      "plan: target left out",
      "plan: target a text",
      "plan: target a number",
      "plan: path unknown, near",
      "plan: path a number",
      "plan: path left out",
      "plan: rename of the defaults",
      "plan: several faults",
      "plan: secret with another key",
    ],
  },
  {
    reason: "A value that is missing in a file is one fault: what only follows from it is not reported.",
    ids: ["no value in a list"],
  },
  {
    reason: "A saved plan whose keys are in another order is not taken for a pool file.",
    ids: ["iispools apply plan with reordered keys"],
  },
  {
    reason: "The verb explain lists the settings with a word, so the case now has a word that no setting has.",
    ids: ["iispools explain idleTimeout"],
  },
  {
    reason: "The code of the file system follows what it means, in parentheses, where the codes of errors are.",
    ids: ["iispools import --from no such file"],
  },
  {
    reason: "The verb schema takes the name of a document.",
    ids: ["iispools schema banana"],
  },
  {
    reason: "A key at the top of a saved plan is named by itself, not as plan.key.",
    ids: ["plan: unknown key at the top"],
  },
  { reason: "a proxy's text can hold a password", ids: ["stack config: proxy a text"] },
  {
    reason:
      "a secret in a file is a reference, which one fault says; what it must be in a program is not said beside it",
    ids: ["hosts: password blank", "hosts: private key a path", "hosts: several faults over lines"],
  },
  {
    reason: "the fault of a proxy without host stands at the key that is missing, as that of every required key does",
    ids: ["hosts: proxy without host", "connection: proxy without host in it"],
  },
  {
    reason:
      "the hint is a sentence of its own; what stands between the two quotation marks of the text is no quotation",
    ids: ["connection: appcmdPath on a server with quotes", "hosts: appcmdPath on a server with a quote"],
  },
  {
    reason: "an address can hold a password; each fault of it is a line of its own",
    ids: [
      "iispools recycle --probe ftp://a/",
      "iispools recycle --probe http://{server}/",
      "iispools recycle --probe http://a/,status=abc",
      "iispools recycle --probe http://a/,status=99",
      "iispools recycle --probe http://a/,timeout=30",
      "iispools recycle --probe http://a/,timeout=2h",
      "iispools recycle --probe http://a/,timeout=x,status=x",
      "iispools recycle --probe with a timeout of zero",
      "iispools recycle --probe with an unclosed placeholder",
    ],
  },
  { reason: "a delay is no setting of IIS and has a range of its own", ids: ["iispools apply --settle too long"] },
  {
    reason:
      "a fault of the stack's config stands at its key, before anything is registered, and shows none of its text",
    ids: [
      "stack config: port a word",
      "stack config: port out of range",
      "stack config: insecureIgnoreHostKey a word",
      "stack config: proxy with unknown key",
      "stack config: port without host",
      "stack config: configFile and host",
      "stack config: shell unknown",
      "stack config: perDialTimeout too large",
      "stack config: codePage a word",
      "stack config: host with port",
    ],
  },
  {
    reason: "a key that holds dots, blanks or other marks stands in brackets and quotes in a path",
    ids: [
      "iispools validate a file of hidden characters",
      "pool: unknown key that is the path of a setting",
      "environment: a variable's name with blanks",
    ],
  },
  {
    reason: "a key that is refused where it stands is not listed as known there",
    ids: ["dynamic: defaults with faults"],
  },
  {
    reason: "the step of a stagger is told by its own range, and a time of day has one example",
    ids: ["stagger: not whole minutes", "stagger: zero", "stagger: lists"],
  },
  {
    reason:
      "the versions of the CLR are listed as all names are, without brackets; the bracket was read as a part of the last",
    ids: [
      "text: a version IIS does not start",
      "text: No Managed Code",
      "AppPool: version of the CLR",
      "AppPool: every setting a wrong word",
    ],
  },
  {
    reason: "a stagger in a program is told where it can be",
    ids: ["AppPool: stagger is for pool files"],
  },
  {
    reason: "numbers are shown, as they hold no secret",
    ids: ["probe: status too large"],
  },
  {
    reason: "a reference in the wrong place is one fault: what would be wrong with its text is no other",
    ids: ["reference: in the probe", "reference: in the state"],
  },
  {
    reason: "the path in a rule of drift.ignore can hold no secret; it is shown as every unknown name is",
    ids: ["drift: unknown path, near", "drift: unknown path, not near"],
  },
  {
    reason: "a wrong state is shown, as every wrong value that can be no secret",
    ids: ["pool: state unknown", "several faults at once"],
  },
  {
    reason:
      "who named a file with --config-file needs no advice to name one; where appcmd is missing, its own hint has the option",
    ids: ["iispools apply --config-file missing"],
  },
];
