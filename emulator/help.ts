/** `appcmd apppool /?`, as the real tool prints it. */
export const apppoolHelp = `Administration of application pools

APPCMD (command) APPPOOL <identifier> <-parameter1:value1 ...>

Supported commands:

  list      List application pools
  set       Configure application pool
  add       Add new application pool
  delete    Delete application pool
  start     Start application pool
  stop      Stop application pool
  recycle   Recycle application pool

(To get help for each command use /?, e.g. 'appcmd.exe add site /?'.)
`;

const list = `List application pools

APPCMD list APPPOOL <identifier> <-parameter1:value1 ...>

List the application pools on the machine.  This command can be used to find a
specific application pool by using its identifier, or match zero or more
application pools based on the specified application pool attributes.
 
Supported parameters:

 identifier

    Application pool name of the application pool to find

 /apppool.name

    Application pool name of the application pool to find (same as
    identifier)

 /?

    Display the dynamic properties that can be used to find one or more
    application pool objects


Examples:

 appcmd list apppools

    List all application pools on the machine.

 appcmd list apppool "DefaultAppPool/"

    Find the application pool "DefaultAppPool".

 appcmd list apppools /autoStart:true /processModel.loadUserProfile:false

    Find all application pools that have the "autoStart" and
    "processModel.loadUserProfile" configuration properties set to the
    specified values.
`;

const start = `Start application pool

APPCMD start APPPOOL <identifier> <-parameter1:value1 ...>

Starts the specified application pool, allowing new worker processes running
the applications in this application pool to be started.  The exact
application pool identifier must be provided and must resolve to an existing
application pool.
 
Supported parameters:

 identifier (required)

    Application pool name of the application pool to start

 /apppool.name

    Application pool name of the application pool to start (same as
    identifier)

 /wait

    Whether the command should wait for the application pool to start before
    returning

 /timeout

    How long to wait for the application pool to start (milliseconds).  Only
    valid when waiting is enabled


Examples:

 appcmd start apppool "MyAppPool"

    Start the application pool "MyAppPool".
`;

const stop = start
  .replace("Start application pool\n", "Stop application pool\n")
  .replace("APPCMD start", "APPCMD stop")
  .replace(
    /Starts the specified[^]*?to be started\./,
    `Stops the specified application pool, shutting down existing worker processes
running the applications in this application pool, and preventing new worker
processes from being started.`,
  )
  .replace("application pool to start\n\n /apppool", "application pool to stop\n\n /apppool")
  .replace("application pool to start (same as", "application pool to stop (same as")
  .replace("appcmd start apppool", "appcmd stop apppool")
  .replace("Start the application pool", "Stop the application pool");

const recycle = `Recycle application pool

APPCMD recycle APPPOOL <identifier> <-parameter1:value1 ...>

Recycles the specified application pool, recycling its the worker processes.
The exact application pool identifier must be provided and must resolve to an
existing application pool.
 
Supported parameters:

 identifier (required)

    Application pool name of the application pool to recycle

 /apppool.name

    Application pool name of the application pool to recycle (same as
    identifier)


Examples:

 appcmd recycle apppool "MyAppPool"

    Recycle the application pool "MyAppPool".
`;

/**
 * `appcmd VERB apppool /?`. `list` and `start` are word for word. For `stop` and `recycle` only the paragraph is; the
 * rest follows `start`, and their line breaks are not known. The texts of other verbs were not found.
 */
export const apppoolVerbHelp: Readonly<Record<string, string>> = {
  LIST: list,
  START: start,
  STOP: stop,
  RECYCLE: recycle,
};

/** `appcmd /?` of IIS 10 (build 14393). Each line feed stands for a line end of appcmd's texts. */
export const generalHelp = `General purpose IIS command line administration tool.

APPCMD (command) (object-type) <identifier> </parameter1:value1 ...>

Supported object types:

  SITE      Administration of virtual sites
  APP       Administration of applications
  VDIR      Administration of virtual directories
  APPPOOL   Administration of application pools
  CONFIG    Administration of general configuration sections
  WP        Administration of worker processes
  REQUEST   Administration of HTTP requests
  MODULE    Administration of server modules
  BACKUP    Administration of server configuration backups
  TRACE     Working with failed request trace logs
  BINDING   Object for working with SSL bindings

(To list commands supported by each object use /?, e.g. 'appcmd.exe site /?')

General parameters:

/?               Display context-sensitive help message.

/text<:value>    Generate output in text format (default).
                 /text:* shows all object properties in detail view.
                 /text:<attribute> shows the value of the specified
                 attribute for each object.
/xml             Generate output in XML format.
                 Use this to produce output that can be sent to another
                 command running in /in mode.
/in or -         Read and operate on XML input from standard input.
                 Use this to operate on input produced by another
                 command running in /xml mode.
/config<:*>      Show configuration for displayed objects.
                 /config:* also includes inherited configuration.
/metadata        Show configuration metadata when displaying configuration.

/commit          Set config path where configuration changes are saved.
                 Can specify either a specific configuration path, "site",
                 "app", "parent", or "url" to save to the appropriate portion
                 of the path being edited by the command, "apphost", "webroot",
                 or "machine" for the corresponding configuration level.
/apphostconfig   Specify an alternate applicationHost.config file to edit.
/debug           Show debugging information for command execution.

Use "!" to escape parameters that have same names as the general parameters,
like "/!debug:value" to set a config property named "debug".
`;
