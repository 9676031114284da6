namespace KaosNet.Api.Configuration;

/// <summary>Server modules: where they are and what they may use.</summary>
public sealed record RuntimeSettings
{
    [Setting("key=value entries visible to server modules as environment; an entry without \"=\" is fatal; merged over files and flags.")]
    public IReadOnlyList<string> Env { get; init; } = [];

    [Setting("Folder with server modules; empty = <data_dir>/modules.")]
    public string Path { get; init; } = "";

    [Setting("How often the folder of the modules is looked at for modules that have changed, in milliseconds; 0 = never.", AtLeast = 0)]
    public int WatchMs { get; init; } = 1000;

    [Setting("Percent of the calls of modules by clients that are recorded, for kaos replay diff; 0 = none.", AtLeast = 0, AtMost = 100)]
    public int RecordCalls { get; init; } = 0;

    [Setting("Most MB of such records, packed, that a server writes in an hour; what is beyond is not recorded.", AtLeast = 1, AtMost = 1024)]
    public int RecordCallsMb { get; init; } = 64;

    [Setting("Folder with web pages of the game, served at /play; empty = none.")]
    public string PagesPath { get; init; } = "";

    [Setting("Key for server-to-server RPC calls (query http_key or Basic); must be set; default raises a warning.", Secret = true)]
    public string HttpKey { get; init; } = "defaulthttpkey";

    [Setting("Deprecated: if non-zero replaces lua_min_count and raises a warning.", AtLeast = 0)]
    public int MinCount { get; init; } = 0;

    [Setting("Lua instances kept ready.", AtLeast = 0)]
    public int LuaMinCount { get; init; } = 16;

    [Setting("Deprecated: if non-zero replaces lua_max_count and raises a warning.", AtLeast = 0)]
    public int MaxCount { get; init; } = 0;

    [Setting("Most Lua instances.", AtLeast = 1)]
    public int LuaMaxCount { get; init; } = 48;

    [Setting("JavaScript instances kept ready.", AtLeast = 0)]
    public int JsMinCount { get; init; } = 16;

    [Setting("Most JavaScript instances.", AtLeast = 1)]
    public int JsMaxCount { get; init; } = 32;

    [Setting("Deprecated: if non-zero replaces lua_call_stack_size and raises a warning.", AtLeast = 0, NotYet = true)]
    public int CallStackSize { get; init; } = 0;

    [Setting("Lua call stack size.", AtLeast = 1, NotYet = true)]
    public int LuaCallStackSize { get; init; } = 128;

    [Setting("Deprecated: if non-zero replaces lua_registry_size and raises a warning.", AtLeast = 0, NotYet = true)]
    public int RegistrySize { get; init; } = 0;

    [Setting("Lua registry size.", AtLeast = 128, NotYet = true)]
    public int LuaRegistrySize { get; init; } = 512;

    [Setting("Buffered runtime events; overflow drops events (counted).", AtLeast = 1)]
    public int EventQueueSize { get; init; } = 65536;

    [Setting("Workers processing runtime events.", AtLeast = 1)]
    public int EventQueueWorkers { get; init; } = 8;

    [Setting("Deprecated: false switches lua_read_only_globals off and raises a warning.", NotYet = true)]
    public bool ReadOnlyGlobals { get; init; } = true;

    [Setting("Share Lua global tables read-only between instances.", NotYet = true)]
    public bool LuaReadOnlyGlobals { get; init; } = true;

    [Setting("Freeze JavaScript globals shared between instances.")]
    public bool JsReadOnlyGlobals { get; init; } = true;

    [Setting("Put Lua stack traces into error answers sent to clients.")]
    public bool LuaApiStacktrace { get; init; } = false;

    [Setting("Lua instructions that one call or match callback may use before it is ended.", AtLeast = 10_000)]
    public int LuaMaxInstructions { get; init; } = 50_000_000;

    [Setting("Megabytes that one Lua instance, also that of a match, may hold.", AtLeast = 1, AtMost = 4096)]
    public int LuaMaxMemoryMb { get; init; } = 64;

    [Setting("Longest time that one Lua call may take, waiting for the database included; matches are bounded by instructions alone.", AtLeast = 100)]
    public int LuaMaxCallMs { get; init; } = 10000;

    [Setting("JavaScript statements that one call may run before it is ended.", AtLeast = 10_000, AtMost = 2_000_000_000)]
    public int JsMaxStatements { get; init; } = 20_000_000;

    [Setting("Megabytes that one JavaScript call may allocate; an instance that allocated as much in all its calls is replaced.", AtLeast = 16, AtMost = 4096)]
    public int JsMaxMemoryMb { get; init; } = 256;

    [Setting("Longest time that one JavaScript call may take, waiting for the database included.", AtLeast = 100)]
    public int JsMaxCallMs { get; init; } = 10000;

    [Setting("Longest time that one call of a C# module is waited for; its cancellation is asked for then.", AtLeast = 100)]
    public int CsharpMaxCallMs { get; init; } = 10000;

    [Setting("Addresses (10.1.2.3) and networks (10.0.0.0/8) that http_request of modules must not connect to, also by names and redirects; the word private stands for all that is not the internet.")]
    public IReadOnlyList<string> HttpBlockedAddresses { get; init; } = [];

    [Setting("Longest time that one http_request of a module may take, whatever it asks for.", AtLeast = 1, AtMost = 600_000)]
    public int HttpMaxTimeoutMs { get; init; } = 30_000;

    [Setting("Largest body of an answer to http_request of a module.", AtLeast = 1, AtMost = 1 << 28)]
    public int HttpMaxReplyBytes { get; init; } = 4 << 20;

    [Setting("Calls by http_request of modules under way at once; further ones wait within their own time.", AtLeast = 1)]
    public int HttpMaxCalls { get; init; } = 64;

    [Setting("Entries that modules may keep by localcache_put, for each language.", AtLeast = 1)]
    public int LocalcacheMaxEntries { get; init; } = 100_000;

    [Setting("Megabytes that modules may keep by localcache_put, for each language.", AtLeast = 1, AtMost = 1 << 20)]
    public int LocalcacheMaxMb { get; init; } = 64;

    [Setting("PostgreSQL database of the game's own for sql_query and sql_exec of modules, as database.address; must be another database than the server's; empty = none.", Secret = true)]
    public string SqlAddress { get; init; } = "";

    [Setting("Connections to runtime.sql_address.", AtLeast = 1)]
    public int SqlMaxConnections { get; init; } = 16;

    [Setting("Longest time that one statement of sql_query or sql_exec may take.", AtLeast = 1)]
    public int SqlTimeoutMs { get; init; } = 5000;

    [Setting("Bundled JavaScript file relative to runtime.path; must exist and end in .js, else fatal; empty = index.js if present.")]
    public string JsEntrypoint { get; init; } = "";
}
