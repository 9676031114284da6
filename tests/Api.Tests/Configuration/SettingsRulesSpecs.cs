using KaosNet.Api.Configuration;
using KaosNet.Store.Postgres;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Configuration;

public class SettingsRulesSpecs
{
    [Theory]
    [InlineData("name must have 1 to 16 bytes.", "--name=")]
    [InlineData("name must have 1 to 16 bytes.", "--name=seventeen-letters")]
    [InlineData("logger.level must be debug, info, warn or error, not \"loud\".", "--logger.level=loud")]
    [InlineData("logger.format must be json or stackdriver, not \"xml\".", "--logger.format=xml")]
    [InlineData("logger.rotation needs logger.file.", "--logger.rotation")]
    [InlineData("socket.server_key must be set.", "--socket.server_key=")]
    [InlineData("session.encryption_key must be set.", "--session.encryption_key=")]
    [InlineData("session.refresh_encryption_key must be set.", "--session.refresh_encryption_key=")]
    [InlineData("runtime.http_key must be set.", "--runtime.http_key=")]
    [InlineData("console.username must be set.", "--console.username=")]
    [InlineData("console.password must be set.", "--console.password=")]
    [InlineData("console.signing_key must be set.", "--console.signing_key=")]
    [InlineData("session.encryption_key and session.refresh_encryption_key must differ.", "--session.encryption_key=a --session.refresh_encryption_key=a")]
    [InlineData("session.single_match needs session.single_socket.", "--session.single_match")]
    [InlineData("session.single_party needs session.single_socket.", "--session.single_party")]
    [InlineData("socket.ping_period_ms (25000) must be below socket.pong_wait_ms (25000).", "--socket.ping_period_ms=25000")]
    [InlineData("socket.protocol must be tcp, tcp4 or tcp6, not \"udp\".", "--socket.protocol=udp")]
    [InlineData("socket.ssl_certificate and socket.ssl_private_key need each other.", "--socket.ssl_certificate=a.pem")]
    [InlineData("socket.response_headers: \"plain\" is not key=value.", "--socket.response_headers=plain")]
    [InlineData("runtime.env: \"plain\" is not key=value.", "--runtime.env=plain")]
    [InlineData("runtime.http_blocked_addresses: \"inside\" is neither an address, nor a network, nor \"private\".", "--runtime.http_blocked_addresses=inside")]
    [InlineData("runtime.sql_address must be another database than database.address.", "--database.address=a:b@db:5432/game --runtime.sql_address=postgres://c:d@DB/game")]
    [InlineData("runtime.lua_min_count must not be above runtime.lua_max_count.", "--runtime.lua_min_count=49")]
    [InlineData("runtime.js_min_count must not be above runtime.js_max_count.", "--runtime.js_min_count=33")]
    [InlineData("runtime.js_entrypoint must end in .js.", "--runtime.js_entrypoint=main.ts")]
    [InlineData("runtime.js_entrypoint: there is no file /nowhere/main.js.", "--runtime.path=/nowhere --runtime.js_entrypoint=main.js")]
    [InlineData("socket.port and console.port are both 7351.", "--socket.port=7351")]
    [InlineData("the gRPC port (socket.port - 1) and console.port are both 7349.", "--console.port=7349")]
    [InlineData("database.address cannot be read (mysql is no PostgreSQL link); it looks like user:password@host:5432/database.", "--database.address=mysql://a")]
    [InlineData("mfa.storage_encryption_key must be empty or exactly 32 bytes.", "--mfa.storage_encryption_key=short")]
    [InlineData("satori.cache_mode must be context or time, not \"never\".", "--satori.cache_mode=never")]
    [InlineData("satori.api_key_name, satori.api_key and satori.signing_key need satori.url.", "--satori.api_key=a")]
    [InlineData("satori.url needs satori.api_key_name, satori.api_key and satori.signing_key.", "--satori.url=http://a --satori.api_key=a")]
    [InlineData("google_auth.credentials_json is no JSON object.", "--google_auth.credentials_json={")]
    public void settings_that_contradict_themselves_are_refused(string refusal, string line) =>
        Should.Throw<SettingsRefusedException>(() => Read(line.Split(' '))).Message.ShouldBe(refusal);

    [Fact]
    public void a_certificate_that_cannot_be_loaded_is_refused()
    {
        var file = Path.Combine(TestFolder.Create("certificate"), "broken.pem");
        File.WriteAllText(file, "no certificate");
        Should.Throw<SettingsRefusedException>(() => Read($"--socket.ssl_certificate={file}", $"--socket.ssl_private_key={file}"))
            .Message.ShouldStartWith("socket.ssl_certificate with socket.ssl_private_key cannot be loaded: ");
    }

    [Fact]
    public void every_insecure_default_raises_a_warning_and_a_value_of_ones_own_does_not()
    {
        Read().Tell(isPerson: false).Count(warning => warning.StartsWith("Insecure default parameter value, change this for production! (")).ShouldBe(7);
        Read().Tell(isPerson: true).ShouldHaveSingleItem().ShouldStartWith("For production, set keys and passwords of your own: console.username, ");
        Read("--socket.server_key=mine").Tell(isPerson: false).ShouldNotContain(warning => warning.Contains("socket.server_key"));
    }

    [Fact]
    public void a_deprecated_key_still_works_with_a_warning()
    {
        var request = Read("--runtime.min_count=3", "--runtime.max_count=4", "--runtime.call_stack_size=5", "--runtime.registry_size=600", "--runtime.read_only_globals=false");
        request.Settings.Runtime.ShouldSatisfyAllConditions(
            runtime => runtime.LuaMinCount.ShouldBe(3),
            runtime => runtime.LuaMaxCount.ShouldBe(4),
            runtime => runtime.LuaCallStackSize.ShouldBe(5),
            runtime => runtime.LuaRegistrySize.ShouldBe(600),
            runtime => runtime.LuaReadOnlyGlobals.ShouldBeFalse());
        request.Warnings.Count(warning => warning.Contains("is deprecated")).ShouldBe(5);
    }

    [Theory]
    [InlineData("ann@db:5433/game", "ann@db:5433/game")]
    [InlineData("ann:pa@ss@db/game", "ann@db:5432/game")]
    [InlineData("db", "root@db:5432/nakama")]
    [InlineData("postgres://ann:x@db:5433/game?sslmode=disable", "ann@db:5433/game")]
    [InlineData("Host=db;Port=5433;Username=ann;Password=x;Database=game", "ann@db:5433/game")]
    public void a_database_address_is_read_as_nakama_writes_it_or_as_a_connection_string(string address, string place)
    {
        Read("--database.address", address);
        DatabaseAddress.Describe(DatabaseAddress.ToConnectionString(address)).ShouldBe(place);
    }

    [Fact]
    public void a_secret_is_known_as_one() => Setting.All.Where(setting => setting.IsSecret).Select(setting => setting.Key)
        .ShouldContain(key => key == "database.address" || key == "session.encryption_key" || key == "iap.google.private_key");

    static StartRequest Read(params string[] arguments) => SettingsReader.Read(arguments, new Dictionary<string, string>());
}
