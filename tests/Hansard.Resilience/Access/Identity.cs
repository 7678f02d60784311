namespace Hansard.Resilience.Access;

/// <summary>Somebody who asks.</summary>
/// <param name="Name">Such as "revoked key".</param>
/// <param name="Headers">All that shows who it is.</param>
internal sealed record Identity(string Name, params (string Name, string Value)[] Headers)
{
    /// <summary>An identity that shows a key as clients of the API do.</summary>
    public static Identity OfKey(string name, string key) => new(name, ("Authorization", $"Bearer {key}"));
}
