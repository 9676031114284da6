using KaosNet.Api.Configuration;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Configuration;

public class SettingsReaderSpecs
{
    readonly string folder = TestFolder.Create("settings");

    [Fact]
    public void nothing_said_means_defaults()
    {
        var settings = Read().Settings;
        settings.Name.ShouldBe("nakama");
        settings.Socket.Port.ShouldBe(7350);
        settings.Runtime.Path.ShouldBe(Path.Combine(settings.DataDir, "modules"));
    }

    [Theory]
    [InlineData("--socket.port 7450")]
    [InlineData("--socket.port=7450")]
    [InlineData("-socket.port 7450")]
    [InlineData("-socket.port=7450")]
    public void a_flag_takes_one_dash_or_two_and_a_space_or_an_equals_sign(string line) => Read(line.Split(' ')).Settings.Socket.Port.ShouldBe(7450);

    [Theory]
    [InlineData("--logger.rotation", true)]
    [InlineData("--logger.rotation=true", true)]
    [InlineData("--logger.rotation=1", true)]
    [InlineData("--logger.rotation=false", false)]
    [InlineData("--logger.rotation=F", false)]
    public void a_switch_stands_alone_or_takes_a_value_after_an_equals_sign(string flag, bool on) =>
        Read(flag, "--logger.file", "log").Settings.Logger.Rotation.ShouldBe(on);

    [Fact]
    public void a_value_may_hold_an_equals_sign_and_start_with_a_dash() =>
        Read("--runtime.env=a=b=c", "--socket.server_key", "-key-").Settings.ShouldSatisfyAllConditions(
            settings => settings.Runtime.Env.ShouldBe(["a=b=c"]),
            settings => settings.Socket.ServerKey.ShouldBe("-key-"));

    [Fact]
    public void a_repeated_flag_makes_a_list_and_the_last_of_a_single_value_counts() =>
        Read("--leaderboard.blacklist_rank_cache", "a", "--leaderboard.blacklist_rank_cache", "b", "--name", "x", "--name", "y").Settings.ShouldSatisfyAllConditions(
            settings => settings.Leaderboard.BlacklistRankCache.ShouldBe(["a", "b"]),
            settings => settings.Name.ShouldBe("y"));

    [Fact]
    public void the_command_line_wins_over_the_environment_and_that_over_files_and_the_last_file_over_the_first()
    {
        var first = Yaml("name: first\nsocket:\n  port: 1001\n  server_key: first\n  idle_timeout_ms: 1\nsession:\n  token_expiry_sec: 11\n");
        var second = Yaml("socket:\n  port: 1002\n  server_key: second\n  idle_timeout_ms: 2\n");
        var environment = new Dictionary<string, string> { ["KAOS_SOCKET_PORT"] = "1003", ["KAOS_SOCKET_SERVER_KEY"] = "environment" };

        var settings = SettingsReader.Read(["--config", first, "--config", second, "--socket.port", "1004"], environment).Settings;
        settings.Socket.Port.ShouldBe(1004);
        settings.Socket.ServerKey.ShouldBe("environment");
        settings.Socket.IdleTimeoutMs.ShouldBe(2);
        settings.Session.TokenExpirySec.ShouldBe(11);
        settings.Name.ShouldBe("first");
    }

    [Fact]
    public void a_later_list_replaces_an_earlier_one_but_runtime_env_is_merged_by_name()
    {
        var file = Yaml("leaderboard:\n  blacklist_rank_cache: [a, b]\nruntime:\n  env:\n    - one=1\n    - two=2\n");
        var settings = Read("--config", file, "--leaderboard.blacklist_rank_cache=c", "--runtime.env", "two=22", "--runtime.env", "three=3").Settings;
        settings.Leaderboard.BlacklistRankCache.ShouldBe(["c"]);
        settings.Runtime.Env.ShouldBe(["one=1", "two=22", "three=3"]);
    }

