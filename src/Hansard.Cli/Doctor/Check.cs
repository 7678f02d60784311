using System.Text.Json.Serialization;

namespace Hansard.Cli.Doctor;

/// <summary>A thing that was looked at, and how it is.</summary>
/// <param name="Name">One word.</param>
/// <param name="State">Good, to be noted, or wrong.</param>
/// <param name="Text">How it is, and where it is wrong, what to do about it: a line.</param>
internal sealed record Check(string Name, CheckState State, string Text)
{
    /// <summary>Nothing is wrong.</summary>
    public static Check Good(string name, string text) => new(name, CheckState.Good, text);

    /// <summary>Something works, and could be better.</summary>
    public static Check Noted(string name, string text) => new(name, CheckState.Noted, text);

    /// <summary>Something does not work.</summary>
    public static Check Wrong(string name, string text) => new(name, CheckState.Wrong, text);
}

/// <summary>States of what is looked at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("good")]
    Good,

    /// <summary>Working, but could be better.</summary>
    [JsonStringEnumMemberName("noted")]
    Noted,

    /// <summary>Not working.</summary>
    [JsonStringEnumMemberName("wrong")]
    Wrong,
}
