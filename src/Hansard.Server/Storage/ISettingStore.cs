namespace Hansard.Server.Storage;

/// <summary>Values that are kept in a database, most of them made once for it.</summary>
internal interface ISettingStore
{
    /// <summary>The value of that name.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="fresh">Stored and returned when there is none.</param>
    /// <exception cref="DatabaseUnavailableException">There is none, and none can be stored now.</exception>
    string GetOrAdd(string name, string fresh);

    /// <summary>The value of that name; null when there is none.</summary>
    string? Find(string name);

    /// <summary>Stores a value in the place of another.</summary>
    /// <exception cref="DatabaseUnavailableException">Not now.</exception>
    Task SetAsync(string name, string value);
}