    [Fact]
    public void a_list_in_the_environment_has_commas_or_line_ends()
    {
        SettingsReader.Read([], new Dictionary<string, string> { ["KAOS_RUNTIME_ENV"] = "a=1,b=2" }).Settings.Runtime.Env.ShouldBe(["a=1", "b=2"]);
        SettingsReader.Read([], new Dictionary<string, string> { ["KAOS_RUNTIME_ENV"] = "a=1,2\nb=3" }).Settings.Runtime.Env.ShouldBe(["a=1,2", "b=3"]);
    }

    [Fact]
    public void a_file_may_be_empty_or_hold_empty_sections_and_dotted_keys() =>
        Read("--config", Yaml(""), "--config", Yaml("# nothing\nsocket:\nmatchmaker.max_tickets: 7\n")).Settings.Matchmaker.MaxTickets.ShouldBe(7);

    [Fact]
    public void a_variable_that_is_no_setting_raises_a_warning() =>
        SettingsReader.Read([], new Dictionary<string, string> { ["KAOS_SOCKET_PROT"] = "1" }).Warnings
            .ShouldContain("The environment variable KAOS_SOCKET_PROT is no setting and has no effect");

    [Theory]
    [InlineData("--socket.prot 1", "Unknown flag --socket.prot; did you mean socket.port? All settings: --help.")]
    [InlineData("--socket.port", "--socket.port needs a value.")]
    [InlineData("run", "\"run\" is not a flag; flags look like --socket.port 7350. See --help.")]
    [InlineData("--socket.port many", "--socket.port: \"many\" is not a whole number.")]
    [InlineData("--socket.port 70000", "--socket.port: 70000 is too large, the most is 65535.")]
    [InlineData("--session.token_expiry_sec 0", "--session.token_expiry_sec: 0 is too small, the least is 1.")]
    [InlineData("--match.input_queue_size 99999999999", "--match.input_queue_size: 99999999999 is too large, the most is 2147483647.")]
    [InlineData("--logger.stdout=perhaps", "--logger.stdout: \"perhaps\" is not true or false.")]
    public void a_flag_that_cannot_be_used_is_named(string line, string refusal) => Refusal(line.Split(' ')).ShouldBe(refusal);

    [Fact]
    public void a_value_from_the_environment_or_a_file_is_named_with_its_source()
    {
        Should.Throw<SettingsRefusedException>(() => SettingsReader.Read([], new Dictionary<string, string> { ["KAOS_SOCKET_PORT"] = "x" }))
            .Message.ShouldBe("KAOS_SOCKET_PORT: \"x\" is not a whole number.");
        var file = Yaml("socket:\n  port: x\n");
        Refusal("--config", file).ShouldBe($"socket.port in {file}: \"x\" is not a whole number.");
    }

    [Theory]
    [InlineData("socket:\n  prot: 1\n", "Unknown key socket.prot in FILE; did you mean socket.port? All settings: --help.")]
    [InlineData("sokket:\n  port: 1\n", "Unknown key sokket in FILE")]
    [InlineData("socket:\n  port: [1, 2]\n", "socket.port in FILE: one value is needed.")]
    [InlineData("runtime:\n  env:\n    a: b\n", "runtime.env in FILE: a list of texts is needed.")]
    [InlineData("- just\n- a list\n", "Unknown content of FILE, line 1")]
    [InlineData("socket: {port: 1\n", "The configuration file FILE is no valid YAML, line ")]
    public void a_file_that_cannot_be_used_is_named(string yaml, string refusal)
    {
        var file = Yaml(yaml);
        Refusal("--config", file).ShouldStartWith(refusal.Replace("FILE", file));
    }

    [Fact]
    public void a_file_that_is_not_there_is_named() =>
        Refusal("--config", "/nowhere/kaos.yml").ShouldStartWith("The configuration file /nowhere/kaos.yml cannot be read: ");

    static StartRequest Read(params string[] arguments) => SettingsReader.Read(arguments, new Dictionary<string, string>());

    static string Refusal(params string[] arguments) => Should.Throw<SettingsRefusedException>(() => Read(arguments)).Message;

    string Yaml(string text)
    {
        var file = Path.Combine(folder, Guid.NewGuid() + ".yml");
        File.WriteAllText(file, text);
        return file;
    }
}
