using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;
using Hansard.Translation.Remote;

namespace Hansard.Server.Tests.Configuration;

/// <summary>Holds the table in docs/configuration.md and the options against each other.</summary>
public sealed partial class ConfigurationTableTests
{
    private const string ListItem = "N";
    private const string Database = "postgres://hansard@db.example/hansard";

    private static readonly IReadOnlyList<Row> Table = Read();
    private static readonly IReadOnlyDictionary<string, Setting> Settings =
        Of(new HansardServerOptions(), "").ToDictionary(setting => setting.Name);

    [Fact]
    public void Every_setting_has_one_row_and_every_row_is_a_setting()
        => Assert.Equal(Settings.Keys.Order(StringComparer.Ordinal), Table.Select(row => row.Setting).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_row_says_what_its_setting_means() => Assert.All(Table, row => Assert.NotEmpty(row.Meaning));

    [Fact]
    public void Every_variable_is_named_after_its_setting()
        => Assert.All(
            Table,
            row => Assert.Equal(row.Setting.Contains(':' + "NAME", StringComparison.Ordinal) ? "" : VariableOf(row.Setting), row.Variable));

    [Fact]
    public void Every_variable_reaches_its_setting()
    {
        foreach (var row in Table.Where(row => row.Variable.Length > 0))
        {
            var setting = Settings[row.Setting];
            if (Sample(setting) is not { } sample) continue;
            var environment = NeededBy(row.Setting);
            environment[row.Variable.Replace("__N__", "__0__", StringComparison.Ordinal)] = sample;
            var options = ServerConfiguration.Load(null, environment, []);
            Assert.Equal(sample, Text(setting.Get(options)));
        }
    }

    [Fact]
    public void Every_default_is_the_one_that_holds() => Assert.All(Table, row =>
    {
        var value = Settings[row.Setting].Default;

        // Where nothing is set, the table says in words what happens then.
        if (value is null || Text(value).Length == 0) Assert.DoesNotMatch(Literal(), row.Default);
        else Assert.Equal($"`{Text(value)}`", row.Default, ignoreCase: value is Enum);
    });

    // What a value is written as, in the table and in a variable.
    private static string Text(object? value) => value switch
    {
        IFormattable number and double => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        null => "",
        bool flag => flag ? "true" : "false",
        string text => text,
        Uri address => address.OriginalString,
        IEnumerable list => string.Join(',', list.Cast<object>()),
        _ => value.ToString()!,
    };

    // A value that is allowed and not the default.
    private static string? Sample(Setting setting) => (setting.Name, setting.Type) switch
    {
        ("Host" or "Doors:Wyoming:Host", _) => "127.0.0.2",
        ("Log:Format", _) => "json",
        ("Database", _) => Database,
        ("Queue:ReservedShare", _) => "0.5",
        ("Cluster:Address", _) => "192.0.2.1",
        ("AllowedOrigins", _) => "https://one.example,https://two.example",
        ("AllowHosts" or "ModelAliases" or "ServedModels", _) => "one.example,two.example",
        ("Translation:Remote:N:Languages" or "Watch:Folders:N:Formats" or "Watch:Folders:N:LanguageHints" or "Watch:Folders:N:Terms"
            or "Watch:Folders:N:TranslationTerms" or "Watch:Folders:N:Redact", _) => null,
        ("Watch:Folders:N:Folder", _) => ".",
        ("Watch:Folders:N:TranslateTo", _) => "pt",
        ("S3:Endpoint", _) => "https://s3.example:9000",
        (_, { } type) when type == typeof(bool) => setting.Default is true ? "false" : "true",
        (_, { } type) when type == typeof(TimeSpan) => "00:00:21",
        (_, { } type) when type == typeof(double) => "12.5",
        (_, { } type) when type == typeof(int) || type == typeof(long) => $"{Convert.ToInt64(setting.Default) + 1}",
        (_, { } type) when type == typeof(Uri) => "http://translator.example:5000/x",
        (_, { IsEnum: true } type) => Enum.GetNames(type)[1],
        _ => "something",
    };

    // One remote translator is only valid as a whole.
    // Settings without which one is refused, or means nothing.
    private static Hashtable NeededBy(string setting) => setting switch
    {
        "S3:AccessKey" => new Hashtable { ["HANSARD_S3__SECRET_KEY_FILE"] = "a" },
        "S3:SecretKeyFile" => new Hashtable { ["HANSARD_S3__ACCESS_KEY"] = "a" },
        "Cluster:Certificate" or "Cluster:Key" or "Cluster:Authority" => new Hashtable
        {
            ["HANSARD_DATABASE"] = Database,
            ["HANSARD_CLUSTER__CERTIFICATE"] = "a",
            ["HANSARD_CLUSTER__KEY"] = "a",
            ["HANSARD_CLUSTER__AUTHORITY"] = "a",
        },
        "Role" => new Hashtable { ["HANSARD_DATABASE"] = Database, ["HANSARD_OBJECTS"] = "/mnt/recordings" },
        "DatabasePasswordFile" => new Hashtable { ["HANSARD_DATABASE"] = Database },
        _ when setting.StartsWith("Cluster:", StringComparison.Ordinal) => new Hashtable { ["HANSARD_DATABASE"] = Database },
        "Summaries:BaseAddress" => new Hashtable { ["HANSARD_SUMMARIES__MODEL"] = "a" },
        _ when setting.StartsWith("Watch:Folders", StringComparison.Ordinal) => new Hashtable
        {
            ["HANSARD_WATCH__FOLDERS__0__FOLDER"] = ".",
            ["HANSARD_WATCH__FOLDERS__0__LANGUAGE_HINTS__0"] = "en",
        },
        _ when setting.StartsWith("Translation:Remote", StringComparison.Ordinal) => new Hashtable
        {
            ["HANSARD_TRANSLATION__REMOTE__0__KIND"] = "LibreTranslate",
            ["HANSARD_TRANSLATION__REMOTE__0__BASE_ADDRESS"] = "http://localhost:5000",
            ["HANSARD_TRANSLATION__REMOTE__0__MODEL"] = "a",
            ["HANSARD_TRANSLATION__REMOTE__0__LANGUAGES__0"] = "en",
            ["HANSARD_TRANSLATION__REMOTE__0__LANGUAGES__1"] = "de",
        },
        _ => [],
    };

    private static string VariableOf(string setting)
        => "HANSARD_" + string.Join(
            "__", setting.Split(':').Select(part => part == ListItem ? part : WordStart().Replace(part, "_$0").ToUpperInvariant()));

    private static IEnumerable<Setting> Of(object section, string prefix, Func<HansardServerOptions, object?>? get = null)
    {
        foreach (var property in section.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0))
        {
            var name = prefix + property.Name;
            object? Value(HansardServerOptions options) => property.GetValue(get is null ? options : get(options));
            var value = property.GetValue(section);
            switch (value)
            {
                case IDictionary<string, LimitOverrides>:
                    yield return new Setting($"{name}:NAME:…", null, value.GetType(), Value);
                    break;
                case IDictionary<string, int>:
                    yield return new Setting($"{name}:NAME", null, value.GetType(), Value);
                    break;
                case IList<RemoteTranslatorOptions>:
                    var remote = new RemoteTranslatorOptions { Kind = default, BaseAddress = null!, Languages = [] };
                    foreach (var setting in Of(remote, $"{name}:{ListItem}:", options => options.Translation.Remote[0]))
                        yield return setting.Name.EndsWith(":Kind", StringComparison.Ordinal) ? setting with { Default = null } : setting;
                    break;
                case IList<WatchedFolderOptions>:
                    foreach (var setting in Of(new WatchedFolderOptions(), $"{name}:{ListItem}:", options => options.Watch.Folders[0]))
                        yield return setting;
                    break;
                case not null and not Enum when value.GetType().Namespace == typeof(HansardServerOptions).Namespace:
                    foreach (var setting in Of(value, $"{name}:", Value)) yield return setting;
                    break;
                default:
                    yield return new Setting(
                        name, value, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, Value);
                    break;
            }
        }
    }

    private static List<Row> Read()
    {
        var lines = File.ReadLines(Path.Combine(Fixtures.Repository, "docs", "configuration.md"));
        return [
            .. lines.Select(line => line.Split('|'))
                .Where(cells => cells.Length == 7 && cells[1].Trim().StartsWith('`'))
                .Select(cells => new Row(cells[1].Trim(' ', '`'), cells[2].Trim(' ', '`'), cells[4].Trim(), cells[5].Trim())),
        ];
    }

    private sealed record Row(string Setting, string Variable, string Default, string Meaning);

    private sealed record Setting(string Name, object? Default, Type Type, Func<HansardServerOptions, object?> Get);

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex("`")]
    private static partial Regex Literal();
}
