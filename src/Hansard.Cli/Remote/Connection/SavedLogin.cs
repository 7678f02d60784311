using System.Text.Json;
using System.Text.Json.Serialization;
using Hansard.Server.Storage;

namespace Hansard.Cli.Remote.Connection;

/// <summary>The server that <c>hansard login</c> has kept.</summary>
internal sealed record SavedLogin
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        WriteIndented = true,
    };

    /// <summary>The server's address.</summary>
    public required string Url { get; init; }

    /// <summary>The key, unless it is in the keyring, or there is none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>True if the system's keyring has the key.</summary>
    public bool Keyring { get; init; }

    /// <summary>The file of the user's login.</summary>
    public static string Path => System.IO.Path.Combine(UserFolders.Configuration, "login.json");

    /// <summary>Reads the login; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SavedLogin? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<SavedLogin>(File.ReadAllBytes(Path), Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"{Path} is damaged: 'hansard login' makes it anew.");
        }
    }

    /// <summary>Keeps the login.</summary>
    public void Write() => PrivateFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <inheritdoc />
    public override string ToString() => Url; // A record would print the key.
}
