using System.Data.Common;

namespace Hansard.Server.Configuration;

/// <summary>Address of a database, such as <c>postgres://hansard@db1,db2:5433/hansard</c>.</summary>
/// <remarks>
/// Written as libpq's, several hosts included: of them the one that takes writes is used, which after a fail-over is another one.
/// </remarks>
/// <param name="User">Name of the user.</param>
/// <param name="Hosts">At least one.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="Settings">Those after the question mark.</param>
internal sealed record DatabaseAddress(
    string User, IReadOnlyList<DatabaseHost> Hosts, string Database, IReadOnlyDictionary<string, string> Settings)
{
    private const string Example = "postgres://USER@HOST:PORT,HOST:PORT/NAME";
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];
    private static readonly Dictionary<string, string> KnownSettings = new(StringComparer.Ordinal)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
    };

    // libpq's names, and Npgsql's.
    private static readonly Dictionary<string, string> SecurityModes = new(StringComparer.Ordinal)
    {
        ["disable"] = "Disable",
        ["allow"] = "Allow",
        ["prefer"] = "Prefer",
        ["require"] = "Require",
        ["verify-ca"] = "VerifyCA",
        ["verify-full"] = "VerifyFull",
    };

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why, without a password.</exception>
    public static DatabaseAddress Parse(string text)
    {
        var scheme = Schemes.FirstOrDefault(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"give an address such as {Example}.");
        var (rest, query) = Cut(text[scheme.Length..], '?');
        var (authority, database) = Cut(rest, '/');
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? "" : authority[..at];
        if (user.Contains(':', StringComparison.Ordinal))
            throw new FormatException(
                "it has a password in it, which everybody sees who lists processes or reads a log: leave it out, and give it in "
                + "PGPASSWORD, PGPASSFILE or DatabasePasswordFile.");
        if (user.Length == 0) throw new FormatException($"it names no user: give an address such as {Example}.");
        if (database is null or "" || database.Contains('/', StringComparison.Ordinal))
            throw new FormatException($"it names no database: give an address such as {Example}.");
        return new DatabaseAddress(
            Decode(user), [.. authority[(at + 1)..].Split(',').Select(ParseHost)], Decode(database), ParseSettings(query));
    }

    /// <summary>The connection string of the database that nodes share, with its password.</summary>
    /// <param name="options">Checked, and with a <see cref="HansardServerOptions.Database"/>.</param>
    /// <exception cref="InvalidConfigurationException">The file of the password cannot be read.</exception>
    public static string ConnectionStringOf(HansardServerOptions options)
        => Parse(options.Database!).ToConnectionString(PasswordOf(options.DatabasePasswordFile), options.DatabaseConnections);

    /// <summary>A connection string for Npgsql.</summary>
    /// <param name="password">Null: the one of PGPASSWORD or PGPASSFILE, if there is one.</param>
    /// <param name="connections">The most that are open at once.</param>
    public string ToConnectionString(string? password, int connections)
    {
        var builder = new DbConnectionStringBuilder
        {
            ["Host"] = string.Join(',', Hosts.Select(HostText)),
            ["Username"] = User,
            ["Database"] = Database,
            ["Application Name"] = "hansard",
            ["Maximum Pool Size"] = connections,
            // Idle ones are given back soon: with many nodes, connections are what a database has least of.
            ["Connection Idle Lifetime"] = 60,
            ["Timeout"] = 5,
            ["Command Timeout"] = 30,
            // A host that went without a word is noticed although nothing is sent to it.
            ["Tcp Keepalive"] = true,
            ["Tcp Keepalive Time"] = 10,
            ["Tcp Keepalive Interval"] = 5,
            // A pooler in transaction mode gives each transaction another session, and older ones know no prepared statements.
            ["Max Auto Prepare"] = 0,
            ["No Reset On Close"] = true,
        };
        // Npgsql takes this for several hosts alone.
        if (Hosts.Count > 1) builder["Target Session Attributes"] = "primary";
        if (Hosts.Count > 1) builder["Host Recheck Seconds"] = 2;
        if (password is not null) builder["Password"] = password;
        foreach (var (name, value) in Settings) builder[KnownSettings[name]] = name == "sslmode" ? SecurityModes[value] : value;
        return builder.ConnectionString;
    }

    private static string? PasswordOf(string? file)
    {
        if (file is null) return null;
        try
        {
            return File.ReadLines(file).FirstOrDefault("");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException(
                [$"DatabasePasswordFile: '{file}' cannot be read: {exception.Message.TrimEnd('.')}."]);
        }
    }

    private static DatabaseHost ParseHost(string text)
    {
        var colon = text.StartsWith('[') ? text.IndexOf("]:", StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        var (host, port) = colon > 0 ? (text[..colon], text[(colon + 1)..]) : (text, $"{DatabaseHost.DefaultPort}");
        var name = Decode(host).Trim('[', ']');
        // A comma or semicolon would begin another host, or another setting.
        if (name.Length == 0 || name.Any(",;='\" ".Contains))
            throw new FormatException($"'{text}' is no host: give an address such as {Example}.");
        if (!int.TryParse(port, out var number) || number is < 1 or > 65535)
            throw new FormatException($"'{port}' is no port: give a number from 1 to 65535, as in {Example}.");
        return new DatabaseHost(name, number);
    }

    private static Dictionary<string, string> ParseSettings(string? query)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(pair, '=');
            if (!KnownSettings.ContainsKey(name) || value is null or "")
                throw new FormatException(
                    $"'{name}' means nothing after the '?': give {string.Join(", ", KnownSettings.Keys)}, with a value.");
            if (name == "sslmode" && !SecurityModes.ContainsKey(value))
                throw new FormatException($"sslmode is '{value}': give any of {string.Join(", ", SecurityModes.Keys)}.");
            settings[name] = Decode(value);
        }

        return settings;
    }

    private static string HostText(DatabaseHost host)
        => host.Name.Contains(':', StringComparison.Ordinal) ? $"[{host.Name}]:{host.Port}" : $"{host.Name}:{host.Port}";

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static (string Before, string? After) Cut(string text, char at)
        => text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, null);
}
