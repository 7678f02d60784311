using System.Collections;
using Hansard.Server.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Configuration;

public sealed class ServerConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Flags_win_over_the_environment_and_the_environment_over_the_file()
    {
        File.WriteAllText(
            _file,
            """{"Hansard": {"Port": 1, "Workers": 2, "Limits": {"StoredFiles": 3}, "Retention": {"Files": "30.00:00:00"}, "Projects":"""
            + """ {"big": {"StoredFiles": 9}}}}""");
        var options = ServerConfiguration.Load(
            _file,
            new Hashtable
            {
                ["HANSARD_PORT"] = "10",
                ["HANSARD_LIMITS__STORED_FILES"] = "30",
                ["HANSARD_ALLOW_HOSTS"] = "a:1, b",
                ["HANSARD_UNKNOWN"] = "x",
                ["OTHER"] = "y",
            },
            [new("Port", "100"), new("Host", null)]);
        Assert.Equal(100, options.Port);
        Assert.Equal(2, options.Workers);
        Assert.Equal(30, options.Limits.StoredFiles);
        Assert.Equal(9, options.LimitsOf("big").StoredFiles);
        Assert.Equal(30, options.LimitsOf("small").StoredFiles);
        Assert.Equal(TimeSpan.FromDays(30), options.Retention.Files);
        Assert.Equal(["a:1", "b"], options.AllowHosts);
        Assert.Equal("127.0.0.1", options.Host);
    }

    [Theory]
    [InlineData("HANSARD_WORKER", "HANSARD_WORKERS")]
    [InlineData("HANSARD_LIMITS_STORED_FILES", "HANSARD_LIMITS__STORED_FILES")]
    [InlineData("HANSARD_SUMMARIES__APIKY", "HANSARD_SUMMARIES__API_KEY")]
    [InlineData("HANSARD_LIMITS", "docs/configuration.md")]
    [InlineData("HANSARD_PORT__NUMBER", "HANSARD_PORT")]
    [InlineData("HANSARD_TRANSLATION__REMOTE__0__BASE_ADRESS", "HANSARD_TRANSLATION__REMOTE__0__BASE_ADDRESS")]
    [InlineData("HANSARD_SOMETHING_ELSE_ENTIRELY", "docs/configuration.md")]
    public void A_variable_that_sets_nothing_is_named_with_what_was_meant_and_without_its_value(string name, string meant)
    {
        var warning = Assert.Single(
            EnvironmentSettings.FindUnknown(new Hashtable { [name] = "a-secret", ["HANSARD_WORKERS"] = "2" }));
        Assert.Contains($"variable {name} sets nothing", warning, StringComparison.Ordinal);
        Assert.Contains(meant, warning, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HANSARD_WATCH__FOLDERS__0__DIARIZE", "maybe", "Watch:Folders:0:Diarize is 'maybe': give true or false.")]
    [InlineData("HANSARD_WATCH__FOLDERS__0__SUBTITLES__GAP_MS", "two", "Watch:Folders:0:Subtitles:GapMs is 'two': give a whole number.")]
    [InlineData("HANSARD_TRANSLATION__REMOTE__0__KIND", "Nobody", "Translation:Remote:0:Kind is 'Nobody': give any of ")]
    public void A_value_of_a_list_that_cannot_be_read_is_refused_as_any_other(string variable, string value, string message)
    {
        var environment = new Hashtable { ["HANSARD_WATCH__FOLDERS__0__FOLDER"] = ".", [variable] = value };
        var refused = Assert.Throws<InvalidConfigurationException>(() => ServerConfiguration.Load(null, environment, []));
        Assert.Contains(message, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Variables_that_are_settings_or_of_others_are_not_warned_of()
    {
        var environment = new Hashtable
        {
            ["hansard_limits__stored_files"] = "3",
            ["HANSARD_PROJECTS__BIG__FILE_BYTES"] = "4",
            ["HANSARD_ALLOW_HOSTS"] = "one.example",
            ["HANSARD_ALLOW_HOSTS__1"] = "two.example",
            ["HANSARD_URL"] = "http://hansard:8080",
            ["HANSARD_PORT_8080_TCP_ADDR"] = "10.0.0.1",
            ["HANSARD_SERVICE_HOST"] = "10.0.0.1",
            ["PATH"] = "/bin",
        };
        Assert.Empty(ServerConfiguration.Load(null, environment, []).Warnings);
    }

    [Fact]
    public async Task What_sets_nothing_is_told_at_the_start()
    {
        var log = new LogLines();
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Log.Level = LogLevel.Warning;
                options.Warnings = ServerConfiguration.Load(null, new Hashtable { ["HANSARD_WORKER"] = "2" }, []).Warnings;
            },
            replace: services => services.AddSingleton<ILoggerProvider>(log));
        Assert.Contains("variable HANSARD_WORKER sets nothing: did you mean HANSARD_WORKERS?", Assert.Single(log.Severe));
    }

    [Theory]
    [InlineData("""{"Hansard": {"Prot": 1}}""", "Prot")]
    [InlineData("""{"Hansard": {"Port": "many"}}""", "Port")]
    [InlineData("""{"Hansard": {"Port": 70000}}""", "Port")]
    [InlineData("""{"Hansard": {"Workers": 0}}""", "Workers")]
    [InlineData("""{"Hansard": {"Host": "example.com"}}""", "Host")]
    [InlineData("""{"Hansard": {"NoAuth": true, "Host": "0.0.0.0"}}""", "loopback")]
    [InlineData("""{"Hansard": {"NoAuth": true, "Host": "*"}}""", "loopback")]
    [InlineData("""{"Hansard": {"Limits": {"StoredBytes": -1}}}""", "Limits:StoredBytes")]
    [InlineData("""{"Hansard": {"Projects": {"big": {"FileBytes": 0}}}}""", "Projects:big:FileBytes")]
    [InlineData("""{"Hansard": {"Retention": {"Files": "00:00:00"}}}""", "Retention:Files")]
    [InlineData("""{"Hansard": {"Retention": {"Interval": "60.00:00:00"}}}""", "Retention:Interval")]
    [InlineData("""{"Hansard": {"Summaries": {"BaseAddress": "http://a/v1", "Model": "a", "ApiKey": "secret\n"}}}""", "Summaries:ApiKey")]
    [InlineData("""{"Hansard": {"Translation": {"Remote": [{"ApiKey": "a key"}]}}}""", "Translation:Remote:0:ApiKey")]
    [InlineData("""{"Hansard": {"Jobs": {"StopGrace": "00:01:00"}}}""", "Jobs:StopGrace")]
    [InlineData("""{"Hansard": {"Fetch": {"BytesPerSecond": 0}}}""", "Fetch:BytesPerSecond")]
    [InlineData("""{"Hansard": {"Fetch": {"Concurrency": 1}}}""", "Fetch:Concurrency")]
    [InlineData("""{"Hansard": {"Limits": {"FileBytes": 20000000000}}}""", "Fetch:StoredBytesPerProject")]
    [InlineData("""{"Hansard": {"Fetch": {"StoredBytes": 5000000000}}}""", "Fetch:StoredBytes ")]
    [InlineData("""{"Hansard": {"Lookups": {"ConcurrencyPerProject": 0}}}""", "Lookups:ConcurrencyPerProject")]
    [InlineData("""{"Hansard": {"Webhooks": {"ConcurrencyPerHost": 0}}}""", "Webhooks:ConcurrencyPerHost")]
    [InlineData("""{"Hansard": {"ApiKey": "with blank"}}""", "HANSARD_API_KEY")]
    [InlineData("""{"Hansard": {"Log": {"Format": "xml"}}}""", "Log:Format")]
    [InlineData("""{"Hansard": {"Limit": {"StoredFiles": 1}, "AllowedHosts": ["x"]}}""", "no setting 'AllowedHosts' where it stands")]
    [InlineData("""{"Hansard": {"Limits": {"StoredFile": 1}}}""", "There is no setting 'StoredFile' where it stands")]
    [InlineData("""{"Hansard": {"NoAuth": "maybe"}}""", "NoAuth is 'maybe': give true or false.")]
    [InlineData("""{"Hansard": {"ModelIdleTime": "5s"}}""", "ModelIdleTime is '5s': give a time")]
    [InlineData("""{"Hansard": {"ModelIdleTime": "5"}}""", "ModelIdleTime is '5': write a time as hours:minutes:seconds")]
    [InlineData("""{"Hansard": {"Webhooks": {"Timeout": 30}}}""", "Webhooks:Timeout is '30': write a time as hours:minutes:seconds")]
    [InlineData("""{"Hansard": {"Translation": {"Remote": [{"Timeout": "9"}]}}}""", "Translation:Remote:0:Timeout is '9': write a time")]
    [InlineData("""{"Hansard": {"Webhooks": {"Timeout": "30.00:00:00"}}}""", "give a time from 00:00:00.1000000 to 24.00:00:00")]
    [InlineData("""{"Hansard": """, "JSON")]
    public void A_setting_that_cannot_work_is_named(string json, string named)
    {
        File.WriteAllText(_file, json);
        var exception = Assert.Throws<InvalidConfigurationException>(() => ServerConfiguration.Load(_file, new Hashtable(), []));
        Assert.Contains(named, exception.Message);
    }

    [Fact]
    public void No_time_at_all_is_the_same_in_any_unit()
    {
        var options = ServerConfiguration.Load(
            null, new Hashtable { ["HANSARD_ACCESS_LOG__KEEP"] = "0", ["HANSARD_QUEUE__PARTS_FROM"] = "0" }, []);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (options.AccessLog.Keep, options.Queue.PartsFrom));
    }

    [Fact]
    public void All_wrong_settings_are_named_at_once()
    {
        var exception = Assert.Throws<InvalidConfigurationException>(
            () => ServerConfiguration.Load(null, new Hashtable { ["HANSARD_PORT"] = "-1", ["HANSARD_WORKERS"] = "0" }, []));
        Assert.Contains("Port", exception.Message);
        Assert.Contains("Workers", exception.Message);
    }

    [Fact]
    public void A_file_that_is_named_and_has_no_section_of_Hansards_is_refused()
    {
        File.WriteAllText(_file, """{ "Doors": { "Wyoming": { "Enabled": true } } }""");
        var exception = Assert.Throws<InvalidConfigurationException>(() => ServerConfiguration.Load(_file, new Hashtable(), []));
        Assert.Contains("has no section 'Hansard'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_file_must_be_there()
        => Assert.Throws<FileNotFoundException>(() => ServerConfiguration.Load("nowhere.json", new Hashtable(), []));
}
