namespace Hansard.Server.Storage;

/// <summary>Values that are made once for a database, and kept in it.</summary>
internal interface ISettingStore
{
    /// <summary>The value of that name.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="fresh">Stored and returned when there is none.</param>
    /// <exception cref="DatabaseUnavailableException">There is none, and none can be stored now.</exception>
    string GetOrAdd(string name, string fresh);
}
