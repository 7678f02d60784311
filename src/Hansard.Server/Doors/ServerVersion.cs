using Hansard.Server.Configuration;

namespace Hansard.Server.Doors;

/// <summary>The version of this server, for protocols whose clients show it.</summary>
internal static class ServerVersion
{
    /// <summary>Without the commit that it was built from.</summary>
    public static string Current { get; } = BuildVersion.Current.Split('+')[0];
}
