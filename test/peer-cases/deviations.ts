import { type Flat, type PeerCase, poolsOf } from "./cases";
import type { Refusals } from "./run-refused";

type Rewrite = (one: PeerCase) => PeerCase;

/** How our answer to a case differs on purpose. Why it does is told in left-out.md. */
export interface Deviation {
  /** What our check refuses of the case as it stands. */
  readonly refused?: Refusals;
  /** Why IIS itself does not load what the case gives. */
  readonly givenRefused?: RegExp;
  /** What is run in its place; absent where nothing is left to run. */
  readonly rewrite?: Rewrite;
}

function declaring(more: Flat): Rewrite {
  return (one) => {
    const pools = poolsOf(one.desired).map(([name, settings]) => [name, { ...settings, ...more }]);
    return { ...one, desired: { ...one.desired, pools: Object.fromEntries(pools) as Record<string, Flat> } };
  };
}

function expecting(more: Flat): Rewrite {
  return (one) => ({ ...one, expect: { ...one.expect, ...more } });
}

function expectingAfter(more: Flat): Rewrite {
  return (one) => expecting({ after: { ...(one.expect.after as Flat), ...more } })(one);
}

function both(first: Rewrite, second: Rewrite): Rewrite {
  return (one) => second(first(one));
}

/** The case with another value of a setting, wherever it stands. */
function replacing(path: string, by: string | undefined): Rewrite {
  return (one) => JSON.parse(JSON.stringify(one, (key, value: unknown) => (key === path ? by : value))) as PeerCase;
}

/** The case without a setting, wherever it stands. */
function without(path: string): Rewrite {
  return replacing(path, undefined);
}

function renamingGiven(from: string, to: string): Rewrite {
  return (one) => ({
    ...one,
    given: {
      pools: Object.fromEntries(poolsOf(one.given).map(([name, settings]) => [name === from ? to : name, settings])),
    },
  });
}

const time: Deviation = {
  refused: { "recycling.periodicRestart.time": /must be a duration such as/ },
  rewrite: declaring({ "recycling.periodicRestart.time": "00:05:00" }),
};
const noZero = (path: string): Deviation => ({ refused: { [path]: /must be between 00:00:01 and/ } });
const undeclaredIdentity = { "processModel.identityType": /is required with .*Write identityType: SpecificUser/ };
const specificUser = { "processModel.identityType": "SpecificUser", "processModel.userName": "CORP\\svc-shop" };
const secret: Deviation = { refused: undeclaredIdentity, rewrite: declaring(specificUser) };
const delegator = "processModel.requestQueueDelegatorIdentity";
const noDelegator: Deviation = { refused: { [delegator]: /unknown key/ }, rewrite: without(delegator) };
const delegatorGiven: Deviation = {
  givenRefused: /Unrecognized attribute 'requestQueueDelegatorIdentity'/,
  rewrite: without(delegator),
};

/** Every case that ours answers differently on purpose. */
export const deviations: Readonly<Record<string, Deviation>> = {
  "ANS-06": time,
  "ANS-07": time,
  "PUP-02": { rewrite: expectingAfter({ autoStart: false }) },
  "PUP-04": { refused: undeclaredIdentity, rewrite: declaring({ "processModel.identityType": "SpecificUser" }) },
  "PUP-U19": noZero("processModel.pingResponseTime"),
  "PUP-U21": noZero("processModel.shutdownTimeLimit"),
  "PUP-U23": noZero("processModel.startupTimeLimit"),
  "PUP-S58": secret,
  "PUP-S60": { ...secret, rewrite: both(declaring(specificUser), expecting({ event_values: "[secret]" })) },
  "PUP-S61": secret,
  "DSC-U097": {
    refused: { "recycling.periodicRestart.schedule[0]": /must be a time of day/ },
    rewrite: declaring({ "recycling.periodicRestart.schedule": [] }),
  },
  "DSC-U114": {
    refused: { "processModel.userName": /is required with identityType SpecificUser/ },
    rewrite: declaring({ "processModel.userName": "CONTOSO\\JDoe", "processModel.password": "1q2w3e4r" }),
  },
  "DSC-U154": { rewrite: expecting({ actions: ["remove"] }) },
  "DSC-V473": { rewrite: expecting({ valid_at: [1, 2147483647], error_at: [-1, 0, 2147483648] }) },
  "DSC-V510": { rewrite: expecting({ valid_at: [0, 86340], error_at: [-1, 30, 86399, 86400] }) },
  "CHEF-06": {
    refused: { managedRuntimeVersion: /write "v4\.0", because no worker process starts/ },
    rewrite: replacing("managedRuntimeVersion", "v4.0"),
  },
  "IISADM-V482": { rewrite: expecting({ valid_at: [1, 144000], error_at: [0, 144001, 144400, 144401] }) },
  "CARBON-20": delegatorGiven,
  "CARBON-21": noDelegator,
  "CARBON-22": delegatorGiven,
  "CARBON-24": noDelegator,
  "SALT-02": { rewrite: expecting({ after: { MyTestPool: { applications: ["MyTestSite/"], state: "Started" } } }) },
  "ISS-22": { rewrite: expecting({ error: null, changed: false }) },
  "ISS-49": { givenRefused: /Invalid application pool name/, rewrite: renamingGiven("a+b(c)", "a.b(c)") },
  "AZ-02": {
    rewrite: expecting({
      peer_appcmd_args: ["-managedPipelineMode:Classic", "-processModel.identityType:NetworkService"],
    }),
  },
  "AZ-09": {},
};
